import HearthCore
import IM

/// Stores behind calls that are tested elsewhere, over real databases: each answers with a failure of its own.
struct AbsentStores: ProfileStore, UserSettingsStore, AccountControl, UserDeviceStore, PinStore, RosterChangeStore,
    GroupPeopleStore, GroupRequestStore, GroupBoardStore
{
    private var absent: Failure { Failure(.generalError, "these tests have no such store") }

    func change(_ account: Account, _ change: ProfileChange) async throws(Failure) -> ProfileChange { throw absent }
    func friendsOf(_ account: Account, after user: UserID, limit: Int) async throws(Failure) -> [UserID] { throw absent }

    func settings(of account: Account) async throws(Failure) -> UserSettings? { throw absent }
    func change(_ account: Account, _ change: UserSettingsChange) async throws(Failure) -> Bool { throw absent }

    func setPassword(
        _ account: Account, hash: String, replacing old: String?, keeping kept: String?, now: Instant
    ) async throws(Failure) -> Bool { throw absent }
    func remove(_ account: Account, now: Instant) async throws(Failure) -> [GroupCommit] { throw absent }
    func freeze(_ app: AppNumber, _ users: [UserID], now: Instant) async throws(Failure) -> [UserID] { throw absent }
    func unfreeze(_ app: AppNumber, _ users: [UserID]) async throws(Failure) { throw absent }
    func ban(_ account: Account, until: Int64) async throws(Failure) { throw absent }
    func state(of account: Account) async throws(Failure) -> AccountState? { throw absent }
    func list(_ app: AppNumber, after user: UserID, skipping count: Int, limit: Int) async throws(Failure) -> [ListedUser] {
        throw absent
    }

    func list(of account: Account) async throws(Failure) -> [ListedDevice] { throw absent }
    func remove(_ device: DeviceAddress, now: Instant) async throws(Failure) -> Bool { throw absent }
    func end(_ logins: EndedLogins, of account: Account, now: Instant) async throws(Failure) -> Bool { throw absent }

    func pin(_ peer: Peer, of account: Account, now: Instant) async throws(Failure) -> Bool { throw absent }
    func unpin(_ peer: Peer, of account: Account) async throws(Failure) -> Bool { throw absent }
    func pins(of account: Account) async throws(Failure) -> [Peer] { throw absent }

    func change(
        _ actor: Account, _ steps: [RosterStep], now: Instant
    ) async throws(Failure) -> [Result<RosterDecision, Failure>] { throw absent }
    func existing(_ app: AppNumber, _ users: Set<UserID>) async throws(Failure) -> Set<UserID> { throw absent }
    func pair(_ actor: Account, _ other: UserID) async throws(Failure) -> RosterPair { throw absent }

    func members(
        of group: GroupID, in app: AppNumber, after cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<GroupMember> { throw absent }
    func admins(of group: GroupID, in app: AppNumber) async throws(Failure) -> [GroupMember] { throw absent }
    func members(_ users: [UserID], of group: GroupID, in app: AppNumber) async throws(Failure) -> [GroupMember] { throw absent }
    func banned(
        in group: GroupID, of app: AppNumber, at now: Instant, after cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<BannedMember> { throw absent }
    func blocked(
        in group: GroupID, of app: AppNumber, after cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<BlockedUser> { throw absent }

    func invitations(
        to account: Account, before cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<GroupInvitation> { throw absent }
    func applications(
        to groups: [GroupID], in app: AppNumber, before cursor: GroupCursor?, limit: Int
    ) async throws(Failure) -> GroupPage<GroupApplication> { throw absent }

    func announcements(of group: GroupID, in app: AppNumber) async throws(Failure) -> [GroupAnnouncement] { throw absent }
    func announcement(
        _ id: AnnouncementID, of group: GroupID, in app: AppNumber
    ) async throws(Failure) -> GroupAnnouncement? { throw absent }
    func files(of group: GroupID, in app: AppNumber) async throws(Failure) -> [GroupFile] { throw absent }
    func file(_ id: GroupFileID, of group: GroupID, in app: AppNumber) async throws(Failure) -> GroupFile? { throw absent }
}

struct NoPushSigns: PushSignChecking {
    func isRight(_ sign: String, for username: String, secret: String) -> Bool { false }
}
