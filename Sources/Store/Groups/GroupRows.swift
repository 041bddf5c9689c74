import Database
import HearthCore
import IM

extension GroupRecord {
    /// - Parameter row: the columns in the order in which `SQLGroupStore` asks for them. What another version wrote is read as
    ///   what lets people do less.
    init(_ row: any Row) {
        var info = GroupInfo(name: row.text(10), avatar: row.text(11), description: row.text(12), ext: row.text(13))
        info.memberInvite = row.bool(14)
        info.memberModify = row.bool(15)
        info.readAck = row.bool(16)
        info.historyVisible = row.bool(17)
        info.hideMemberInfo = row.bool(18)
        info.applyApproval = JoinApproval(rawValue: Int(row.int64(19))) ?? .refused
        info.ban = SendBan(stored: row.int64(20))
        self.init(
            id: GroupID(row.int64(0)), type: GroupType(rawValue: Int(row.int64(1))) ?? .private, owner: UserID(row.int64(2)),
            isDestroyed: row.int64(3) != 0, isInRecovery: row.bool(4), forbidsAnnouncements: row.bool(5), count: Int(row.int64(6)),
            capacity: row.int64(7) > 0 ? Int(row.int64(7)) : nil, createdAt: Instant(milliseconds: row.int64(8)),
            updatedAt: Instant(milliseconds: row.int64(9)), info: info)
    }
}

extension GroupMember {
    /// - Parameter from: the first of its columns: user_id, role, display_name, mute_mode, push_mode, joined_at.
    init(_ row: any Row, from: Int) {
        self.init(
            user: UserID(row.int64(from)), role: GroupRole(rawValue: Int(row.int64(from + 1))) ?? .member,
            displayName: row.text(from + 2), muteMode: GroupMuteMode(rawValue: Int(row.int64(from + 3))) ?? .none,
            pushMode: GroupPushMode(rawValue: Int(row.int64(from + 4))) ?? .all,
            joinedAt: Instant(milliseconds: row.int64(from + 5)))
    }
}
