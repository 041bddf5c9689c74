import HearthCore
import Testing

@testable import Database

@Suite(.timeLimit(.minutes(1)))
struct ReadTests {
    @Test func aReaderKeepsItsSnapshotWhileOthersWrite() async throws {
        let store = try TestStore()
        try await store.insert(1)
        let started = Signal()
        let gate = Gate()
        let answers = Answers<[[Int64]]>()
        store.database.read({ connection in
            let before = try connection.ids()
            started.fire()
            gate.pass()
            return [before, try connection.ids()]
        }) { answers.take($0) }
        await started.wait()
        try await store.insert(2)
        gate.open()
        #expect(try await answers.next(1)[0].get() == [[1], [1]])
        #expect(try await store.ids() == [1, 2])
    }

    @Test func aReaderCannotWrite() async throws {
        let store = try TestStore()
        await #expect(throws: DatabaseError.self) {
            try await store.database.reading { try $0.execute("INSERT INTO t (id) VALUES (1)") }
        }
        #expect(try await store.ids() == [])
    }

    @Test func aWriteIsReadableOnceItIsAnswered() async throws {
        let store = try TestStore()
        for id in 1...20 {
            try await store.insert(Int64(id))
            #expect(try await store.ids().last == Int64(id))
        }
    }

    @Test func readersWorkSideBySide() async throws {
        let store = try TestStore()
        let first = Gate()
        let answers = Answers<Int>()
        store.database.read({ _ in
            first.pass()
            return 1
        }) { answers.take($0) }
        // Only a second thread can answer this one and open the gate.
        store.database.read({ _ in
            first.open()
            return 2
        }) { answers.take($0) }
        #expect(try await Set(answers.next(2).map { try $0.get() }) == [1, 2])
    }

    @Test func theErrorOfAReadingBodyComesThrough() async throws {
        let store = try TestStore()
        await #expect(throws: Failure(.generalError)) {
            try await store.database.reading { _ in throw Failure(.generalError) }
        }
        #expect(try await store.ids() == [])
    }
}
