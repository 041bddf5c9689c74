/// The settings of one app, as they are read where they matter: a field each, no look-up by name.
///
/// What a setting means, its default and its bounds stand in `AppSettingTable`. A new one is a property here and a row there.
public struct AppSettings: Sendable, Equatable {
    public internal(set) var recallEnabled: Bool = AppSettingTable.recallEnabled.standard
    /// In seconds.
    public internal(set) var recallWindowChat: Int = AppSettingTable.recallWindowChat.standard
    /// In seconds.
    public internal(set) var recallWindowGroup: Int = AppSettingTable.recallWindowGroup.standard
    public internal(set) var chatFriendsOnly: Bool = AppSettingTable.chatFriendsOnly.standard
    public internal(set) var groupsPerApp: Int = AppSettingTable.groupsPerApp.standard
    public internal(set) var groupsCreatedPerUser: Int = AppSettingTable.groupsCreatedPerUser.standard
    public internal(set) var groupsJoinedPerUser: Int = AppSettingTable.groupsJoinedPerUser.standard
    public internal(set) var groupMembers: Int = AppSettingTable.groupMembers.standard
    public internal(set) var groupRequestDays: Int = AppSettingTable.groupRequestDays.standard
    public internal(set) var devicesPerPlatform: Int = AppSettingTable.devicesPerPlatform.standard
    public internal(set) var devicesWhenFull: DevicesWhenFull = AppSettingTable.devicesWhenFull.standard
    /// 0 means for ever.
    public internal(set) var retentionDays: Int = AppSettingTable.retentionDays.standard
    public internal(set) var rosterApplicationDays: Int = AppSettingTable.rosterApplicationDays.standard
    public internal(set) var platformsForbidden: Platforms = AppSettingTable.platformsForbidden.standard
    /// 0 means any number.
    public internal(set) var usersMost: Int = AppSettingTable.usersMost.standard
    public internal(set) var registrationOpen: Bool = AppSettingTable.registrationOpen.standard
    public internal(set) var registrationPushSecret: String = AppSettingTable.registrationPushSecret.standard
    /// 0 means any number.
    public internal(set) var loginTriesAccount: Int = AppSettingTable.loginTriesAccount.standard
    /// 0 means any number.
    public internal(set) var loginTriesAddress: Int = AppSettingTable.loginTriesAddress.standard
    public internal(set) var loginHideUnknown: Bool = AppSettingTable.loginHideUnknown.standard
    /// Empty: nobody is asked.
    public internal(set) var loginExternalURL: String = AppSettingTable.loginExternalURL.standard
    /// In PEM; empty: no signed passwords.
    public internal(set) var loginExternalKey: String = AppSettingTable.loginExternalKey.standard

    public internal(set) var censorshipEnabled: Bool = AppSettingTable.censorshipEnabled.standard
    public internal(set) var censorshipExempt: WordSet<ExemptAuthor> = AppSettingTable.censorshipExempt.standard

    /// Empty: calls of hooks are not signed.
    public internal(set) var hookSecret: String = AppSettingTable.hookSecret.standard
    /// Empty: nobody is asked.
    public internal(set) var hookBeforeURL: String = AppSettingTable.hookBeforeURL.standard
    /// In milliseconds.
    public internal(set) var hookBeforeTimeout: Int = AppSettingTable.hookBeforeTimeout.standard
    public internal(set) var hookBeforeConcurrency: Int = AppSettingTable.hookBeforeConcurrency.standard
    public internal(set) var hookBeforeFailure: HookFailure = AppSettingTable.hookBeforeFailure.standard
    public internal(set) var hookBeforeBreaker: Int = AppSettingTable.hookBeforeBreaker.standard
    /// In seconds.
    public internal(set) var hookBeforeRest: Int = AppSettingTable.hookBeforeRest.standard
    /// Empty: nobody is told what happened.
    public internal(set) var hookAfterURL: String = AppSettingTable.hookAfterURL.standard
    public internal(set) var hookAfterEvents: WordSet<CallbackKind> = AppSettingTable.hookAfterEvents.standard
    public internal(set) var hookAfterTries: Int = AppSettingTable.hookAfterTries.standard

    /// Nothing in `limits` holds.
    public internal(set) var limitsExempt: Bool = AppSettingTable.limitsExempt.standard
    /// As they are set; `rates` are those that hold.
    public internal(set) var limits: Rates = .standard

    /// How often things may be done.
    public var rates: Rates { limitsExempt ? .unlimited : limits }

    /// Whether users of another user base may log in. Nobody registers by himself then: he could take the name of one of them.
    public var hasExternalLogin: Bool { !loginExternalURL.isEmpty || !loginExternalKey.isEmpty }

    /// The bounds of groups.
    public var groupLimits: GroupLimits {
        GroupLimits(
            groups: groupsPerApp, created: groupsCreatedPerUser, joined: groupsJoinedPerUser, members: groupMembers,
            requestLifetime: Int64(groupRequestDays) * 86_400_000)
    }

    /// The defaults.
    public init() {}

    /// The defaults, and what the store holds beside them.
    ///
    /// A key that is not known, or a text that is not of its kind, was written by another version: the default holds then.
    public init(stored texts: [String: String]) {
        for (name, text) in texts { AppSettingTable.key(named: name)?.assign(text, &self) }
    }
}

/// What happens when a user logs in on one device more than `devices.per.platform` allows.
public enum DevicesWhenFull: String, Sendable, CaseIterable {
    /// The device that was offline longest has to go, a connected one last.
    case evict
    /// The new device is refused: TOO_MANY_DEVICES.
    case refuse
}
