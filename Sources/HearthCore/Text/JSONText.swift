/// Writes small JSON objects that clients read: the changed fields of a notice, the settings of a profile.
public enum JSONText {
    /// What a member of such an object may be.
    public enum Value: Sendable, Equatable {
        case string(String)
        case bool(Bool)
        case integer(Int64)
        case integers([Int64])
    }

    /// One object, its members in the order given (RFC 8259). Names are escaped too; the same name twice is the caller's mistake.
    public static func object(_ members: [(name: String, value: Value)]) -> String {
        var text = "{"
        for (index, member) in members.enumerated() {
            if index > 0 { text += "," }
            quote(member.name, into: &text)
            text += ":"
            switch member.value {
            case .string(let string): quote(string, into: &text)
            case .bool(let bool): text += bool ? "true" : "false"
            case .integer(let integer): text += String(integer)
            case .integers(let integers): text += "[" + integers.map(String.init).joined(separator: ",") + "]"
            }
        }
        return text + "}"
    }

    /// A text as it stands between the quotation marks of a JSON string.
    public static func escaped(_ string: String) -> String {
        var text = ""
        escape(string, into: &text)
        return text
    }

    private static func quote(_ string: String, into text: inout String) {
        text += "\""
        escape(string, into: &text)
        text += "\""
    }

    private static func escape(_ string: String, into text: inout String) {
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            // Control characters must be escaped; U+2028 and U+2029 end a line for old JavaScript engines.
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
