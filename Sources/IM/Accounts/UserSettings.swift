import HearthCore

/// What a user has set for himself. Its defaults are those of a new account (rest.md section 4).
public struct UserSettings: Sendable, Equatable {
    public var authMode = AuthMode.standard
    public var authQuestion = ""
    /// Shown to the owner alone.
    public var authAnswer = ""
    public var autoDownload = false
    /// Whether he is asked before others take him into a group.
    public var groupConfirm = false
    public var noPush = false
    /// Push without a text of the message.
    public var noPushDetail = false
    /// Hours of the day, 0 to 23, between which nothing is pushed.
    public var noPushStartHour = 0
    public var noPushEndHour = 0
    public var noSounds = false
    public var vibratory = false
    public var pushNickName = ""
    /// Hours of the day, 0 to 23.
    public var silenceStartTime = 0
    public var silenceEndTime = 0

    public init() {}
}

/// What somebody wants to be different in his settings. Nil leaves a field as it is.
public struct UserSettingsChange: Sendable, Equatable {
    public var authMode: Int?
    public var authQuestion: String?
    public var authAnswer: String?
    public var autoDownload: Bool?
    public var groupConfirm: Bool?
    public var noPush: Bool?
    public var noPushDetail: Bool?
    public var noPushStartHour: Int?
    public var noPushEndHour: Int?
    public var noSounds: Bool?
    public var vibratory: Bool?
    public var pushNickName: String?
    public var silenceStartTime: Int?
    public var silenceEndTime: Int?

    public init() {}

    /// - Throws: `InvalidRequestParameter`, naming the field as REST does.
    public func check() throws(Failure) {
        if let authMode, AuthMode(rawValue: authMode) == nil { throw ClientText.refusal("auth_mode") }
        try ClientText.check(authQuestion, characters: Limits.settingCharacters, "auth_question")
        try ClientText.check(authAnswer, characters: Limits.settingCharacters, "auth_answer")
        try ClientText.check(pushNickName, characters: Limits.settingCharacters, "push_nick_name")
        try Self.check(hour: noPushStartHour, "no_push_start_hour")
        try Self.check(hour: noPushEndHour, "no_push_end_hour")
        try Self.check(hour: silenceStartTime, "silence_start_time")
        try Self.check(hour: silenceEndTime, "silence_end_time")
    }

    private static func check(hour: Int?, _ field: String) throws(Failure) {
        if let hour, !(0...23).contains(hour) { throw ClientText.refusal(field) }
    }

    /// The settings as they are with this change.
    public func applied(to old: UserSettings) -> UserSettings {
        var new = old
        if let mode = authMode.flatMap(AuthMode.init(rawValue:)) { new.authMode = mode }
        new.authQuestion = authQuestion ?? old.authQuestion
        new.authAnswer = authAnswer ?? old.authAnswer
        new.autoDownload = autoDownload ?? old.autoDownload
        new.groupConfirm = groupConfirm ?? old.groupConfirm
        new.noPush = noPush ?? old.noPush
        new.noPushDetail = noPushDetail ?? old.noPushDetail
        new.noPushStartHour = noPushStartHour ?? old.noPushStartHour
        new.noPushEndHour = noPushEndHour ?? old.noPushEndHour
        new.noSounds = noSounds ?? old.noSounds
        new.vibratory = vibratory ?? old.vibratory
        new.pushNickName = pushNickName ?? old.pushNickName
        new.silenceStartTime = silenceStartTime ?? old.silenceStartTime
        new.silenceEndTime = silenceEndTime ?? old.silenceEndTime
        return new
    }
}
