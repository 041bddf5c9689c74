/// What the values of a setting look like, for people and for programs.
public enum AppSettingShape: Sendable, Equatable {
    case bool
    /// A whole number within these bounds.
    case integer(ClosedRange<Int>)
    /// One of these words.
    case choice([String])

    /// Ends a sentence that begins with "expected".
    public var expected: String {
        switch self {
        case .bool: "true or false"
        case .integer(let bounds): "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .choice(let words): "one of " + words.joined(separator: ", ")
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
