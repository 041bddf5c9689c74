import HearthCore
import IM
import TestSupport
import Testing
import Web

struct LicenseRoutesTests {
    private static func text(until end: Instant?) -> JSON {
        .string(PlainLicenses().text(License(id: "1", customer: "", issuedAt: Instant(milliseconds: 0), expiresAt: end)))
    }

    @Test func aLicenseIsInstalledShownAndTakenAway() async throws {
        let world = RestWorld()
        let key = try await world.admin(.get, "/admin/license/key").data["license_key"]?.asString
        #expect(key?.count == 27)
        #expect(try await world.admin(.get, "/admin/license").data == ["state": "none", "warnings": []])
        let end = world.clock.now().advanced(by: 86_400_000)
        let put = try await world.admin(.put, "/admin/license", ["license": Self.text(until: end)])
        expectSuccess(put)
        #expect(put.data["state"] == "valid" && put.data["license"]?["id"] == "1" && put.data["days_left"] == 1)
        #expect(put.data["warnings"]?.asArray?.count == 1)
        let status = try await world.admin(.get, "/admin/status").data["license"]
        #expect(status?["state"] == "valid" && status?["expires_at"] == .integer(end.milliseconds) && status?["days_left"] == 1)
        #expect(try await world.admin(.delete, "/admin/license").data == ["state": "none", "warnings": []])
    }

    @Test func aTextThatDoesNotCountIsRefusedWithTheReason() async throws {
        let world = RestWorld()
        let refused = try await world.admin(.put, "/admin/license", ["license": "x"])
        #expect(refused.code == 10002 && refused.json["message"]?.asString?.contains("no license") ?? false)
        #expect(try await world.admin(.put, "/admin/license").code == 10002)
        let forced = try await world.admin(.put, "/admin/license", ["license": "x", "force": true])
        #expect(forced.data["state"] == "invalid" && forced.data["trouble"] != nil)
    }

    /// The license first, then the password; who has no license learns nothing of accounts.
    @Test func anEndedLicenseRefusesBeforeThePasswordAndAdministrationStaysOpen() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        let server = try await world.server()
        _ = try await world.admin(.put, "/admin/license", ["license": Self.text(until: world.clock.now()), "force": true])
        let work = world.passwords.hashesComputed
        for name in ["anna", "nobody"] {
            #expect(try await world.post("/token/user", ["name": .string(name), "password": "wrong"]).code == 30022)
        }
        #expect(try await world.post("/user/register/v2", ["username": "ben", "password": "secret"]).code == 30022)
        #expect(world.passwords.hashesComputed == work)
        let profile = try await world.reply(.get, "/user/info", server + [("user_id", "\(anna.account.user)")])
        #expect(profile.code != 30022)
        #expect(try await world.admin(.post, "/admin/apps", ["name": "third"]).code == 200)
        #expect(try await world.admin(.post, "/admin/users", ["app_id": "shop", "names": ["carl"]]).code == 30022)
    }
}
