import HearthCore

extension JSON {
    /// What stands for a secret.
    private static let mask = JSON.string("***")

    /// Parts of the names under which secrets travel.
    private static let secretParts = [
        "password", "passwd", "pwd", "token", "secret", "credential", "private_key", "qr_info", "qr_code", "answer",
        "private_info", "captcha",
    ]

    /// The same without secrets: whatever stands under a name that speaks of one is masked, at any depth.
    public var masked: JSON {
        switch self {
        case .object(let members):
            .object(members.map { Member($0.key, Self.isSecret($0.key) && $0.value != .null ? Self.mask : $0.value.masked) })
        case .array(let elements): .array(elements.map(\.masked))
        default: self
        }
    }

    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return name == "sign" || name == "code" || secretParts.contains { name.contains($0) }
    }

    /// As the audit log keeps it: without secrets, in at most `Limits.auditedBytes`; of more only the beginning, as a text. PostgreSQL
    /// keeps no U+0000, which JSON text writes as an escape.
    public var audited: String {
        let text = masked.description
        guard text.utf8.count > Limits.auditedBytes else { return text }
        // Escaped it may be twice as long.
        let beginning = String(decoding: text.utf8.prefix(Limits.auditedBytes / 2 - 64), as: UTF8.self)
        return JSON.object([Member("beginning", .string(beginning)), Member("bytes", .integer(Int64(text.utf8.count)))]).description
    }
}

extension JSON {
    /// The fields of a call that ended in trouble.
    public func failed(_ failure: Failure) -> JSON {
        .object([Member("failed", .string(failure.name.rawValue))] + (asMembers ?? []))
    }
}

extension Parameters {
    /// All fields of the call, those of the query before those of the body. A body that is no object stands under `body`.
    public var all: JSON {
        let inQuery = query.items.map { JSON.Member($0.name, .string($0.value)) }
        switch whole {
        case .null: return .object(inQuery)
        case .object(let members): return .object(inQuery + members)
        case let other: return .object(inQuery + [JSON.Member("body", other)])
        }
    }
}
