import HearthCore

/// What several changes go by.
extension GroupFacts {
    /// - Throws: `UserNotExist` for who never was or was removed, and for the system.
    func existing(_ user: UserID) throws(Failure) -> GroupPerson {
        let person = person(user)
        guard user != .system, let status = person.status, status != .removed else { throw Failure(.userNotExist) }
        return person
    }

    /// - Throws: `GroupNotMemberFound`.
    func member(_ user: UserID) throws(Failure) -> (person: GroupPerson, member: GroupMember) {
        let person = person(user)
        guard let member = person.member else { throw Failure(.groupNotMemberFound) }
        return (person, member)
    }

    /// The actor, in what only somebody himself can do.
    /// - Throws: `InvalidRequestParameter` for a server.
    func himself() throws(Failure) -> GroupPerson {
        guard case .user(let account) = actor else { throw GroupTexts.refusal(of: "user_id") }
        return person(account.user)
    }

    /// The same for a member.
    /// - Throws: `InvalidRequestParameter` for a server, `GroupMemberPermissionRequired`.
    func ownMembership() throws(Failure) -> GroupMember {
        guard let member = try himself().member else { throw Failure(.groupMemberPermissionRequired) }
        return member
    }

    /// An admin does nothing to other admins nor to the owner, and nobody to himself (rest.md 6.2).
    /// - Throws: `InvalidRequestParameter`, `GroupOwnerPermissionRequired`.
    func requirePower(over person: GroupPerson) throws(Failure) {
        guard person.user != actor.user else { throw GroupTexts.refusal(of: "user_list") }
        guard let role = person.member?.role, role != .member else { return }
        guard self.role == .owner else { throw Failure(.groupOwnerPermissionRequired) }
    }

    /// Somebody's part in the group; of the system, in whose name servers act, that of an admin.
    func role(of user: UserID) -> GroupRole? { user == .system ? .admin : person(user).member?.role }

    /// Until when a ban of that many minutes is; -1 for ever.
    func ban(minutes: Int64) -> SendBan { minutes == -1 ? .forever : .until(now.advanced(by: minutes * 60_000)) }

    // MARK: - Notices

    /// Of what the actor does.
    func notice(
        _ kind: GroupNotice.Kind, to: [UserID] = [], content: String = "", for audience: GroupNotice.Audience = .members
    ) -> GroupNotice {
        notice(kind, from: actor.user, to: to, content: content, for: audience)
    }

    /// `to` without the system: clients look up who is in it.
    func notice(
        _ kind: GroupNotice.Kind, from: UserID, to: [UserID], content: String = "", for audience: GroupNotice.Audience = .members
    ) -> GroupNotice {
        GroupNotice(kind, in: group.id, from: from, to: to.filter { $0 != .system }, content: content, for: audience)
    }

    /// Who does something is told too where others alone are; a server reads nothing.
    var actorAsReader: [UserID] { actor.user == .system ? [] : [actor.user] }
}
