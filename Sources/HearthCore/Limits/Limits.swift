/// Bounds that hold for every app. Of those an operator may change (configuration keys) these are the defaults.
public enum Limits {
    /// The largest integer a JavaScript client can carry: 2^53 - 1.
    public static let largestClientInteger: UInt64 = (1 << 53) - 1
    /// One frame on the long connection, in bytes.
    public static let frameBytes = 1 << 20
    /// One HTTP request body, in bytes.
    public static let httpBodyBytes = 1 << 20
    /// Ids in one batch call of the REST API (rest.md 1.5).
    public static let idsPerCall = 10_000
    /// Silence after which a plain WebSocket or a TCP connection is closed, in milliseconds. SDK 1.0.0 is heard every 120 s only.
    public static let connectionIdle: Int64 = 130_000
    /// Messages in one page of a sync.
    public static let pageItems = 50
    /// Bytes of message payloads in one page of a sync; one item always fits.
    public static let pageBytes = 256 << 10
    /// Messages in one page of history when the client names no number, and at most.
    public static let historyItems = (standard: 20, most: 100)
    /// Unread messages of one conversation that are counted; what is more counts as this many.
    public static let unreadCounted = 10_000
    /// Bytes of a message and the edit that is applied to it: each edit writes the whole message again.
    public static let editedBytes = 128 << 10
    /// Bytes of messages that may wait for a commit, of all connections; beyond that a sender is told `ServerBusy`.
    public static let sendsWaitingBytes = 64 << 20
    /// Bytes of messages in one commit; one message always fits.
    public static let batchBytes = 8 << 20
    /// Milliseconds for which a repeated send is recognised.
    public static let duplicateMemory: Int64 = 86_400_000
    /// A sync the client does not go on with counts as ended after this many milliseconds.
    public static let syncPatience: Int64 = 10_000
    /// Characters of a user name.
    public static let userNameCharacters = 1...64
    /// Characters of a password, as Unicode scalars. The upper bound keeps hashing from becoming a way to burn time.
    public static let passwordCharacters = 1...256
    /// Characters of what somebody calls himself.
    public static let nickNameCharacters = 64
    /// Characters of the address of a picture.
    public static let avatarCharacters = 1_024
    /// Characters of what somebody says of himself.
    public static let aboutCharacters = 1_024
    /// Bytes of what apps keep with a user: once for all to see, once for him alone.
    public static let infoBytes = 8 << 10
    /// Bytes of what a user shows to all that his friends are told when it changes; a longer text they look up.
    public static let infoToldBytes = 1 << 10
    /// Friends who are told at a time that a profile has changed: each notice holds the texts.
    public static let friendsTold = 500
    /// Digits of a phone number.
    public static let mobileDigits = 5...20
    /// Characters of a text among the settings of a user.
    public static let settingCharacters = 256
    /// Characters that an anonymous user's name may begin with; twelve more follow.
    public static let anonymousPrefixCharacters = 48
    /// Users in one page of the list of all.
    public static let usersPerPage = 1_000
    /// Conversations that one user keeps on top.
    public static let pinnedConversations = 1_000
    /// Characters of what somebody types who logs in: a name, a mobile number, an e-mail address.
    public static let loginNameCharacters = 256
    /// Bytes of a password at a login: one that a user base elsewhere signed is longer than one somebody remembers.
    public static let loginPasswordBytes = 4_096
    /// Open one-time codes of one app and purpose.
    public static let oneTimeCodes = 10_000
    /// QR codes that one address may begin within milliseconds. A screen that waits takes five in this time; many may share an address.
    public static let qrCodesPerAddress = (most: 600, within: Int64(600_000))
    /// Texts to be handed over that one address may leave within milliseconds.
    public static let secretTextsPerAddress = (most: 100, within: Int64(3_600_000))
    /// Signs for changing a password that one address may get within milliseconds.
    public static let changeSignsPerAddress = (most: 60, within: Int64(600_000))
    /// Bytes of a text that is handed over by a code.
    public static let secretTextBytes = 8 << 10
    /// Bytes of what the audit log keeps of the state before an act, and of that after it.
    public static let auditedBytes = 256 << 10
    /// Characters of a text that are kept for who reviews it.
    public static let reviewCharacters = 1_000
    /// Characters of an app's display name.
    public static let appNameCharacters = 1...64
    /// Characters of the reason for an application to be a friend, or for its refusal.
    public static let rosterReasonCharacters = 256
    /// Characters of what somebody calls a friend.
    public static let rosterAliasCharacters = 64
    /// Bytes of what clients note about a friend.
    public static let rosterExtBytes = 1_024
    /// Characters of the answer to somebody's question.
    public static let rosterAnswerCharacters = 256
    /// A member of a group of more than so many who is more than so many items behind need not be given messages of a priority
    /// above 0.
    public static let leavingOut = (members: 1_000, behind: 500)
    /// Characters of the name of a group.
    public static let groupNameCharacters = 1...128
    /// Characters of what a group says of itself.
    public static let groupDescriptionCharacters = 2_048
    /// Bytes of what apps keep with a group.
    public static let groupExtBytes = 8 << 10
    /// Admins of one group, its owner among them: each hears of every application.
    public static let adminsPerGroup = 200
    /// Characters of what a member is called in a group.
    public static let groupDisplayNameCharacters = 64
    /// Characters of the reason for an invitation or an application, or for the answer.
    public static let groupReasonCharacters = 256
    /// Characters of the title of an announcement, and of its text.
    public static let announcementTitleCharacters = 256
    public static let announcementContentCharacters = 8_192
    /// Announcements that a group keeps: one more, and the oldest goes.
    public static let announcementsPerGroup = 100
    /// Files that a group shares.
    public static let filesPerGroup = 1_000
    /// Characters of the name of a shared file and of its kind, and bytes of its address.
    public static let groupFileNameCharacters = 1...256
    public static let groupFileTypeCharacters = 128
    public static let groupFileURLBytes = 2_048
    /// Kicks after which somebody does not come back any more (im.gitbook, zh-hans/README.md).
    public static let groupKicks = 3
    /// Minutes of a ban: ten years. For ever is -1.
    public static let groupBanMinutes: Int64 = 5_256_000
    /// Milliseconds for which a group's QR code lets people in.
    public static let groupCodeLifetime: Int64 = 7 * 86_400_000
}
