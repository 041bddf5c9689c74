/// Cross-origin rules: web clients are served from elsewhere and send fields of their own, so browsers ask first.
/// Nothing here relies on cookies, so every origin is welcome.
enum CORS {
    /// On every answer that says nothing else, failures included; without it a browser hides the answer from the page.
    static let everywhere: [(name: String, value: String)] = [("access-control-allow-origin", "*")]

    private static let standardFields = "app_id, access-token, user_id, group_id, content-type"
    private static let longestFields = 1024

    /// The answer to OPTIONS on any path. Needs neither AppID nor token.
    static func preflight(_ request: Request) -> Reply {
        Reply(
            status: 204, contentType: nil, body: [],
            headers: [
                ("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS"),
                ("access-control-allow-headers", allowedFields(request.headers["access-control-request-headers"])),
                ("access-control-max-age", "86400"),
            ]
        )
    }

    /// The vendor's fields, and what else the browser wants to send where that is a plain list of names.
    static func allowedFields(_ wanted: String?) -> String {
        guard let wanted, !wanted.isEmpty, wanted.utf8.count <= longestFields, wanted.utf8.allSatisfy(isListByte) else {
            return standardFields
        }
        return standardFields + ", " + wanted
    }

    private static func isListByte(_ byte: UInt8) -> Bool {
        HeaderSyntax.isTokenByte(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: " ")
    }
}

extension Reply {
    /// The same answer for a page that asks with credentials, as Socket.IO's library does without having any: browsers
    /// then want the page's own origin named and take no `*`.
    public func shared(with origin: String?) -> Reply {
        guard let origin else { return self }
        return with("access-control-allow-origin", origin).with("access-control-allow-credentials", "true").with("vary", "Origin")
    }

    /// The answer to a browser that asks what a page of another origin may send.
    public static func preflight(_ request: Request) -> Reply { CORS.preflight(request) }
}

/// What may stand in a header field (RFC 9110, 5.5 and 5.6.2).
enum HeaderSyntax {
    static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    static func isField(_ name: String, _ value: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy(isTokenByte)
            && value.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
    }
}
