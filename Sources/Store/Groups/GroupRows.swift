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

/// A group as one who asks sees it, and when its lists changed.
struct StoredGroup {
    let view: GroupView
    let versions: GroupVersions
}

/// When each list of a group last changed, in milliseconds.
struct GroupVersions {
    var members: Int64 = 0
    /// Who is a member, whatever his role and name: messages carry it.
    var audience: Int64 = 0
    var bans: Int64 = 0
    var blocks: Int64 = 0
    var applications: Int64 = 0
}

extension GroupVersions {
    /// - Parameter from: the first of its columns.
    init(_ row: any Row, from: Int) {
        self.init(
            members: row.int64(from), audience: row.int64(from + 1), bans: row.int64(from + 2), blocks: row.int64(from + 3),
            applications: row.int64(from + 4))
    }

    /// Two changes in one millisecond, or a clock that was set back, still give two versions.
    mutating func raise(_ list: WritableKeyPath<GroupVersions, Int64>, _ now: Instant) {
        self[keyPath: list] = max(self[keyPath: list] + 1, now.milliseconds)
    }
}

extension GroupInvitation {
    /// - Parameter row: group_id, inviter, invitee, reason, status, changed_at, expires_at.
    init(_ row: any Row) {
        self.init(
            group: GroupID(row.int64(0)), inviter: UserID(row.int64(1)), invitee: UserID(row.int64(2)), reason: row.text(3),
            status: GroupRequestStatus(rawValue: Int(row.int64(4))) ?? .declined, changedAt: Instant(milliseconds: row.int64(5)),
            expiresAt: Instant(milliseconds: row.int64(6)))
    }
}

extension GroupApplication {
    /// - Parameter row: group_id, applicant, reason, status, changed_at, expires_at.
    init(_ row: any Row) {
        self.init(
            group: GroupID(row.int64(0)), applicant: UserID(row.int64(1)), reason: row.text(2),
            status: GroupRequestStatus(rawValue: Int(row.int64(3))) ?? .declined, changedAt: Instant(milliseconds: row.int64(4)),
            expiresAt: Instant(milliseconds: row.int64(5)))
    }
}

extension GroupAnnouncement {
    /// - Parameter row: id, author, title, content, created_at.
    init(_ row: any Row) {
        self.init(
            id: AnnouncementID(row.int64(0)), author: UserID(row.int64(1)), title: row.text(2), content: row.text(3),
            createdAt: Instant(milliseconds: row.int64(4)))
    }
}

extension GroupFile {
    /// - Parameter row: id, uploader, name, url, type, size, created_at, updated_at.
    init(_ row: any Row) {
        self.init(
            id: GroupFileID(row.int64(0)), uploader: UserID(row.int64(1)), name: row.text(2), url: row.text(3), type: row.text(4),
            size: row.int64(5), createdAt: Instant(milliseconds: row.int64(6)), updatedAt: Instant(milliseconds: row.int64(7)))
    }
}

extension GroupPerson {
    /// - Parameter row: id, status, group_confirm, kicks, blocked_at, banned_until, the groups he is in, then those of a member.
    init(_ row: any Row) {
        self.init(
            user: UserID(row.int64(0)), status: UserStatus(rawValue: Int(row.int64(1))) ?? .frozen, confirmsInvitations: row.bool(2),
            joined: Int(row.int64(6)), member: row.isNull(7) ? nil : GroupMember(row, from: 7), kicks: Int(row.int64(3)),
            isBlocked: row.int64(4) > 0, ban: SendBan(stored: row.int64(5)))
    }
}
