import Database
import HearthCore
import IM
import Synchronization

/// Another server has taken the number under which this one gave message ids.
struct SeatLost: Error {}

/// This server's place among those that share the store: a number that is part of its message ids.
///
/// Who takes a number writes his own name into its row, and each batch of messages looks whether the name is still there, in its
/// transaction: two servers never write under one number, whatever became of their connections.
public final class NodeSeat: Sendable {
    /// As many servers can share one store.
    public static let count = 16

    struct Taken: Sendable {
        let number: Int64
        let holder: String
        /// Keeps the number reserved.
        let held: HeldNumber
    }

    private let database: PostgresDatabase
    private let randomness: any Randomness
    private let ids: MessageIDs
    private let taken: Mutex<Taken?>

    /// Takes a free number and lets `ids` go on from what was given under it. Blocks.
    /// - Throws: `inUse` when sixteen servers have theirs.
    public init(_ database: PostgresDatabase, ids: MessageIDs, randomness: any Randomness) throws(DatabaseError) {
        self.database = database
        self.randomness = randomness
        self.ids = ids
        taken = Mutex(nil)
        try take()
    }

    /// Nil while no number is to be had.
    var current: Taken? { taken.withLock { $0 } }

    /// Takes a free number, after the one held was lost. Blocks.
    func take() throws(DatabaseError) {
        taken.withLock { $0 = nil }
        let holder = randomness.text(20, from: "abcdefghijklmnopqrstuvwxyz0123456789")
        let found = try database.holdNumber(below: Self.count) { sql, number throws(DatabaseError) in
            // After what anybody has given, not only this number: a server that restarts may get another one.
            try sql.first(
                "UPDATE nodes SET holder = ?2 WHERE number = ?1 RETURNING (SELECT max(newest) FROM nodes)",
                [.integer(Int64(number)), .text(holder)]
            ) { MessageID($0.int64(0)) } ?? .zero
        }
        guard let found else {
            throw DatabaseError(.inUse, "\(Self.count) servers use this database already")
        }
        ids.serve(as: Int64(found.held.number), newest: found.claimed)
        taken.withLock { $0 = Taken(number: Int64(found.held.number), holder: holder, held: found.held) }
    }
}
