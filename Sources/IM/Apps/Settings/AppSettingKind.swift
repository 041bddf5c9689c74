import HearthCore

/// What the values of a setting look like, for people and for programs.
public enum AppSettingShape: Sendable, Equatable {
    case bool
    /// A whole number within these bounds.
    case integer(ClosedRange<Int>)
    /// One of these words.
    case choice([String])
    /// Some of these words, with commas between them; may be empty.
    case words([String])
    /// Anything people write, line breaks too; may be empty.
    case text(maxCharacters: Int)
    /// Where a server is called; may be empty.
    case url(maxCharacters: Int)
    /// A public key in PEM; may be empty.
    case publicKey(maxCharacters: Int)
    /// So many times in so many seconds; 0 for no limit.
    case rate

    /// Ends a sentence that begins with "expected".
    public var expected: String {
        switch self {
        case .bool: "true or false"
        case .integer(let bounds): "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .words(let words): "some of \(words.joined(separator: ", ")), with commas between them, or nothing"
        case .text(let most): "a text of at most \(most) characters"
        case .url(let most): "https://HOST[:PORT]/PATH (http:// for localhost alone) of at most \(most) characters, or nothing"
        case .publicKey(let most): "a public key in PEM of at most \(most) characters, or nothing"
        case .rate:
            "TIMES/SECONDS (at most \(Rate.bursts.upperBound) times in \(Rate.times.upperBound) seconds), or 0 for no limit"
        }
    }
}

/// How the values of a setting become text and come back.
struct AppSettingKind<Value: Sendable>: Sendable {
    let shape: AppSettingShape
    /// Nil where the text is no such value.
    let read: @Sendable (String) -> Value?
    let write: @Sendable (Value) -> String
}

extension AppSettingKind where Value == Bool {
    static let bool = AppSettingKind(shape: .bool, read: { Bool($0) }, write: { String($0) })
}

extension AppSettingKind where Value == Rate {
    static let rate = AppSettingKind(shape: .rate, read: { Rate($0) }, write: { $0.text })
}

extension AppSettingKind where Value == Int {
    static func integer(_ bounds: ClosedRange<Int>) -> AppSettingKind {
        AppSettingKind(
            shape: .integer(bounds), read: { Int($0).flatMap { bounds.contains($0) ? $0 : nil } }, write: { String($0) })
    }
}

extension AppSettingKind where Value: CaseIterable & RawRepresentable<String> {
    static func choice() -> AppSettingKind {
        AppSettingKind(
            shape: .choice(Value.allCases.map(\.rawValue)), read: { Value(rawValue: $0) }, write: { $0.rawValue })
    }
}

extension AppSettingKind where Value == String {
    static func text(_ most: Int) -> AppSettingKind {
        AppSettingKind(shape: .text(maxCharacters: most), read: { isShort($0, most) ? $0 : nil }, write: { $0 })
    }

    static func url(_ most: Int) -> AppSettingKind {
        AppSettingKind(
            shape: .url(maxCharacters: most),
            read: { isShort($0, most) && ($0.isEmpty || ServerURL.isAcceptable($0)) ? $0 : nil }, write: { $0 })
    }

    /// Only the frame is checked here; who uses the key says whether it is one.
    static func publicKey(_ most: Int) -> AppSettingKind {
        AppSettingKind(
            shape: .publicKey(maxCharacters: most),
            read: { isShort($0, most) && ($0.isEmpty || isFramed($0)) ? $0 : nil }, write: { $0 })
    }

    /// In UTF-8 a text may be four times as long; PostgreSQL has no room for U+0000.
    private static func isShort(_ text: String, _ most: Int) -> Bool {
        text.unicodeScalars.count <= most && !text.utf8.contains(0)
    }

    private static func isFramed(_ text: String) -> Bool {
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        return lines.count >= 3 && lines.first == "-----BEGIN PUBLIC KEY-----" && lines.last == "-----END PUBLIC KEY-----"
    }
}
