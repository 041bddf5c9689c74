import HearthCore
import IM
import Testing

struct LicenseReportTests {
    private static let day: Int64 = 86_400_000
    private static let now = Instant(milliseconds: 1_000 * day)

    private static func report(
        daysLeft: Double? = nil, users: Int64? = nil, apps: [AppID: Int64?] = [:], counts: [AppID: Int64] = [:],
        _ trouble: InstalledLicense.Trouble? = nil
    ) -> LicenseReport {
        let end = daysLeft.map { now.advanced(by: Int64($0 * Double(day))) }
        let license = License(id: "1", customer: "c", issuedAt: Instant(milliseconds: 0), expiresAt: end, users: users, apps: apps)
        return LicenseReport(
            installed: InstalledLicense(license: license, trouble: trouble), counts: UserCounts(apps: counts), now: now)
    }

    @Test func withoutALicenseThereIsNothingToTell() {
        let report = LicenseReport(installed: nil, counts: nil, now: Self.now)
        #expect(report.state == .none && report.warnings.isEmpty && report.daysLeft == nil)
    }

    @Test(
        arguments: [
            (31.0, .valid, 31, false), (30.5, .valid, 30, false), (30, .valid, 30, true), (1.5, .valid, 1, true), (0.1, .valid, 0, true),
            (0, .expired, 0, true), (-5, .expired, 0, true),
        ] as [(Double, LicenseReport.State, Int64, Bool)])
    func theEndIsToldThirtyDaysBefore(days: Double, state: LicenseReport.State, left: Int64, isTold: Bool) {
        let report = Self.report(daysLeft: days)
        #expect(report.state == state && report.daysLeft == left)
        #expect(report.warnings.count == (isTold ? 1 : 0))
    }

    @Test(
        arguments: [
            (89, .valid, false), (90, .valid, true), (100, .valid, true), (101, .exceeded, true),
        ] as [(Int64, LicenseReport.State, Bool)])
    func aNumberIsToldFromNineTenthsOn(users: Int64, state: LicenseReport.State, isTold: Bool) {
        let counts = [AppID("a"): users - 1, AppID("b"): 1]
        let server = Self.report(users: 100, counts: counts)
        #expect(server.state == state && server.warnings.count == (isTold ? 1 : 0))
        let app = Self.report(apps: [AppID("c"): 100, AppID("a"): nil], counts: [AppID("c"): users, AppID("a"): 1_000])
        #expect(app.state == state && app.warnings.count == (isTold ? 1 : 0))
    }

    @Test func aLicenseThatDoesNotCountTellsWhyAndNothingElse() {
        let report = Self.report(daysLeft: -1, users: 1, counts: [AppID("a"): 5], .otherServer)
        #expect(report.state == .invalid && report.warnings.count == 1)
        #expect(report.warnings.first?.contains("another server") ?? false)
    }

    @Test func theLargestNumberIsNoTrouble() {
        #expect(Self.report(users: .max, counts: [AppID("a"): 1]).warnings.isEmpty)
    }
}
