import HearthCore

/// What a hook says of a message.
public enum BeforeAnswer: Sendable, Equatable {
    case allow
    /// - Parameter reason: as the hook words it; clients are told `HookReason.shown` of it.
    case refuse(reason: String)
    /// It goes on with other words.
    case replace(BodyReplacement)

    /// As the contract names it.
    public var word: String {
        switch self {
        case .allow: "allow"
        case .refuse: "refuse"
        case .replace: "replace"
        }
    }
}

/// Texts that take the place of those of a message; nil leaves one as it is.
public struct BodyReplacement: Sendable, Equatable {
    public var content: String?
    public var attachment: String?
    public var config: String?
    public var ext: String?

    public init(content: String? = nil, attachment: String? = nil, config: String? = nil, ext: String? = nil) {
        self.content = content
        self.attachment = attachment
        self.config = config
        self.ext = ext
    }

    /// The same body with these texts.
    public func applied(to fields: BodyFields) -> BodyFields {
        var fields = fields
        fields.content = content ?? fields.content
        fields.attachment = attachment ?? fields.attachment
        fields.config = config ?? fields.config
        fields.ext = ext ?? fields.ext
        return fields
    }
}

/// Asks the endpoint of an app.
public protocol BeforeAsking: Sendable {
    /// - Parameter timeout: in milliseconds.
    /// - Returns: what it says, or why that cannot be known.
    func ask(_ question: BeforeQuestion, _ hook: BeforeHook, timeout: Int64) async -> Result<BeforeAnswer, HookTrouble>
}

/// Why a hook gave no answer that counts, in words for the operator.
public struct HookTrouble: Error, Sendable, Equatable {
    public let reason: String
    /// Nobody was called: it says nothing of the endpoint.
    public let isUnasked: Bool

    public init(_ reason: String, isUnasked: Bool = false) {
        self.reason = reason
        self.isUnasked = isUnasked
    }
}

/// The reason of a refusal as clients are told it.
public enum HookReason {
    /// Characters of it.
    public static let most = 200

    /// One line without control characters, of at most `most` characters.
    public static func shown(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            if count == most { break }
            switch scalar.properties.generalCategory {
            // The joiner holds emoji together.
            case .format where scalar == "\u{200D}": shown.append(scalar)
            case .control, .lineSeparator, .paragraphSeparator, .format:
                if shown.last == " " { continue }
                shown.append(" ")
            default: shown.append(scalar)
            }
            count += 1
        }
        return String(shown)
    }
}
