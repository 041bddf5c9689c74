import HearthCore
import IM
import Web

extension Ratel {
    /// What a user says of himself (rest.md section 4). His other devices and his friends hear of changes.
    static let profiles: [Row] = [
        .user([.get], "/user/profile", "The caller's own profile", answer: Profile.ownerShape) {
            services, caller async throws(Failure) in
            .data(try await services.users.accounts.profile(of: caller.account).ownerJSON)
        },
        change(
            "/user/profile", "Changes those of the fields that are sent", Field.text("nick_name").optional,
            Field.text("description").optional, Field.text("public_info").optional, Field.text("private_info").optional,
            failures: [.messageCensored]
        ) { nickName, about, publicInfo, privateInfo in
            var change = ProfileChange()
            (change.nickName, change.about, change.publicInfo, change.privateInfo) = (nickName, about, publicInfo, privateInfo)
            return change
        },
        change(
            "/user/nickname", "Changes the nick name", Field.text("nick_name").inQuery, failures: [.messageCensored]
        ) { ProfileChange(nickName: $0) },
        change("/user/avatar", "Changes the avatar: an address, or the name of a stored object", Field.text("avatar")) {
            ProfileChange(avatar: $0)
        },
        change(
            "/user/public", "Changes what everybody may see; the body is one JSON text", Field.wholeText("public_info", ""),
            failures: [.messageCensored]
        ) {
            ProfileChange(publicInfo: $0)
        },
        change("/user/private", "Changes what the user alone sees; the body is one JSON text", Field.wholeText("private_info", "")) {
            ProfileChange(privateInfo: $0)
        },
        change(
            "/user/mobile", "Changes the mobile number; an empty one removes it", Field.text("mobile").inQuery,
            failures: [.mobileInUse]
        ) { ProfileChange(mobile: $0) },
        .admin(
            .write, "/user/username", "Changes the name of the user in the header user_id", Field.text("username").inQuery,
            answer: .done, failures: [.invalidUserNameParameter, .userNameInUse]
        ) { services, caller, name async throws(Failure) in
            let account = try caller.named()
            try await services.users.profiles.change(account, ProfileChange(name: try UserName(name)))
            return .data(true)
        },
        .admin(
            .write, "/user/profile/batch", "Changes many profiles, each for itself", Field.rows("list", of: profileRow),
            answer: RowOutcome.shape(naming: false), failures: [.messageCensored]
        ) { services, caller, rows async throws(Failure) in
            try await services.changeProfiles(caller, rows) { row throws(Failure) in
                ProfileChange(
                    nickName: try row.stringIfPresent("nick_name"), about: try row.stringIfPresent("description"),
                    publicInfo: try row.stringIfPresent("public_info"), privateInfo: try row.stringIfPresent("private_info"))
            }
        },
        .admin(
            .write, "/user/avatar/batch", "Changes many avatars, each for itself",
            Field.rows("list", of: [Schema.Property("user_id", .integer()), Schema.Property("avatar", .text())]),
            answer: RowOutcome.shape(naming: false)
        ) { services, caller, rows async throws(Failure) in
            try await services.changeProfiles(caller, rows) { row throws(Failure) in
                ProfileChange(avatar: try row.string("avatar"))
            }
        },
    ]

    private static let profileRow =
        [Schema.Property("user_id", .integer())]
        + ["nick_name", "description", "public_info", "private_info"].map { Schema.Property($0, .text(), isOptional: true) }

    private static func change<each Value: Sendable>(
        _ path: String, _ summary: String, _ fields: repeat Field<each Value>, failures: [FailureName] = [],
        _ make: @escaping @Sendable (repeat each Value) -> ProfileChange
    ) -> Row {
        .user(.write, path, summary, repeat each fields, answer: .done, failures: failures) {
            (services: RatelServices, caller: Caller, values: repeat each Value) async throws(Failure) -> Reply in
            try await services.screening.make(
                make(repeat each values), by: caller.writer, at: { caller.place }
            ) { change async throws(Failure) in
                try await services.users.profiles.change(caller.account, change, except: caller.device)
            }
            return .data(true)
        }
    }
}

extension ProfileChange {
    init(
        name: UserName? = nil, nickName: String? = nil, avatar: String? = nil, about: String? = nil, publicInfo: String? = nil,
        privateInfo: String? = nil, mobile: String? = nil
    ) {
        self.init()
        self.name = name
        self.nickName = nickName
        self.avatar = avatar
        self.about = about
        self.publicInfo = publicInfo
        self.privateInfo = privateInfo
        self.mobile = mobile
    }
}

extension RatelServices {
    fileprivate func changeProfiles(
        _ caller: AdminCaller, _ rows: [Parameters], _ make: (Parameters) throws(Failure) -> ProfileChange
    ) async throws(Failure) -> Reply {
        let wanted = try rows.map { row throws(Failure) in
            Profiles.Row(user: UserID(try row.integer("user_id")), change: try make(row))
        }
        let app = caller.app.app.number
        let outcomes = try await screening.make(
            wanted, by: Screening.Writer(caller.system, .admin, caller.app.settings),
            at: { (_: [Profiles.Outcome]) in Screening.Place(.unnamed) }
        ) { rows async throws(Failure) in
            try await users.profiles.change(app, rows)
        }
        return .data(.array(outcomes.map { RowOutcome($0).json }))
    }
}

extension Profile {
    static let ownerShape = AnswerShape.data(
        [Schema.Property("user_id", .integer())]
            + ["username", "nick_name", "avatar", "description", "public_info", "private_info", "mobile", "email"].map {
                Schema.Property($0, .text())
            })

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
