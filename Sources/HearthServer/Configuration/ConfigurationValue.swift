/// The text that holds for a key, and who said so.
struct ConfigurationValue: Sendable {
    let key: ConfigurationKey
    let text: String
    let source: ConfigurationSource

    /// What people may see of it.
    var shown: String { key.isSecret && !text.isEmpty ? "********" : key.masked(text) }

    /// What to say when the text is not of the key's kind.
    var problem: ConfigurationProblem {
        .badValue(key: key.name, value: key.isSecret ? nil : key.masked(text), expected: key.expected, source: source)
    }
}
