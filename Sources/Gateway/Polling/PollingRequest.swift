/// An HTTP request of Engine.IO's polling, in plain values.
public struct PollingRequest: Sendable {
    public enum Method: Sendable {
        case get
        case post
        case other
    }

    public let method: Method
    /// The query's `EIO`, `transport` and `sid`.
    public let engine: String?
    public let transport: String?
    public let session: String?
    /// The query has `b64=1`: the client cannot read binary answers.
    public let wantsBase64: Bool
    /// The body came as `application/octet-stream`.
    public let isBinary: Bool
    public let body: [UInt8]
    /// The client's address, which connections are counted by.
    public let address: String

    public init(
        _ method: Method, engine: String?, transport: String?, session: String? = nil, wantsBase64: Bool = false,
        isBinary: Bool = false, body: [UInt8] = [], address: String
    ) {
        self.method = method
        self.engine = engine
        self.transport = transport
        self.session = session
        self.wantsBase64 = wantsBase64
        self.isBinary = isBinary
        self.body = body
        self.address = address
    }
}

/// What it is answered with.
public struct PollingAnswer: Hashable, Sendable {
    public let status: Int
    public let contentType: String
    public let body: [UInt8]

    init(_ status: Int, _ contentType: String, _ body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// To a POST that was taken.
    static let ok = PollingAnswer(200, "text/html", Array("ok".utf8))
    /// No more sessions for now; the client tries again after a while.
    static let busy = PollingAnswer(503, "text/plain; charset=UTF-8", Array("busy".utf8))

    static func refusal(_ refusal: PollingRefusal) -> PollingAnswer {
        PollingAnswer(400, "application/json", Array(#"{"code":\#(refusal.rawValue),"message":"\#(refusal.message)"}"#.utf8))
    }
}

/// Why a request is not served (engine.io 3.x, lib/server.js; 5 as in later versions, for clients of those).
enum PollingRefusal: Int {
    case unknownTransport = 0
    case unknownSession = 1
    case badHandshakeMethod = 2
    case badRequest = 3
    case unsupportedVersion = 5

    var message: String {
        switch self {
        case .unknownTransport: "Transport unknown"
        case .unknownSession: "Session ID unknown"
        case .badHandshakeMethod: "Bad handshake method"
        case .badRequest: "Bad request"
        case .unsupportedVersion: "Unsupported protocol version"
        }
    }
}
