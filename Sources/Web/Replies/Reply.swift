import HearthCore

/// What a handler answers. The door adds the CORS fields, the length and the connection's fields.
public struct Reply: Sendable {
    public let status: Int
    /// Nil for an answer without a body.
    public let contentType: String?
    public let body: [UInt8]
    /// Further header fields. One whose name or value could break the header apart is left out by the door.
    public let headers: [(name: String, value: String)]

    public init(status: Int, contentType: String?, body: [UInt8], headers: [(name: String, value: String)] = []) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.headers = headers
    }

    /// Success in the vendor's envelope `{code, data, message}`; `extra` is for `cursor`, `version`, `total` and the like,
    /// which stand beside `data`. Extra members without a value are left out.
    public static func data(_ data: JSON = .null, _ extra: KeyValuePairs<String, JSON?> = [:]) -> Reply {
        var members = [JSON.Member("code", 200), JSON.Member("data", data), JSON.Member("message", .null)]
        members += extra.compactMap { key, value in value.map { JSON.Member(key, $0) } }
        return .json(.object(members))
    }

    /// A refusal. HTTP 200: the vendor's clients count HTTP failures and leave the server after five
    /// (floo-web, src/sdk/utils/request.js).
    public static func failure(_ failure: Failure) -> Reply {
        .json(["code": .integer(Int64(failure.restCode)), "message": .string(failure.restMessage)])
    }

    /// JSON outside the envelope.
    public static func json(_ value: JSON, status: Int = 200) -> Reply {
        Reply(status: status, contentType: "application/json", body: value.bytes)
    }

    public static func text(_ text: String, status: Int = 200) -> Reply {
        .raw(status, "text/plain; charset=utf-8", Array(text.utf8))
    }

    public static func raw(_ status: Int, _ contentType: String, _ bytes: [UInt8]) -> Reply {
        Reply(status: status, contentType: contentType, body: bytes)
    }

    /// The same answer with one more header field.
    public func with(_ name: String, _ value: String) -> Reply {
        Reply(status: status, contentType: contentType, body: body, headers: headers + [(name: name, value: value)])
    }
}
