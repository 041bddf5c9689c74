import HearthCore

/// What the store says of itself.
public struct StoreReport: Sendable {
    /// The product's name.
    public let database: String
    /// The durability setting in force, in the database's own word.
    public let durability: String
    /// Rows, counted one by one; nil unless asked for.
    public let messages: Int64?

    public init(database: String, durability: String, messages: Int64?) {
        self.database = database
        self.durability = durability
        self.messages = messages
    }
}

/// Asks the store about itself.
public protocol StoreReporting: Sendable {
    /// - Parameter countingMessages: walks over every message, so only when somebody wants it.
    func report(countingMessages: Bool) async throws(Failure) -> StoreReport

    /// Whether the store answers, for reading and for writing.
    func isReady() async -> Bool
}
