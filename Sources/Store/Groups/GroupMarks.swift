import HearthCore
import IM

/// Turns the effects on one group into statements.
struct GroupMarks {
    private let facts: GroupFacts
    private let conversation: ConversationID
    /// The largest id given before this change, and the last item of those who go out with it.
    private let before: MessageID
    private let last: MessageID
    private var group: GroupRecord
    private var changed: Set<WritableKeyPath<GroupVersions, Int64>> = []
    private(set) var marks: [OperationMark] = []
    private(set) var versions: GroupVersions
    private(set) var left: [UserID] = []

    init(_ part: GroupPart, conversation: ConversationID, before: MessageID, last: MessageID) {
        facts = part.facts
        group = facts.group
        versions = part.versions
        self.conversation = conversation
        self.before = before
        // 0 would say that he is still in it; an id of 1 is before all items.
        self.last = max(last, MessageID(1))
    }

    mutating func apply(_ effect: GroupEffect) {
        let key = GroupKey(app: facts.actor.app, group: group.id)
        switch effect {
        case .join(let member): join(member, key)
        case .leave(let user): leave(user, key)
        case .role(let user, let role): changeMembers(.role(role, key.of(user)))
        case .displayName(let user, let name): changeMembers(.displayName(name, key.of(user)))
        case .modes(let user, let mute, let push): marks.append(.modes(mute, push, key.of(user)))
        case .owner(let user):
            group.owner = user
            group.updatedAt = facts.now
            changed.insert(\.members)
        case .info(let info):
            group.updatedAt = facts.now
            marks.append(.info(info, key))
        case .person(let person): remember(person, key)
        case .invitation(let invitation): marks.append(.invitation(invitation, key))
        case .application(let application):
            marks.append(.application(application, key))
            changed.insert(\.applications)
        case .announce(let announcement): marks += OperationMark.announce(announcement, key)
        case .withdraw(let id): marks.append(.withdraw(id, key))
        case .file(let file): marks.append(.file(file, key))
        case .removeFile(let id): marks.append(.removeFile(id, key))
        case .destroy: destroy(key)
        }
    }

    /// What follows for the group itself.
    mutating func close() {
        for list in changed { versions.raise(list, facts.now) }
        guard group != facts.group || !changed.isEmpty else { return }
        marks.append(.state(group, versions, GroupKey(app: facts.actor.app, group: group.id)))
    }

    private mutating func join(_ member: GroupMember, _ key: GroupKey) {
        guard facts.people[member.user]?.member == nil else { return }
        let place = GroupPlace(key.of(member.user), conversation)
        if group.type == .chatroom {
            marks.append(.comeAgain(after: before, place))
        } else {
            marks += [.absence(upTo: before, place), .come(after: before, place)]
        }
        group.count += 1
        listsBans(of: member.user)
        changeMembers(.join(member, key.of(member.user)))
        // Whoever is in has nothing to ask or to answer.
        marks += OperationMark.answered(key.of(member.user), facts.now)
        changed.formUnion([\.audience, \.applications])
    }

    private mutating func leave(_ user: UserID, _ key: GroupKey) {
        guard facts.people[user]?.member != nil else { return }
        marks.append(.go(after: last, GroupPlace(key.of(user), conversation)))
        left.append(user)
        group.count -= 1
        listsBans(of: user)
        changeMembers(.leave(key.of(user)))
        changed.insert(\.audience)
    }

    private mutating func changeMembers(_ mark: OperationMark) {
        marks.append(mark)
        changed.insert(\.members)
    }

    /// Only members are in the list of those who may say nothing.
    private mutating func listsBans(of user: UserID) {
        if facts.person(user).ban != .none { changed.insert(\.bans) }
    }

    private mutating func remember(_ person: GroupPerson, _ key: GroupKey) {
        let known = facts.person(person.user)
        if person.ban != known.ban { changed.insert(\.bans) }
        if person.isBlocked != known.isBlocked { changed.insert(\.blocks) }
        let isNobody = person.kicks == 0 && !person.isBlocked && person.ban == .none
        marks.append(isNobody ? .forget(key.of(person.user)) : .person(person, facts.now, key.of(person.user)))
    }

    private mutating func destroy(_ key: GroupKey) {
        group.isDestroyed = true
        group.count = 0
        group.updatedAt = facts.now
        marks += OperationMark.destroy(key) + [.allGo(after: last, conversation, key)]
        changed.formUnion([\.members, \.audience, \.bans, \.blocks, \.applications])
    }
}
