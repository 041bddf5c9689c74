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

    /// All rows, in the order people read them.
    public static let keys: [AppSettingKey] = [
        recallEnabled.key, recallWindowChat.key, recallWindowGroup.key, chatFriendsOnly.key, devicesPerPlatform.key,
        devicesWhenFull.key, retentionDays.key, rosterApplicationDays.key,
    ]

    /// The row of a name; nil where there is none.
    public static func key(named name: String) -> AppSettingKey? { keys.first { $0.name == name } }
}
