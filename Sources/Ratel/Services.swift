import HearthCore
import IM
import Web

/// The use cases that calls are answered with.
public struct RatelServices: Sendable {
    public let apps: AppDirectory
    public let users: UserServices
    public let logins: LoginServices
    public let roster: RosterServices
    public let groups: GroupServices
    public let sends: ServerSends
    public let messages: UserMessages
    /// Looks through texts that are no messages.
    public let screening: Screening
    public let auditing: Auditing
    /// The address clients are to use instead of the one they asked at, `scheme://host[:port]`; nil to follow them.
    public let publicBase: PublicBase?
    public let rates: RateLimits

    public init(
        apps: AppDirectory, users: UserServices, logins: LoginServices, roster: RosterServices, groups: GroupServices,
        sends: ServerSends, messages: UserMessages, screening: Screening, auditing: Auditing, publicBase: PublicBase?,
        rates: RateLimits = .off
    ) {
        self.apps = apps
        self.users = users
        self.logins = logins
        self.roster = roster
        self.groups = groups
        self.sends = sends
        self.messages = messages
        self.screening = screening
        self.auditing = auditing
        self.publicBase = publicBase
        self.rates = rates
    }
}

/// What concerns one account.
public struct UserServices: Sendable {
    public let accounts: Accounts
    public let registration: Registration
    public let profiles: Profiles
    public let settings: PersonalSettings
    public let passwords: PasswordChanges
    public let removal: AccountRemoval
    public let restrictions: Restrictions
    public let list: UserList
    public let devices: UserDevices
    public let pins: Pins

    public init(
        accounts: Accounts, registration: Registration, profiles: Profiles, settings: PersonalSettings,
        passwords: PasswordChanges, removal: AccountRemoval, restrictions: Restrictions, list: UserList, devices: UserDevices,
        pins: Pins
    ) {
        self.accounts = accounts
        self.registration = registration
        self.profiles = profiles
        self.settings = settings
        self.passwords = passwords
        self.removal = removal
        self.restrictions = restrictions
        self.list = list
        self.devices = devices
        self.pins = pins
    }
}

/// Who somebody is.
public struct LoginServices: Sendable {
    public let tokens: Tokens
    public let passwords: any PasswordChecking
    public let pushSigns: any PushSignChecking
    public let qr: QRLogins
    public let secrets: SecretTexts
    public let changeSigns: PasswordChangeSigns

    public init(
        tokens: Tokens, passwords: any PasswordChecking, pushSigns: any PushSignChecking, qr: QRLogins, secrets: SecretTexts,
        changeSigns: PasswordChangeSigns
    ) {
        self.tokens = tokens
        self.passwords = passwords
        self.pushSigns = pushSigns
        self.qr = qr
        self.secrets = secrets
        self.changeSigns = changeSigns
    }
}

/// What people are to each other.
public struct RosterServices: Sendable {
    public let reading: Roster
    public let changes: RosterChanges

    public init(reading: Roster, changes: RosterChanges) {
        self.reading = reading
        self.changes = changes
    }
}

/// Groups and who belongs to them.
public struct GroupServices: Sendable {
    public let reading: Groups
    public let changes: GroupChanges
    public let people: GroupPeople
    public let requests: GroupRequestLists
    public let board: GroupBoard
    public let codes: GroupCodes

    /// - Parameter signing: signs QR codes.
    public init(
        reading: Groups, changes: GroupChanges, people: any GroupPeopleStore, requests: any GroupRequestStore,
        board: any GroupBoardStore, signing: any CodeSigning, clock: any WallClock
    ) {
        self.reading = reading
        self.changes = changes
        self.people = GroupPeople(groups: reading, store: people, clock: clock)
        self.requests = GroupRequestLists(groups: reading, store: requests)
        self.board = GroupBoard(groups: reading, store: board)
        codes = GroupCodes(groups: reading, changes: changes, signing: signing, clock: clock)
    }
}
