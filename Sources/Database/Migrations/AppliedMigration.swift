import HearthCore

/// A migration as the store remembers it.
public struct AppliedMigration: Hashable, Sendable {
    public let number: Int
    public let name: String
    public let appliedAt: Instant
    /// Of the text that was applied.
    let checksum: Int64
}
