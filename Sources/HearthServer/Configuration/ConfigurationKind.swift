import Cryptography

/// How the text of a setting becomes a value, and how to tell people what is expected.
struct ConfigurationKind<Value: Sendable>: Sendable {
    /// Ends a sentence that begins with "expected".
    let expected: String
    /// Nil where the text is not of this kind.
    let parse: @Sendable (String) -> Value?
}

extension ConfigurationKind where Value == String {
    static let directory = ConfigurationKind(expected: "the path of a directory") { $0.isEmpty ? nil : $0 }

    static func text(_ length: ClosedRange<Int>) -> ConfigurationKind {
        ConfigurationKind(expected: "a text of \(length.lowerBound) to \(length.upperBound) characters") {
            length.contains($0.count) ? $0 : nil
        }
    }
}

extension ConfigurationKind where Value == String? {
    static let optionalFile = ConfigurationKind(expected: "the path of a file, or nothing") {
        $0.isEmpty ? .some(nil) : $0.utf8.contains(0) ? nil : .some($0)
    }
}

extension ConfigurationKind where Value == Int {
    static func integer(_ range: ClosedRange<Int>) -> ConfigurationKind {
        ConfigurationKind(expected: "a whole number from \(range.lowerBound) to \(range.upperBound)") {
            Int($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension ConfigurationKind where Value == Bool {
    static let bool = ConfigurationKind(expected: "true or false") { Bool($0) }
}

extension ConfigurationKind where Value == HostPort {
    static let hostPort = ConfigurationKind(expected: "HOST:PORT, an IPv6 address in brackets") { HostPort($0) }
}

extension ConfigurationKind where Value == HostPort? {
    static let optionalHostPort = ConfigurationKind(expected: "HOST:PORT, an IPv6 address in brackets, or nothing") {
        $0.isEmpty ? .some(nil) : HostPort($0).map(Optional.some)
    }
}

extension ConfigurationKind where Value == PublicURL? {
    static let publicURL = ConfigurationKind(expected: "http://HOST[:PORT] or https://HOST[:PORT], or nothing") {
        $0.isEmpty ? .some(nil) : PublicURL($0).map(Optional.some)
    }
}

extension ConfigurationKind where Value == DatabaseLocation? {
    static let database = ConfigurationKind(
        expected: "sqlite:PATH, postgres://USER@HOST/DATABASE, or nothing for a SQLite file in the data directory"
    ) {
        $0.isEmpty ? .some(nil) : DatabaseLocation($0).map(Optional.some)
    }
}

extension ConfigurationKind where Value == [Ed25519PublicKey] {
    static let publicKeys = ConfigurationKind(expected: "Ed25519 public keys in base64, with commas in between, or nothing") { text in
        let parts = text.split(separator: ",").map { $0.filter { $0 != " " } }
        let keys = parts.compactMap { Ed25519PublicKey(text: $0) }
        return keys.count == parts.count ? keys : nil
    }
}

extension ConfigurationKind where Value == LogLevel {
    static let logLevel = ConfigurationKind(expected: "one of " + LogLevel.allCases.map(\.rawValue).joined(separator: ", ")) {
        LogLevel(rawValue: $0)
    }
}
