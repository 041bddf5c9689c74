/// A table that forgets what was not written for long, in two halves: when the newer one is full, the older one goes.
struct RecentTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let half: Int
    private var newer: [Key: Value] = [:]
    private var older: [Key: Value] = [:]

    /// - Parameter most: entries at most; the newest half of them is always there.
    init(most: Int) { half = max(1, most / 2) }

    var count: Int { newer.count + older.count }

    subscript(key: Key) -> Value? {
        get { newer[key] ?? older[key] }
        set {
            older[key] = nil
            newer[key] = newValue
            guard newer.count >= half else { return }
            older = newer
            newer = [:]
        }
    }
}
