import HearthCore

/// New values for some keys of one app, each checked against the table: taken over together or not at all.
public struct AppSettingEdits: Sendable, Equatable {
    /// By key, in the text the store holds; nil stands for the default.
    public private(set) var texts: [String: String?] = [:]

    public init() {}

    /// Notes a new value; of two for one key the last holds.
    /// - Parameter text: nil for the default, whatever that is in later versions.
    /// - Throws: `InvalidRequestParameter`, in words for the person who wrote key and text.
    public mutating func set(_ name: String, to text: String?) throws(Failure) {
        guard let key = AppSettingTable.key(named: name) else {
            let nearest = NearestName.of(Self.shown(name), among: AppSettingTable.keys.map(\.name))
            throw Self.refusal("unknown key '\(Self.shown(name))'; the nearest known key is '\(nearest)'")
        }
        guard let text else { return texts[name] = .some(nil) }
        guard let value = key.parse(text) else {
            let found = key.isSecret ? "something else" : "'\(Self.shown(text))'"
            throw Self.refusal("\(name): expected \(key.shape.expected), found \(found)")
        }
        texts[name] = .some(value == key.standard ? nil : value)
    }

    private static func refusal(_ text: String) -> Failure {
        Failure(.invalidRequestParameter, "invalid request parameter: \(text)")
    }

    /// Enough of a text to be recognised by who wrote it.
    private static func shown(_ text: String) -> String { text.count > 64 ? text.prefix(64) + "…" : text }
}
