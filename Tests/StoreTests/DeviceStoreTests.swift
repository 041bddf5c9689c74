import HearthCore
import IM
import Testing

struct DeviceStoreTests {
    @Test(arguments: StoreKind.all) func oneGuidIsOneDevice(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let anna = try await store.account(try await store.app(), "anna")
        #expect(try await store.admit(anna, "phone").device == DeviceSN(1))
        #expect(try await store.admit(anna, "laptop").device == DeviceSN(2))
        store = try await store.reopened()
        #expect(try await store.admit(anna, "phone").device == DeviceSN(1))
        #expect(try await store.admit(anna, "laptop").device == DeviceSN(2))
        #expect(try await store.admit(anna, "Phone").device == DeviceSN(3))
    }

    @Test(arguments: StoreKind.all) func everyUserCountsFromOne(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        #expect(try await store.admit(anna, "shared").device == DeviceSN(1))
        #expect(try await store.admit(anna, "other").device == DeviceSN(2))
        #expect(try await store.admit(ben, "shared").device == DeviceSN(1))
    }

    @Test(arguments: StoreKind.all) func devicesThatComeTogetherGetDifferentNumbers(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let anna = try await store.account(try await store.app(), "anna")
        let numbers = try await withThrowingTaskGroup { tasks in
            for number in 0..<20 { tasks.addTask { try await store.admit(anna, "guid \(number / 2)").device.rawValue } }
            return try await tasks.reduce(into: [Int32]()) { $0.append($1) }
        }
        #expect(Set(numbers) == Set(1...10))
        #expect(numbers.count == 20)
    }

    @Test(arguments: StoreKind.all) func aTokenIsBoundToItsDevice(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let anna = try await store.account(try await store.app(), "anna")
        let row = TokenRow(
            user: anna.user, role: .user, expiresAt: store.clock.now().advanced(by: 1))
        for id in ["mine", "other"] { try await store.tokens.save(anna.app, id: id, row: row, issuedAt: store.clock.now()) }
        try await store.admit(anna, "first", token: "unknown")
        try await store.admit(anna, "second", token: "mine")
        #expect(try await store.tokens.find(anna.app, id: "mine")?.device == DeviceSN(2))
        #expect(try await store.tokens.find(anna.app, id: "other")?.device == nil)
        try await store.admit(anna, "first", token: "mine")
        #expect(try await store.tokens.find(anna.app, id: "mine")?.device == DeviceSN(1))
    }

    @Test(arguments: StoreKind.all) func numbersNeverReachThePlaceholdersOfClients(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let anna = try await store.account(try await store.app(), "anna")
        try await store.admit(anna, "phone")
        try await store.database.writing { try $0.execute("UPDATE devices SET sn = 900000000") }
        try await store.database.writing { try $0.execute("UPDATE users SET last_device = 900000000") }
        await #expect(throws: Failure(.serverCannotCreateDeviceSn)) { try await store.admit(anna, "laptop") }
        #expect(try await store.admit(anna, "phone").device == DeviceSN(900_000_000))
    }
}
