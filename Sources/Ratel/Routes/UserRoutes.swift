import HearthCore
import IM
import Web

extension Ratel {
    /// Accounts, the part a login needs (rest.md section 4).
    static let users: [Row] = [
        .app(
            [.post], "/user/register/v2", "Makes an account", .text("username"), .text("password"),
            answer: UserSettings.shape, failures: [.invalidUserNameParameter, .userAlreadyExist, .serverBusy]
        ) { services, caller, name, password async throws(Failure) in
            let user = try await services.accounts.register(caller.app.app, name: name, password: password)
            return .data(UserSettings(user: user).json)
        },
        .user([.get], "/user/profile", "The caller's own profile", answer: Profile.ownerShape) {
            services, caller async throws(Failure) in
            .data(try await services.accounts.profile(of: caller.account).ownerJSON)
        },
    ]
}

/// The settings object of an account, as it is when new.
struct UserSettings {
    let user: UserID

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
        Schema.Property("silence_start_time", .integer()),
        Schema.Property("silence_end_time", .integer()),
    ])

    var json: JSON {
        [
            "user_id": .integer(user.rawValue),
            "auth_mode": 0,
            "auth_question": "",
            "auth_answer": "",
            "auto_download": false,
            "group_confirm": false,
            "no_push": false,
            "no_push_detail": false,
            "no_push_start_hour": 0,
            "no_push_end_hour": 0,
            "no_sounds": false,
            "vibratory": false,
            "push_nick_name": "",
            "silence_start_time": 0,
            "silence_end_time": 0,
        ]
    }
}

extension Profile {
    static let ownerShape = AnswerShape.data(
        [Schema.Property("user_id", .integer())]
            + [
                "username", "nick_name", "avatar", "description", "public_info", "private_info", "mobile", "email",
            ].map { Schema.Property($0, .text()) })

    /// A profile with its owner's private fields.
    var ownerJSON: JSON {
        [
            "user_id": .integer(user.rawValue),
            "username": .string(name),
            "nick_name": .string(nickName),
            "avatar": .string(avatar),
            "description": .string(about),
            "public_info": .string(publicInfo),
            "private_info": .string(privateInfo),
            "mobile": .string(mobile),
            "email": .string(email),
        ]
    }
}
