import HearthCore
import IM
import Testing
import Web

@testable import Ratel

struct GroupPermissionTests {
    @Test func everyCallAboutGroupsSaysWhoMayMakeIt() {
        for row in Ratel.table where row.endpoint.tag == "group" || row.endpoint.path.hasPrefix("/app/qrcode/group") {
            #expect(row.permission != nil, "\(row.endpoint.path)")
            #expect(row.endpoint.groupRight == row.permission?.right.rawValue)
        }
        #expect(Ratel.groupPermissions.count > 50)
    }

    @Test func aCallNamesWhatItsCallersHear() {
        for (endpoint, permission) in Ratel.groupPermissions {
            for caller in GroupPermission.Caller.allCases {
                let refusal = permission.refusal(of: caller, in: .private, GroupInfo(name: ""))
                #expect(refusal.map { endpoint.allFailures.contains($0) } ?? true, "\(endpoint.path) \(caller)")
            }
        }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1_569_586_735_861, "2019-09-27T12:18:55.861Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"), (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ])
    func aMomentIsWrittenAsADateAndATime(milliseconds: Int64, text: String) {
        #expect(Instant(milliseconds: milliseconds).dateTime == text)
    }

    @Test func aBanIsToldInSeconds() {
        #expect(SendBan.none.seconds == 0 && SendBan.forever.seconds == -1)
        #expect(SendBan.until(Instant(milliseconds: 60_000)).seconds == 60)
        #expect(SendBan.until(Instant(milliseconds: 60_001)).seconds == 61)
    }
}
