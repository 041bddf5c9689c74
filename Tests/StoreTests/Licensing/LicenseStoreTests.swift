import Database
import HearthCore
import IM
import Testing

struct LicenseStoreTests {
    @Test(arguments: StoreKind.all) func theKeyIsMadeOnceAndKept(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        #expect(try await store.license.find() == nil)
        let first = try await store.license.open(licenseKey: "first", now: store.clock.now())
        #expect(first == StoredLicense(licenseKey: "first", text: nil, version: 1))
        #expect(try await store.license.open(licenseKey: "second", now: store.clock.now()) == first)
        store = try await store.reopened()
        #expect(try await store.license.find() == first)
    }

    @Test(arguments: StoreKind.all) func aTextIsKeptUntilItIsTakenAway(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        _ = try await store.license.open(licenseKey: "key", now: store.clock.now())
        let put = try await store.license.put("Käse\n芝士", now: store.clock.now())
        #expect(put == StoredLicense(licenseKey: "key", text: "Käse\n芝士", version: 2))
        store = try await store.reopened()
        #expect(try await store.license.find() == put)
        #expect(try await store.license.put(nil, now: store.clock.now()) == StoredLicense(licenseKey: "key", text: nil, version: 3))
    }

    @Test(arguments: StoreKind.all) func usersAreCountedAsTheyComeAndGo(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (shop, other) = (try await store.app("shop"), try await store.app("other"))
        let anna = try await store.account(shop, "anna")
        _ = try await store.account(shop, "ben")
        _ = try await store.account(other, "anna")
        await #expect(throws: Failure(.userAlreadyExist)) { try await store.account(shop, "anna") }
        #expect(try await store.license.counts().apps == [AppID("shop"): 2, AppID("other"): 1])
        _ = try await store.accountControl.remove(anna, now: store.clock.now())
        await #expect(throws: Failure(.userNotExist)) { try await store.accountControl.remove(anna, now: store.clock.now()) }
        #expect(try await store.license.counts().all == 2)
        _ = try await store.accountControl.freeze(shop, [try await store.account(shop, "carl").user], now: store.clock.now())
        #expect(try await store.license.counts().apps == [AppID("shop"): 2, AppID("other"): 1], "who is frozen is there")
    }

    @Test(arguments: StoreKind.all) func theFirstUserBeyondANumberIsFoundFromBothEnds(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (shop, other) = (try await store.app("shop"), try await store.app("other"))
        var people: [Account] = []
        for number in 0..<9 { people.append(try await store.account(number.isMultiple(of: 3) ? other : shop, "user\(number)")) }
        _ = try await store.accountControl.remove(people[4], now: store.clock.now())
        people.remove(at: 4)
        for count in 0...9 {
            let expected = count < people.count ? people[count].user : nil
            #expect(try await store.license.user(after: Int64(count), in: nil) == expected, "\(count)")
            let own = people.filter { $0.app == shop }
            #expect(try await store.license.user(after: Int64(count), in: shop) == (count < own.count ? own[count].user : nil), "\(count)")
        }
        #expect(try await store.license.user(after: .max, in: nil) == nil)
        #expect(try await store.license.user(after: 0, in: AppNumber(77)) == nil)
    }

    /// Whatever limits them: the server, the app by its license, the app by its plan.
    @Test(arguments: StoreKind.all, [UserRoom(server: 5), UserRoom(app: 5), UserRoom(plan: 5)])
    func ofManyRegistrationsAtOnceAsManySucceedAsThereIsRoomFor(kind: StoreKind, room: UserRoom) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let apps = room.server == nil ? [app] : [app, try await store.app("other")]
        let servers = store.database.dialect == .postgres ? [store, try await store.beside()] : [store]
        let outcomes = await withTaskGroup(of: FailureName?.self) { group in
            for number in 0..<24 {
                group.addTask {
                    do throws(Failure) {
                        guard let name = try? UserName("user\(number)") else { return .generalError }
                        _ = try await servers[number % servers.count].accounts.create(
                            apps[number / 2 % apps.count], name: name, passwordHash: "", within: room, now: store.clock.now())
                        return nil
                    } catch {
                        return error.name
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let refusal: FailureName =
            room.server != nil ? .serverLicenseLimit : room.app != nil ? .serverAppLicenseExceedLimit : .appUserCapReached
        #expect(outcomes.count { $0 == nil } == 5 && outcomes.count { $0 == refusal } == 19, "\(outcomes)")
        #expect(try await store.license.counts().all == 5)
        let rows = try await store.database.reading { try $0.first("SELECT count(*) FROM users", []) { $0.int64(0) } }
        #expect(rows == 5, "nothing is left of what was refused")
    }

    @Test(arguments: StoreKind.all) func aTakenNameIsToldBeforeTheRoom(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        _ = try await store.account(app, "anna")
        for (name, failure) in [("anna", FailureName.userAlreadyExist), ("ben", .appUserCapReached)] {
            await #expect(throws: Failure(failure)) {
                try await store.accounts.create(
                    app, name: try UserName(name), passwordHash: "", within: UserRoom(plan: 1), now: store.clock.now())
            }
        }
    }
}
