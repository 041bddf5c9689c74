import HearthCore
import IM
import Web

extension Row {
    /// A call about a group, which the field `group_id` names; an app's own server may name it in a header instead.
    /// - Parameter place: where the vendor's documentation puts `group_id`; nil for where it puts the fields of such a method.
    static func group<each Value: Sendable>(
        _ methods: [Method], _ path: String, _ permission: GroupPermission, _ summary: String, _ fields: repeat Field<each Value>,
        place: FieldDescription.Place? = nil, answer shape: AnswerShape, failures: [FailureName] = [],
        _ answer: @escaping @Sendable (RatelServices, GroupCaller, repeat each Value) async throws(Failure) -> Reply
    ) -> Row {
        var group = FieldDescription("group_id", .integer(), "")
        group.place = place
        return Row(
            methods, path, .user, summary, leading: [group], (repeat each fields), shape,
            [.groupNotExist] + permission.failures + failures, permission: permission,
            { services, request async throws(Failure) in try await services.groupsCaller(of: request) },
            knowing: { caller, parameters throws(Failure) in try caller.inGroup(of: parameters) }, answer)
    }

    /// A call about several groups.
    static func groups<each Value: Sendable>(
        _ methods: [Method], _ path: String, _ permission: GroupPermission, _ summary: String, _ fields: repeat Field<each Value>,
        answer shape: AnswerShape,
        _ answer: @escaping @Sendable (RatelServices, GroupsCaller, repeat each Value) async throws(Failure) -> Reply
    ) -> Row {
        Row(
            methods, path, .user, summary, (repeat each fields), shape, [], permission: permission,
            { services, request async throws(Failure) in try await services.groupsCaller(of: request) },
            knowing: { caller, _ in caller }, answer)
    }

    /// A call that changes a group.
    /// - Parameters:
    ///   - permission: the right of the change, and what else it depends on.
    ///   - failures: what it can answer beside those of the permission, `GroupNotExist` and `GroupRecoveryMode`.
    ///   - limit: what else limits users who do this.
    ///   - screens: false where no text of the change is looked through although others of its kind are.
    static func change<Change: GroupChange>(
        _ methods: [Method], _ path: String, _ summary: String, _ change: Field<Change>, place: FieldDescription.Place? = nil,
        _ permission: GroupPermission = GroupPermission(Change.right), answer shape: AnswerShape, failures: [FailureName] = [],
        limit: RateLimit? = nil, screens: Bool = true, _ answer: @escaping @Sendable (GroupCaller, Change, Change.Answer) -> JSON
    ) -> Row {
        .group(
            methods, path, permission, summary, change, place: place, answer: shape,
            failures: [.groupRecoveryMode] + failures + Change.censored(screens)
        ) { services, caller, change async throws(Failure) in
            if let limit { try services.check(limit, caller) }
            let done = try await services.screening.make(
                change, by: caller.writer, at: { (done: Change.Answer) in caller.place(of: done) }
            ) { change async throws(Failure) in
                try await services.groups.changes.run(
                    change, in: caller.group, by: caller.actor, settings: caller.app.settings)
            }
            return .data(answer(caller, change, done))
        }
    }

    /// A change that there is nothing to tell of.
    static func change<Change: GroupChange>(
        _ methods: [Method], _ path: String, _ summary: String, _ change: Field<Change>, place: FieldDescription.Place? = nil,
        _ permission: GroupPermission = GroupPermission(Change.right), failures: [FailureName] = [], screens: Bool = true
    ) -> Row where Change.Answer == Void {
        .change(
            methods, path, summary, change, place: place, permission, answer: .done, failures: failures, screens: screens
        ) { _, _, _ in true }
    }

    /// A change for many users, each for himself.
    static func change<Change: GroupManyChange>(
        _ methods: [Method], _ path: String, _ summary: String, _ change: Field<Change>, failures: [FailureName] = []
    ) -> Row {
        .group(
            methods, path, GroupPermission(Change.right), summary, change, answer: AnswerShape(.list(GroupOutcome.schema)),
            failures: [.groupRecoveryMode] + failures + Change.censored()
        ) { services, caller, change async throws(Failure) in
            let outcomes = try await services.screening.make(
                change, by: caller.writer, at: { (_: [GroupOutcome]) in Screening.Place(.group(caller.group)) }
            ) { change async throws(Failure) in
                try await services.groups.changes.each(
                    change, in: caller.group, by: caller.actor, settings: caller.app.settings)
            }
            return .data(.array(outcomes.map(\.json)))
        }
    }

    /// A change about one user, which answers as one row of those about many.
    static func changeOfOne<Change: GroupChange>(
        _ methods: [Method], _ path: String, _ summary: String, _ change: Field<Change>,
        _ permission: GroupPermission = GroupPermission(Change.right), failures: [FailureName] = []
    ) -> Row where Change.Answer == Void {
        .change(
            methods, path, summary, change, permission, answer: AnswerShape(GroupOutcome.schema), failures: failures
        ) { caller, change, _ in GroupOutcome(change.users.first ?? caller.actor.user).json }
    }
}

extension GroupChange {
    /// What it is refused with for its texts, if it has any.
    fileprivate static func censored(_ screens: Bool = true) -> [FailureName] {
        screens && Self.self is any Screenable.Type ? [.messageCensored] : []
    }
}
