import HearthCore
import IM

extension ModelGroup {
    /// Complains of what no store could write.
    public mutating func apply(_ effect: GroupEffect) {
        switch effect {
        case .join(let member):
            if people[member.user]?.member != nil { complain("\(member.user) is in already") }
            people[member.user]?.member = member
            people[member.user]?.joined += 1
            record.count += 1
        case .leave(let user):
            if people[user]?.member == nil { complain("\(user) is not in") }
            people[user]?.member = nil
            people[user]?.joined -= 1
            record.count -= 1
        case .role(let user, let role): edit(user) { $0.role = role }
        case .owner(let user): record.owner = user
        case .displayName(let user, let name): edit(user) { $0.displayName = name }
        case .modes(let user, let mute, let push):
            edit(user) {
                $0.muteMode = mute
                $0.pushMode = push
            }
        case .info(let info): record.info = info
        case .person(let person):
            if people[person.user] == nil { complain("\(person.user) never was") }
            people[person.user]?.kicks = person.kicks
            people[person.user]?.isBlocked = person.isBlocked
            people[person.user]?.ban = person.ban
        case .invitation(let invitation):
            invitations[Pair(inviter: invitation.inviter, invitee: invitation.invitee)] = invitation
        case .application(let application): applications[application.applicant] = application
        case .announce(let announcement): announcements[announcement.id] = announcement
        case .withdraw(let id): if announcements.removeValue(forKey: id) == nil { complain("\(id) was not there") }
        case .file(let file): files[file.id] = file
        case .removeFile(let id): if files.removeValue(forKey: id) == nil { complain("\(id) was not there") }
        case .destroy: destroy()
        }
    }

    private mutating func destroy() {
        for user in members { apply(.leave(user)) }
        record.isDestroyed = true
    }

    private mutating func edit(_ user: UserID, _ change: (inout GroupMember) -> Void) {
        guard var member = people[user]?.member else {
            complain("\(user) is not in")
            return
        }
        change(&member)
        people[user]?.member = member
    }
}
