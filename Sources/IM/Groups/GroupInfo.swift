import HearthCore

/// What members see of a group and its admins may change.
public struct GroupInfo: Sendable, Equatable {
    public var name: String
    public var avatar: String
    public var description: String
    /// What apps keep with a group.
    public var ext: String
    public var memberInvite: Bool
    public var memberModify: Bool
    public var readAck: Bool
    public var historyVisible: Bool
    public var hideMemberInfo: Bool
    public var applyApproval: JoinApproval
    /// Until when plain members may say nothing.
    public var ban: SendBan

    /// As a group begins (rest.md 6.1).
    public init(name: String, avatar: String = "", description: String = "", ext: String = "") {
        self.name = name
        self.avatar = avatar
        self.description = description
        self.ext = ext
        memberInvite = true
        memberModify = false
        readAck = false
        historyVisible = false
        hideMemberInfo = false
        applyApproval = .asked
        ban = .none
    }
}

/// A group, as the store knows it.
public struct GroupRecord: Sendable, Equatable {
    public let id: GroupID
    public let type: GroupType
    public var owner: UserID
    public var isDestroyed: Bool
    /// The operator's switch: nothing may be changed or said.
    public var isInRecovery: Bool
    /// The operator's switch: no announcements.
    public var forbidsAnnouncements: Bool
    /// How many members there are.
    public var count: Int
    /// How many there may be; nil where the app's setting holds.
    public var capacity: Int?
    public let createdAt: Instant
    public var updatedAt: Instant
    public var info: GroupInfo

    public init(
        id: GroupID, type: GroupType, owner: UserID, isDestroyed: Bool = false, isInRecovery: Bool = false,
        forbidsAnnouncements: Bool = false, count: Int, capacity: Int? = nil, createdAt: Instant, updatedAt: Instant, info: GroupInfo
    ) {
        self.id = id
        self.type = type
        self.owner = owner
        self.isDestroyed = isDestroyed
        self.isInRecovery = isInRecovery
        self.forbidsAnnouncements = forbidsAnnouncements
        self.count = count
        self.capacity = capacity
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.info = info
    }
}
