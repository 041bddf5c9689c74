import HearthCore
import IM
import Web

extension Ratel {
    /// Accounts, the part a login needs (rest.md section 4).
    var userRoutes: [Route] {
        [
            app([.post], "/user/register/v2", "Makes an account") { [services] request, app async throws(Failure) in
                let fields = try request.parameters()
                let user = try await services.accounts.register(
                    app.app, name: try fields.string("username"), password: try fields.string("password"))
                return .data(UserSettings(user: user).json)
            },
            user([.get], "/user/profile", "The caller's own profile") { [services] _, account async throws(Failure) in
                .data(try await services.accounts.profile(of: account).ownerJSON)
            },
        ]
    }
}

/// The settings object of an account, as it is when new.
struct UserSettings {
    let user: UserID

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
