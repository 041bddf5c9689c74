import HearthCore
import IM
import Web

extension Ratel {
    /// What a user sets for himself (rest.md section 4). His other devices hear of changes.
    static let settings: [Row] = [
        .user([.get], "/user/settings", "The caller's own settings", answer: UserSettings.shape) {
            services, caller async throws(Failure) in
            .data(try await services.users.settings.settings(of: caller.account).json(of: caller.account.user))
        },
        .user(
            .write, "/user/settings", "Changes those of the settings that are sent", UserSettingsChange.field,
            Field.user("user_id", "The caller's own.").optional, Field.integer("id", "Of no meaning.").optional,
            Field.text("push_token", "Of no meaning yet.").optional, answer: .done
        ) { services, caller, change, named, _, _ async throws(Failure) in
            guard named == nil || named == caller.account.user else { throw Failure(.userPermissionDenied) }
            try await services.users.settings.change(caller.account, change, except: caller.device)
            return .data(true)
        },
        setting("/user/authmode", "How others become friends: 0 at once, 1 asked, 2 by an answer, 3 not at all", .mode()) {
            $0.authMode = $1
        },
        setting("/user/download", "Whether thumbnails and files are downloaded by themselves", .flag("value")) {
            $0.autoDownload = $1
        },
        setting("/user/sounds", "Whether new messages make no sound", .flag("value")) { $0.noSounds = $1 },
        setting("/user/vibratory", "Whether new messages make the device vibrate", .flag("value")) { $0.vibratory = $1 },
        setting("/user/push", "Whether nothing is pushed", .flag("value")) { $0.noPush = $1 },
        setting("/user/push/detail", "Whether push tells no details", .flag("value")) { $0.noPushDetail = $1 },
        setting("/user/push/nickname", "The name that push shows", .text("value")) { $0.pushNickName = $1 },
        setting(
            "/user/push/limit", "The hours of the day between which nothing is pushed",
            .together(Field.hour("no_push_start_hour"), Field.hour("no_push_end_hour")) { ($0, $1) }
        ) { ($0.noPushStartHour, $0.noPushEndHour) = ($1.0, $1.1) },
    ]

    private static func setting<Value: Sendable>(
        _ path: String, _ summary: String, _ field: Field<Value>,
        _ set: @escaping @Sendable (inout UserSettingsChange, Value) -> Void
    ) -> Row {
        .user(.write, path, summary, field.inQuery, answer: .done) { services, caller, value async throws(Failure) in
            var change = UserSettingsChange()
            set(&change, value)
            try await services.users.settings.change(caller.account, change, except: caller.device)
            return .data(true)
        }
    }
}

extension Field where Value == Int {
    fileprivate static func hour(_ name: String) -> Field { .number(name, in: 0...23, "An hour of the day.") }

    fileprivate static func mode(_ name: String = "value") -> Field {
        .number(name, in: 0...3, "0 at once, 1 asked, 2 by an answer, 3 not at all.")
    }

    private static func number(_ name: String, in range: ClosedRange<Int64>, _ help: String) -> Field {
        Field<Int64>.integer(name, in: range, help).map { Int($0) }
    }
}

extension UserSettingsChange {
    fileprivate static let field: Field<UserSettingsChange> = .together(
        Field.mode("auth_mode").optional, Field.text("auth_question").optional, Field.text("auth_answer").optional,
        Field.flag("group_confirm", "Whether the user is asked before others take him into a group.").optional,
        Field.flag("auto_download").optional, Field.flag("no_sounds").optional, Field.flag("vibratory").optional,
        Field.hour("silence_start_time").optional, Field.hour("silence_end_time").optional, Field.flag("no_push").optional,
        Field.flag("no_push_detail").optional, Field.hour("no_push_start_hour").optional,
        Field.hour("no_push_end_hour").optional, Field.text("push_nick_name").optional
    ) { mode, question, answer, confirm, download, sounds, vibratory, start, end, push, detail, from, until, name in
        var change = UserSettingsChange()
        (change.authMode, change.authQuestion, change.authAnswer) = (mode, question, answer)
        (change.groupConfirm, change.autoDownload) = (confirm, download)
        (change.noSounds, change.vibratory, change.silenceStartTime, change.silenceEndTime) = (sounds, vibratory, start, end)
        (change.noPush, change.noPushDetail, change.noPushStartHour, change.noPushEndHour) = (push, detail, from, until)
        change.pushNickName = name
        return change
    }
}

extension UserSettings {
    static let shape = AnswerShape.data([
        Schema.Property("user_id", .integer()),
        Schema.Property("auth_mode", .integer(0...3)),
        Schema.Property("auth_question", .text()),
        Schema.Property("auth_answer", .text()),
        Schema.Property("auto_download", .boolean),
        Schema.Property("group_confirm", .boolean),
        Schema.Property("no_push", .boolean),
        Schema.Property("no_push_detail", .boolean),
        Schema.Property("no_push_start_hour", .integer(0...23)),
        Schema.Property("no_push_end_hour", .integer(0...23)),
        Schema.Property("no_sounds", .boolean),
        Schema.Property("vibratory", .boolean),
        Schema.Property("push_nick_name", .text()),
        Schema.Property("silence_start_time", .integer(0...23)),
        Schema.Property("silence_end_time", .integer(0...23)),
    ])

    func json(of user: UserID) -> JSON {
        [
            "user_id": .integer(user.rawValue),
            "auth_mode": .integer(Int64(authMode.rawValue)),
            "auth_question": .string(authQuestion),
            "auth_answer": .string(authAnswer),
            "auto_download": .bool(autoDownload),
            "group_confirm": .bool(groupConfirm),
            "no_push": .bool(noPush),
            "no_push_detail": .bool(noPushDetail),
            "no_push_start_hour": .integer(Int64(noPushStartHour)),
            "no_push_end_hour": .integer(Int64(noPushEndHour)),
            "no_sounds": .bool(noSounds),
            "vibratory": .bool(vibratory),
            "push_nick_name": .string(pushNickName),
            "silence_start_time": .integer(Int64(silenceStartTime)),
            "silence_end_time": .integer(Int64(silenceEndTime)),
        ]
    }
}
