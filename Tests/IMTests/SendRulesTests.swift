import HearthCore
import IM
import Testing

struct SendRulesTests {
    private func message(to target: MessageTarget) -> OutgoingMessage { Sample.message(target: target) }

    private func refusal(_ target: MessageTarget, _ facts: SendFacts.Target?) -> FailureName? {
        do throws(Failure) {
            try SendRules.decide(message(to: target), SendFacts(sender: .normal, target: facts))
            return nil
        } catch {
            return error.name
        }
    }

    @Test func aSenderInGoodStandingIsAdmitted() throws {
        try SendRules.admit(SendFacts(sender: .normal, target: nil))
    }

    @Test func aSenderInBadStandingIsNot() {
        #expect(throws: Failure(.userFrozen)) { try SendRules.admit(SendFacts(sender: .frozen, target: nil)) }
        #expect(throws: Failure(.userRemoved)) { try SendRules.admit(SendFacts(sender: .removed, target: nil)) }
        #expect(throws: Failure(.userRemoved)) { try SendRules.admit(SendFacts(sender: nil, target: nil)) }
    }

    @Test func aUserWhoIsHereOrFrozenCanBeWrittenTo() {
        #expect(refusal(.user(UserID(4)), .user(.normal)) == nil)
        #expect(refusal(.user(UserID(4)), .user(.frozen)) == nil)
    }

    @Test func aUserWhoIsGoneCannotBeWrittenTo() {
        #expect(refusal(.user(UserID(4)), .user(.removed)) == .userNotExist)
        #expect(refusal(.user(UserID(4)), nil) == .userNotExist)
    }

    @Test func aGroupThatDoesNotExistCannotBeWrittenTo() {
        #expect(refusal(.group(GroupID(5)), nil) == .groupNotExist)
    }
}
