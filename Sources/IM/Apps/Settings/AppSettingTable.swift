import HearthCore

/// The one table of what can be set for an app. The store, the admin API, `hearth app set` and
/// `docs/reference/app-settings.md` all read it; `AppSettings` has a field for each row.
public enum AppSettingTable {
    public static let recallEnabled = AppSetting(
        "recall.enabled", \.recallEnabled, .bool, standard: true,
        help: "Users may recall messages. When false, only an admin token may."
    )
    public static let recallWindowChat = AppSetting(
        "recall.window.chat", \.recallWindowChat, .integer(0...31_536_000), standard: 300,
        help: "Seconds after a message to one person during which its sender may recall it. 0 means at no time."
    )
    public static let recallWindowGroup = AppSetting(
        "recall.window.group", \.recallWindowGroup, .integer(0...31_536_000), standard: 300,
        help: "Seconds after a message to a group during which its sender, and the group's owner and admins, may recall it. "
            + "0 means at no time."
    )
    public static let chatFriendsOnly = AppSetting(
        "chat.friends.only", \.chatFriendsOnly, .bool, standard: false,
        help: "Users may write to those alone who have them as a friend. Groups are not concerned, nor is the system."
    )
    public static let devicesPerPlatform = AppSetting(
        "devices.per.platform", \.devicesPerPlatform, .integer(1...100), standard: 10,
        help: "Devices that one user may have registered on each platform, connected or not. A login reads it."
    )
    public static let platformsForbidden = AppSetting(
        "platforms.forbidden", \.platformsForbidden, .words(), standard: Platforms(),
        help: "Platforms that nobody logs in from, as clients name themselves: other is whatever has no name. Tokens of their devices are "
            + "refused as well; who is connected stays until his next login."
    )
    public static let devicesWhenFull = AppSetting(
        "devices.when.full", \.devicesWhenFull, .choice(), standard: .evict,
        help: "What a login on one device more does: evict removes the device that was offline longest, a connected one last; "
            + "refuse answers TOO_MANY_DEVICES. A device that is known logs in whatever the number."
    )
    public static let retentionDays = AppSetting(
        "retention.days", \.retentionDays, .integer(0...36_500), standard: 0,
        help: "Days after which messages are removed for good, within an hour or so. 0 keeps them for ever."
    )
    public static let rosterApplicationDays = AppSetting(
        "roster.application.days", \.rosterApplicationDays, .integer(1...365), standard: 7,
        help: "Days after which an application to become somebody's friend can no longer be answered."
    )
    public static let groupsPerApp = AppSetting(
        "groups.per.app", \.groupsPerApp, .integer(0...100_000_000), standard: 1_000_000,
        help: "Groups that there may be at a time. A group more is refused with 20007."
    )
    public static let groupsCreatedPerUser = AppSetting(
        "groups.created.per.user", \.groupsCreatedPerUser, .integer(0...1_000_000), standard: 1_000,
        help: "Groups that a user may own and still make another; one more is refused with 20008. Groups handed to him are not refused."
    )
    public static let groupsJoinedPerUser = AppSetting(
        "groups.joined.per.user", \.groupsJoinedPerUser, .integer(0...10_000), standard: 2_000,
        help: "Groups that one user may be in, his own among them. Coming into one more is refused with 20009."
    )
    public static let groupMembers = AppSetting(
        "group.members", \.groupMembers, .integer(1...100_000), standard: 500,
        help: "Members that a group may have, unless the operator gave it a capacity of its own. One more is refused with 20010. "
            + "Who is in stays in."
    )
    public static let groupRequestDays = AppSetting(
        "group.request.days", \.groupRequestDays, .integer(1...365), standard: 7,
        help: "Days after which an invitation to a group, or an application to come into one, can no longer be answered."
    )
    public static let usersMost = AppSetting(
        "users.most", \.usersMost, .integer(0...1_000_000_000), standard: 0,
        help: "Users that there may be, removed ones not counted. Making one more is refused with 40002, also with an admin token; "
            + "who is there stays. 0 means any number."
    )
    public static let registrationOpen = AppSetting(
        "registration.open", \.registrationOpen, .bool, standard: true,
        help: "Anybody may make an account. When false only an admin token may. With a user base elsewhere nobody else may either: "
            + "names could be taken from its users."
    )
    public static let registrationPushSecret = AppSetting(
        "registration.push.secret", \.registrationPushSecret, .text(256), standard: "",
        help: "What the app's own server signs user names with, so that its clients may register them by /user/register/push. "
            + "Nothing means that they need no sign.", isSecret: true
    )
    public static let loginTriesAccount = AppSetting(
        "login.tries.account", \.loginTriesAccount, .integer(0...1_000), standard: 10,
        help: "Wrong passwords in a row for one account before each further try has to wait, twice as long each time, 15 minutes at "
            + "most. An hour without one forgets them. 0 means any number."
    )
    public static let loginTriesAddress = AppSetting(
        "login.tries.address", \.loginTriesAddress, .integer(0...100_000), standard: 100,
        help: "The same for all wrong passwords from one client address, whatever the account. Many people may share one: every ten "
            + "minutes half of them are forgotten. An IPv6 address counts with its network of 64 bits."
    )
    public static let loginHideUnknown = AppSetting(
        "login.hide.unknown", \.loginHideUnknown, .bool, standard: false,
        help: "A login with an unknown name is answered like one with a wrong password."
    )
    public static let loginExternalURL = AppSetting(
        "login.external.url", \.loginExternalURL, .url(2_048), standard: "",
        help: "Where to ask whether a password is right, for accounts without one here and for unknown names: a POST of JSON with "
            + "app_id, name and password, answered by status 200 and JSON with allow, true or false, and perhaps nick_name. "
            + "Who is let in the first time gets an account. Nothing means that nobody is asked."
    )
    public static let loginExternalKey = AppSetting(
        "login.external.key", \.loginExternalKey, .publicKey(4_096), standard: "",
        help: "Public key (RSA, EC P-256 or Ed25519) of who signs passwords: a JWT (RS256, ES256 or EdDSA) with exp and the user's "
            + "name as name or sub logs in accounts without a password here and unknown names. Nothing means that none does."
    )

    public static let limitsExempt = AppSetting(
        "limits.exempt", \.limitsExempt, .bool, standard: false,
        help: "The app has no limits of those below."
    )
    /// One for each limit.
    public static let limits: [AppSetting<Rate>] = RateLimit.allCases.map { limit in
        AppSetting("limit." + limit.name, \.limits[limit], .rate, standard: limit.standard, help: limit.help)
    }

    /// All rows, in the order people read them.
    public static let keys: [AppSettingKey] =
        [
            registrationOpen.key, usersMost.key, registrationPushSecret.key, loginTriesAccount.key, loginTriesAddress.key,
            loginHideUnknown.key,
            loginExternalURL.key, loginExternalKey.key, recallEnabled.key, recallWindowChat.key, recallWindowGroup.key,
            chatFriendsOnly.key, rosterApplicationDays.key, groupsPerApp.key, groupsCreatedPerUser.key, groupsJoinedPerUser.key,
            groupMembers.key, groupRequestDays.key, devicesPerPlatform.key, devicesWhenFull.key, platformsForbidden.key, retentionDays.key,
        ] + censorship + hooks + callbacks + [limitsExempt.key] + limits.map(\.key)

    /// The row of a name; nil where there is none.
    public static func key(named name: String) -> AppSettingKey? { keys.first { $0.name == name } }
}
