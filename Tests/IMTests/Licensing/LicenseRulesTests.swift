import HearthCore
import IM
import Testing

struct LicenseRulesTests {
    private static let now = Instant(milliseconds: 1_000_000)
    private static let shop = AppID("shop")
    private static let other = AppID("other")

    private static func license(
        until end: Int64? = nil, users: Int64? = nil, apps: [AppID: Int64?] = [:], _ trouble: InstalledLicense.Trouble? = nil
    ) -> InstalledLicense {
        InstalledLicense(
            license: License(
                id: "1", customer: "c", issuedAt: Instant(milliseconds: 0), expiresAt: end.map { now.advanced(by: $0) }, users: users,
                apps: apps), trouble: trouble)
    }

    private static func refusal(_ installed: InstalledLicense?, of app: AppID = shop) -> FailureName? {
        do {
            try LicenseRules(installed).check(app, now: now)
            return nil
        } catch {
            return error.name
        }
    }

    @Test func withoutALicenseEverythingIsAllowed() {
        #expect(Self.refusal(nil) == nil)
        #expect(LicenseRules(nil).room(in: Self.shop, plan: 0) == .unlimited)
        #expect(LicenseRules(nil).room(in: Self.shop, plan: 3) == UserRoom(plan: 3))
    }

    @Test(arguments: [InstalledLicense.Trouble.unreadable, .unknownIssuer, .otherServer])
    func aLicenseThatDoesNotCountIsRefusedBeforeAllElse(trouble: InstalledLicense.Trouble) {
        #expect(Self.refusal(Self.license(until: -1, apps: [Self.other: nil], trouble)) == .serverInvalidLicense)
        #expect(Self.refusal(InstalledLicense(license: nil, trouble: trouble)) == .serverInvalidLicense)
    }

    @Test func aLicenseThatNamesAppsIsForThemAlone() {
        #expect(Self.refusal(Self.license(apps: [Self.shop: nil, Self.other: 3])) == nil)
        #expect(Self.refusal(Self.license(apps: [Self.other: nil])) == .serverAppLicenseInvalid)
        #expect(Self.refusal(Self.license(until: -1, apps: [Self.other: nil])) == .serverAppLicenseInvalid)
        #expect(Self.refusal(Self.license()) == nil)
    }

    @Test func aLicenseEndsAtItsMoment() {
        #expect(Self.refusal(Self.license(until: 1)) == nil)
        #expect(Self.refusal(Self.license(until: 0)) == .serverAppLicenseExpired)
        #expect(Self.refusal(Self.license(until: -1)) == .serverAppLicenseExpired)
    }

    @Test func theNumbersAreThoseOfTheLicenseAndOfThePlan() {
        let rules = LicenseRules(Self.license(users: 10, apps: [Self.shop: 4, Self.other: nil]))
        #expect(rules.room(in: Self.shop, plan: 2) == UserRoom(server: 10, app: 4, plan: 2))
        #expect(rules.room(in: Self.other, plan: 0) == UserRoom(server: 10))
    }

    @Test(
        arguments: [
            (UserRoom.unlimited, 9, 9, nil), (UserRoom(server: 3), 1, 3, nil), (UserRoom(server: 3), 1, 4, .serverLicenseLimit),
            (UserRoom(app: 3), 3, 9, nil), (UserRoom(app: 3), 4, 9, .serverAppLicenseExceedLimit), (UserRoom(plan: 3), 3, 9, nil),
            (UserRoom(plan: 3), 4, 9, .appUserCapReached), (UserRoom(server: 3, app: 3, plan: 3), 4, 4, .serverLicenseLimit),
            (UserRoom(app: 3, plan: 3), 4, 4, .serverAppLicenseExceedLimit),
        ] as [(UserRoom, Int64, Int64, FailureName?)])
    func oneUserMoreThanThereIsRoomForIsRefused(room: UserRoom, users: Int64, all: Int64, name: FailureName?) {
        do {
            try room.check(users: users, server: { all })
            #expect(name == nil)
        } catch {
            #expect((error as? Failure)?.name == name)
        }
    }

    @Test func whatIsNotLimitedIsNotCounted() throws {
        var isCounted = false
        try UserRoom(app: 3, plan: 3).check(users: 1) {
            isCounted = true
            return 0
        }
        #expect(!isCounted)
    }

    @Test func theOldestUsersAreLetIn() {
        func refusal(_ user: Int64, _ server: Int64?, _ app: Int64?) -> FailureName? {
            do {
                try LicenseRules.check(UserID(user), beyond: server.map { UserID($0) }, in: app.map { UserID($0) })
                return nil
            } catch {
                return error.name
            }
        }
        #expect(refusal(8, nil, nil) == nil)
        #expect(refusal(8, 10, 10) == nil)
        #expect(refusal(10, 10, nil) == .serverLicenseLimit && refusal(12, 10, 10) == .serverLicenseLimit)
        #expect(refusal(10, nil, 10) == .serverAppLicenseExceedLimit)
    }
}
