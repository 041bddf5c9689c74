import Database
import HearthCore
import IM

extension KnownUser {
    /// - Parameter from: the first of its columns. A status that another version wrote lets nobody send.
    init(_ row: any Row, from: Int = 0) {
        self.init(
            status: UserStatus(rawValue: Int(row.int64(from))) ?? .frozen, ban: SendBan(stored: row.int64(from + 1)))
    }
}

extension SendFacts.Standing {
    /// - Parameter from: the first of its columns.
    init(_ row: any Row, from: Int = 0) {
        self.init(isFriend: row.int64(from) == Int64(Relation.friend.rawValue), isBlocked: row.int64(from + 1) != 0)
    }
}
