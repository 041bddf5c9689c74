import HearthCore
import IM
import TestSupport
import Testing

/// Who may come into a group, through each of its doors.
struct GroupAdmissionTests {
    /// The ways in, for the outsider.
    enum Door: CaseIterable {
        case invite, inviteByServer, answerInvitation, applyToOpen, applyToAsked, answerApplication, code
    }

    /// Why somebody may not come in.
    enum Obstacle: CaseIterable {
        case removed, member, blocked, kicks, joined, capacity

        var name: FailureName {
            switch self {
            case .removed: .userNotExist
            case .member: .groupMemberExist
            case .blocked: .groupBlockListExist
            case .kicks: .groupKickTooManyTimes
            case .joined: .groupExceedLimitUserJoin
            case .capacity: .groupCapacityExceedLimit
            }
        }

        func put(into group: inout ModelGroup) {
            switch self {
            case .removed: group.people[Cast.outsider]?.status = .removed
            case .member: group.apply(.join(GroupMember(user: Cast.outsider, joinedAt: group.now)))
            case .blocked: group.people[Cast.outsider]?.isBlocked = true
            case .kicks: group.people[Cast.outsider]?.kicks = Limits.groupKicks + 1
            case .joined: group.people[Cast.outsider]?.joined = group.limits.joined
            case .capacity: group.record.capacity = group.record.count
            }
        }
    }

    private func refusal(at door: Door, of group: ModelGroup) throws(Failure) -> FailureName? {
        var group = group
        let expiry = group.now.advanced(by: 1)
        switch door {
        case .invite: return try group.run(InviteUsers([Cast.outsider]), by: Cast.member).answer.names[0]
        case .inviteByServer: return try group.run(InviteUsers([Cast.outsider]), by: Cast.server).answer.names[0]
        case .answerInvitation:
            group.apply(
                .invitation(
                    GroupInvitation(
                        group: ModelGroup.id, inviter: Cast.member, invitee: Cast.outsider, reason: "", changedAt: group.now,
                        expiresAt: expiry)))
            return group.refusal(AnswerInvitation(from: Cast.member, accepts: true), by: Cast.outsider)
        case .applyToOpen:
            group.record.info.applyApproval = .open
            return group.refusal(ApplyToGroup(), by: Cast.outsider)
        case .applyToAsked: return group.refusal(ApplyToGroup(), by: Cast.outsider)
        case .answerApplication:
            group.apply(
                .application(
                    GroupApplication(
                        group: ModelGroup.id, applicant: Cast.outsider, reason: "", changedAt: group.now, expiresAt: expiry)))
            return group.refusal(AnswerApplication(of: Cast.outsider, accepts: true), by: Cast.admin)
        case .code: return group.refusal(JoinByCode(maker: Cast.member), by: Cast.outsider)
        }
    }

    @Test(arguments: Door.allCases, Obstacle.allCases)
    func nobodyComesInWhoMayNot(door: Door, obstacle: Obstacle) throws {
        var group = ModelGroup()
        obstacle.put(into: &group)
        #expect(try refusal(at: door, of: group) == obstacle.name)
    }

    @Test(arguments: Door.allCases) func whoIsAtAllBoundsComesIn(door: Door) throws {
        var group = ModelGroup(.private)
        group.people[Cast.outsider]?.kicks = Limits.groupKicks
        group.people[Cast.outsider]?.joined = group.limits.joined - 1
        group.record.capacity = group.record.count + 1
        #expect(try refusal(at: door, of: group) == nil)
    }

    /// With each obstacle all later ones too: the first is told.
    @Test(arguments: Door.allCases) func obstaclesAreToldInTheirOrder(door: Door) throws {
        for (place, first) in Obstacle.allCases.enumerated() {
            var group = ModelGroup()
            for obstacle in Obstacle.allCases[place...] { obstacle.put(into: &group) }
            #expect(try refusal(at: door, of: group) == first.name)
        }
    }

    @Test(arguments: Door.allCases) func theAppsBoundOfMembersHoldsForAGroupWithoutItsOwn(door: Door) throws {
        var group = ModelGroup()
        group.limits.members = group.record.count
        #expect(try refusal(at: door, of: group) == .groupCapacityExceedLimit)
        group.record.capacity = group.record.count + 1
        #expect(try refusal(at: door, of: group) == nil)
    }
}
