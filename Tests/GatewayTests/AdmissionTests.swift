import Testing

@testable import Gateway

struct AdmissionTests {
    @Test func connectionsAreTakenUpToTheLimitAndAgainWhenOneLeft() {
        let admission = Admission(limits: AdmissionLimits(connections: 2))
        #expect(admission.enter(from: "a") && admission.enter(from: "b"))
        #expect(!admission.enter(from: "c"))
        #expect(admission.connectionCount == 2)
        admission.leave(from: "a")
        #expect(admission.connectionCount == 1)
        #expect(admission.enter(from: "c"))
    }

    @Test func eachAddressHasALimitOfItsOwn() {
        let admission = Admission(limits: AdmissionLimits(connectionsPerAddress: 2))
        #expect(admission.enter(from: "a") && admission.enter(from: "a"))
        #expect(!admission.enter(from: "a"))
        #expect(admission.enter(from: "b"), "others are not concerned")
        admission.leave(from: "b")
        #expect(!admission.enter(from: "a"), "nor does it help that another left")
        admission.leave(from: "a")
        #expect(admission.enter(from: "a"))
        #expect(admission.connectionCount == 2)
    }

    @Test func whoeverIsSentAwayIsNotCounted() {
        let admission = Admission(limits: AdmissionLimits(connections: 3, connectionsPerAddress: 1))
        #expect(admission.enter(from: "a"))
        for _ in 0..<5 { #expect(!admission.enter(from: "a")) }
        #expect(admission.connectionCount == 1)
        #expect(admission.enter(from: "b") && admission.enter(from: "c"))
        admission.leave(from: "a")
        #expect(admission.enter(from: "a"), "the refusals left no trace at the address")
    }

    @Test func aLimitOfNoneTakesNobody() {
        #expect(!Admission(limits: AdmissionLimits(connections: 0)).enter(from: "a"))
        #expect(!Admission(limits: AdmissionLimits(connectionsPerAddress: 0)).enter(from: "a"))
        #expect(!Admission(limits: AdmissionLimits(logins: 0)).beginLogin())
    }

    @Test func loginsAreTakenUpToTheLimitAndAgainWhenOneEnded() {
        let admission = Admission(limits: AdmissionLimits(logins: 2))
        #expect(admission.beginLogin() && admission.beginLogin())
        for _ in 0..<3 { #expect(!admission.beginLogin()) }
        admission.endLogin()
        #expect(admission.beginLogin(), "the refusals were not counted")
        #expect(!admission.beginLogin())
    }

    @Test func fromManyThreadsNoMoreGetInThanMay() async {
        let admission = Admission(limits: AdmissionLimits(connections: 100, connectionsPerAddress: 30, logins: 50))
        let taken = await withTaskGroup(of: (connection: Bool, login: Bool).self) { group in
            for number in 0..<1_000 {
                group.addTask { (admission.enter(from: "\(number % 5)"), admission.beginLogin()) }
            }
            var taken = (connections: 0, logins: 0)
            for await one in group {
                taken.connections += one.connection ? 1 : 0
                taken.logins += one.login ? 1 : 0
            }
            return taken
        }
        #expect(taken.connections == 100 && admission.connectionCount == 100)
        // A login that is refused is counted for a moment, so another may be refused beside it; never is one too many taken.
        #expect((1...50).contains(taken.logins))
    }
}
