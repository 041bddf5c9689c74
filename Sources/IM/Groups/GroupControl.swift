import HearthCore

/// A group as an operator sees it.
public struct GroupState: Sendable, Equatable {
    public let group: GroupRecord
    /// When each of its lists last changed, in milliseconds; 0 for never.
    public let membersVersion: Int64
    public let bansVersion: Int64
    public let blocksVersion: Int64
    public let applicationsVersion: Int64

    public init(group: GroupRecord, membersVersion: Int64, bansVersion: Int64, blocksVersion: Int64, applicationsVersion: Int64) {
        self.group = group
        self.membersVersion = membersVersion
        self.bansVersion = bansVersion
        self.blocksVersion = blocksVersion
        self.applicationsVersion = applicationsVersion
    }
}

/// What an operator changes of a group; nil stays as it is.
public struct GroupSwitches: Sendable, Equatable {
    /// Nothing may be changed or said.
    public var isInRecovery: Bool?
    public var forbidsAnnouncements: Bool?
    /// How many members there may be; 0 for what the app's setting says. Who is in stays in.
    public var capacity: Int?

    public init(isInRecovery: Bool? = nil, forbidsAnnouncements: Bool? = nil, capacity: Int? = nil) {
        self.isInRecovery = isInRecovery
        self.forbidsAnnouncements = forbidsAnnouncements
        self.capacity = capacity
    }

    /// Members of a group whatever its app's setting.
    public static let capacities = 1...100_000

    /// - Throws: `InvalidRequestParameter` for a capacity out of bounds, and where nothing is to be changed.
    func check() throws(Failure) {
        if let capacity, capacity != 0, !Self.capacities.contains(capacity) { throw GroupTexts.refusal(of: "capacity") }
        if self == GroupSwitches() {
            throw GroupTexts.refusal(of: "one of in_recovery, announcements_forbidden and capacity is needed")
        }
    }

    /// A group with these changes.
    public func applied(to group: GroupRecord, at now: Instant) -> GroupRecord {
        var changed = group
        if let isInRecovery { changed.isInRecovery = isInRecovery }
        if let forbidsAnnouncements { changed.forbidsAnnouncements = forbidsAnnouncements }
        if let capacity { changed.capacity = capacity == 0 ? nil : capacity }
        if changed != group { changed.updatedAt = now }
        return changed
    }
}

/// Where an operator reads and changes groups.
public protocol GroupControlStore: Sendable {
    /// Destroyed ones too; nil for one that never was.
    func state(of group: GroupID, in app: AppNumber) async throws(Failure) -> GroupState?
    /// While nobody else changes the group.
    /// - Throws: `GroupNotExist` for one that never was or is destroyed.
    func change(_ group: GroupID, in app: AppNumber, _ switches: GroupSwitches, now: Instant) async throws(Failure) -> GroupState
}

/// What an operator does with a group, whoever its owner is. The vendor's API has no call for it.
public struct GroupControl: Sendable {
    private let store: any GroupControlStore
    private let clock: any WallClock

    public init(store: any GroupControlStore, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// A group that is there or was.
    /// - Throws: `GroupNotExist`.
    public func state(of group: GroupID, in app: AppNumber) async throws(Failure) -> GroupState {
        guard let state = try await store.state(of: group, in: app) else { throw Failure(.groupNotExist) }
        return state
    }

    /// - Throws: `GroupNotExist`, `InvalidRequestParameter`.
    public func change(_ group: GroupID, in app: AppNumber, _ switches: GroupSwitches) async throws(Failure) -> GroupState {
        try switches.check()
        return try await store.change(group, in: app, switches, now: clock.now())
    }
}
