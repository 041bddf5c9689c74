import HearthCore
import IM
import Testing
import Web

/// QR codes of groups.
struct GroupCodeTests {
    private let world = RestWorld()

    private func code() async throws -> (text: String, reader: RestWorld.Member) {
        let (anna, ben) = (try await world.member("anna"), try await world.member("ben"))
        world.groups.add(7, owner: anna.account.user)
        let signed = try await world.reply(.get, "/group/qrcode/sign", query: "group_id=7", anna.headers)
        expectSuccess(signed)
        let made = try #require(signed.data["create_at"]?.asInteger)
        #expect(signed.data["expire_at"] == .integer(made + 7 * 86_400_000))
        return (try #require(signed.data["qr_info"]?.asString), ben)
    }

    private func join(_ code: String, _ member: RestWorld.Member) async throws -> Answer {
        try await world.post("/group/qrcode/invite", ["qr_info": .string(code)], by: member)
    }

    @Test func whoHasACodeComesIn() async throws {
        let (code, ben) = try await code()
        expectSuccess(try await join(code, ben))
        guard case .join(let member) = world.groups.effects.first else {
            Issue.record("nobody came in")
            return
        }
        #expect(member.user == ben.account.user && member.role == .member)
    }

    @Test func aCodeOfSomebodyElseIsInvalid() async throws {
        let (code, ben) = try await code()
        let parts = code.split(separator: ".")
        for wrong in [
            "", "x", code + "x", String(code.dropLast()), code + ".", "g2" + code.dropFirst(2),
            "g1.9.\(parts[2]).\(parts[3]).\(parts[4])", "g1.7.\(parts[2]).99\(parts[3]).\(parts[4])",
            String(repeating: "g", count: 100_000),
        ] {
            expectRefusal(try await join(wrong, ben), .groupQRCodeInvalid)
        }
        let stranger = try await world.member("stranger", of: world.otherApp)
        expectRefusal(try await join(code, stranger), .groupQRCodeInvalid)
    }

    @Test func aCodeEnds() async throws {
        let (code, _) = try await code()
        world.clock.advance(by: 7 * 86_400_000)
        let late = try await world.member("late")
        expectRefusal(try await join(code, late), .groupQRCodeExpired)
    }

    @Test func aCodeIsWorthWhatItsMakerMayDo() async throws {
        let (anna, ben, carl) = (try await world.member("anna"), try await world.member("ben"), try await world.member("carl"))
        world.groups.add(7, owner: anna.account.user, members: [ben.account.user]) { $0.info.memberInvite = false }
        let signed = try await world.reply(.get, "/app/qrcode/group_sign", query: "group_id=7", ben.headers)
        expectRefusal(signed, .groupAdminPermissionRequired)
        let text = "g1.7.\(ben.account.user).\(world.clock.now().milliseconds + 1_000)"
        let forged = text + "." + PlainCodes.mark("group code of shop: " + text, "key of shop")
        expectRefusal(try await join(forged, carl), .groupInvitationExpiredOrHandled)
    }
}
