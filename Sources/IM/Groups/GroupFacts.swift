import HearthCore

/// The bounds an app has set for its groups.
public struct GroupLimits: Sendable, Equatable {
    /// Groups in the app.
    public var groups: Int
    /// Groups that one user owns.
    public var created: Int
    /// Groups that one user is in.
    public var joined: Int
    /// Members in a group that has no capacity of its own.
    public var members: Int
    /// Milliseconds for which an invitation or an application can be answered.
    public var requestLifetime: Int64

    public init(groups: Int, created: Int, joined: Int, members: Int, requestLifetime: Int64) {
        self.groups = groups
        self.created = created
        self.joined = joined
        self.members = members
        self.requestLifetime = requestLifetime
    }
}

/// What a change of a group is about, besides users: the store reads it.
public enum GroupSubject: Sendable, Equatable {
    case none
    /// What somebody's application says.
    case application(of: UserID)
    /// What the actor's own application says.
    case ownApplication
    /// What the actor was invited with, by this member.
    case invitation(from: UserID)
    case announcement(AnnouncementID)
    case files([GroupFileID])
}

/// What must be known to decide about a change of a group: as it is while nobody else can change the group.
public struct GroupFacts: Sendable, Equatable {
    public let actor: GroupActor
    public let now: Instant
    public let limits: GroupLimits
    public var group: GroupRecord
    /// The actor, unless it is a server, and the users the change is about.
    public var people: [UserID: GroupPerson]
    /// The owner and the admins.
    public var admins: [UserID]
    public var application: GroupApplication?
    public var invitation: GroupInvitation?
    public var announcement: GroupAnnouncement?
    /// Those asked for that are there, and how many the group has in all.
    public var files: [GroupFileID: GroupFile]
    public var fileCount: Int
    /// The number a new announcement or file gets.
    public var newID: Int64

    public init(
        actor: GroupActor, now: Instant, limits: GroupLimits, group: GroupRecord, people: [UserID: GroupPerson],
        admins: [UserID] = [], application: GroupApplication? = nil, invitation: GroupInvitation? = nil,
        announcement: GroupAnnouncement? = nil, files: [GroupFileID: GroupFile] = [:], fileCount: Int = 0, newID: Int64 = 0
    ) {
        self.actor = actor
        self.now = now
        self.limits = limits
        self.group = group
        self.people = people
        self.admins = admins
        self.application = application
        self.invitation = invitation
        self.announcement = announcement
        self.files = files
        self.fileCount = fileCount
        self.newID = newID
    }

    /// The actor's part in the group; nil for who has none. A server is like an admin.
    public var role: GroupRole? {
        switch actor {
        case .server: .admin
        case .user(let account): people[account.user]?.member?.role
        }
    }

    /// How many members the group may have.
    public var capacity: Int { group.capacity ?? limits.members }

    /// Somebody the change is about; who never was where nothing is known of him.
    public func person(_ user: UserID) -> GroupPerson { people[user] ?? GroupPerson(user: user, status: nil) }
}
