import HearthCore

/// Which users are connected, so that the few of a large group are found without asking for each.
///
/// A bit each, in words that are there for users who are: numbers of users are even.
struct OnlineUsers {
    private var words: [Int64: UInt64] = [:]

    mutating func insert(_ user: UserID) { words[Self.word(user), default: 0] |= Self.bit(user) }

    mutating func remove(_ user: UserID) {
        let rest = (words[Self.word(user)] ?? 0) & ~Self.bit(user)
        words[Self.word(user)] = rest == 0 ? nil : rest
    }

    /// - Parameter users: in the order of their numbers: neighbours cost one look.
    func among(_ users: [UserID]) -> [UserID] {
        var found: [UserID] = []
        var (place, word) = (Int64.min, UInt64(0))
        for user in users {
            if Self.word(user) != place {
                place = Self.word(user)
                word = words[place] ?? 0
            }
            if word & Self.bit(user) != 0 { found.append(user) }
        }
        return found
    }

    private static func word(_ user: UserID) -> Int64 { user.rawValue >> 7 }
    private static func bit(_ user: UserID) -> UInt64 { 1 << (UInt64(bitPattern: user.rawValue >> 1) & 63) }
}
