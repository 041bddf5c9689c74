import HearthCore
import IM
import Testing

extension ModelGroup {
    /// - Note: what no store could write is a failure of the test.
    mutating func apply(_ effect: GroupEffect) {
        switch effect {
        case .join(let member):
            #expect(people[member.user]?.member == nil, "\(member.user) is in already")
            people[member.user]?.member = member
            people[member.user]?.joined += 1
            record.count += 1
        case .leave(let user):
            #expect(people[user]?.member != nil, "\(user) is not in")
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
            #expect(people[person.user] != nil, "\(person.user) never was")
            people[person.user]?.kicks = person.kicks
            people[person.user]?.isBlocked = person.isBlocked
            people[person.user]?.ban = person.ban
        case .invitation(let invitation):
            invitations[Pair(inviter: invitation.inviter, invitee: invitation.invitee)] = invitation
        case .application(let application): applications[application.applicant] = application
        case .announce(let announcement): announcements[announcement.id] = announcement
        case .withdraw(let id): #expect(announcements.removeValue(forKey: id) != nil)
        case .file(let file): files[file.id] = file
        case .removeFile(let id): #expect(files.removeValue(forKey: id) != nil)
        case .destroy: destroy()
        }
    }

    private mutating func destroy() {
        for user in members { apply(.leave(user)) }
        record.isDestroyed = true
    }

    private mutating func edit(_ user: UserID, _ change: (inout GroupMember) -> Void) {
        guard var member = people[user]?.member else {
            Issue.record("\(user) is not in")
            return
        }
        change(&member)
        people[user]?.member = member
    }
}
