import NIOCore
import NIOHTTP1

/// A request while it comes in: its header, and as much of its body as may be kept.
struct RequestReader {
    let head: HTTPRequestHead
    private let limit: Int
    private var body = ByteBuffer()
    private var received = 0

    init(_ head: HTTPRequestHead, limit: Int) {
        self.head = head
        self.limit = limit
    }

    /// The body is larger than allowed. Nothing of it is kept.
    var isTooLarge: Bool { received > limit }
    /// Far larger: not worth reading to its end.
    var isHopeless: Bool { received / 8 > limit }

    mutating func append(_ part: inout ByteBuffer) {
        received += part.readableBytes
        if isTooLarge {
            body = ByteBuffer()
        } else {
            body.writeBuffer(&part)
        }
    }

    /// The complete request; nil when its method is none that a route can have.
    func request(on channel: any Channel, behindProxy: Bool, idsPerCall: Int) -> Request? {
        guard let method = Method(rawValue: head.method.rawValue) else { return nil }
        let target = RequestTarget(head.uri)
        let headers = Headers(head.headers.map { ($0.name, $0.value) })
        return Request(
            method, target.path, query: target.query, headers: headers,
            origin: Request.Origin(headers, on: channel, behindProxy: behindProxy),
            body: Array(body.readableBytesView),
            idsPerCall: idsPerCall
        )
    }
}

/// The path and query of a request line.
struct RequestTarget {
    let path: String
    let query: Query

    /// Takes `/path?query` and `http://host/path?query` (what proxies send).
    init(_ uri: String) {
        var rest = Substring(uri)
        if !rest.hasPrefix("/"), let scheme = rest.firstRange(of: "://") {
            rest = rest[scheme.upperBound...].drop { $0 != "/" && $0 != "?" }
        }
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.flatMap { $0.isEmpty ? nil : String($0) } ?? "/"
        query = Query(parts.count > 1 ? parts[1] : "")
    }
}

extension Request.Origin {
    /// Reads the `X-Forwarded-` fields only when told that a proxy of the operator's own sets them: clients can send them too.
    /// What clients sent may stand in a line of its own before the proxy's.
    init(_ headers: Headers, on channel: any Channel, behindProxy: Bool) {
        let forwarded = behindProxy ? headers : Headers()
        let listener = channel.localAddress.map { "\($0.ipAddress ?? "localhost"):\($0.port ?? 80)" } ?? "localhost"
        let host = Self.first(forwarded.all("x-forwarded-host").last) ?? headers["host"] ?? listener
        self.init(
            scheme: Self.first(forwarded.all("x-forwarded-proto").last)?.lowercased() == "https" ? "https" : "http",
            host: !host.isEmpty && host.utf8.allSatisfy(Self.isHostByte) ? host : listener,
            remoteAddress: Self.last(forwarded.all("x-forwarded-for").joined(separator: ",")) ?? channel.remoteAddress?.ipAddress
                ?? "unknown"
        )
    }

    private static func first(_ list: String?) -> String? {
        list?.split(separator: ",").first.map { $0.filter { $0 != " " } }
    }

    private static func last(_ list: String) -> String? {
        list.split(separator: ",").last.map { $0.filter { $0 != " " } }
    }

    /// Letters, digits and what an address needs; the host ends up in links.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: ".-_:[]".utf8.contains(byte)
        }
    }
}
