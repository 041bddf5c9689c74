import HearthCore
import Testing
import XSYNC

@testable import Gateway
@testable import IM

/// What becomes of connections whose token is revoked where nobody can tell them.
struct EndedTokenTests {
    private let world = GatewayWorld()
    private let ended: EndedTokens

    init() {
        ended = EndedTokens(store: world.tokenRows, accounts: world.accounts, live: world.hub, clock: world.clock)
    }

    private func types(_ frames: [DownFrame]) throws -> [Int] {
        try frames.pages.flatMap(\.metas).map { try Im_Floo_Protobuf_UserNotice(serializedBytes: $0.payload).type.rawValue }
    }

    /// The id that a token's text holds.
    private func id(_ token: String) throws -> String { String(try #require(token.split(separator: "/").dropLast().last)) }

    private func logIn(_ guid: String, _ token: String) async throws -> LoginDoor {
        let door = try await LoginDoor(world)
        try await door.send(.provision(ProvisionUL(xid: XID(uid: 4), token: token, sdkVersion: "3.0.0", deviceGUID: guid)))
        _ = try await door.take(1)
        return door
    }

    @Test func theSessionThatLoggedInWithItEndsAndNoOther() async throws {
        let (mine, kept) = (try await world.token(4), try await world.token(4))
        let phone = try await logIn("phone", mine)
        let laptop = try await logIn("laptop", kept)
        _ = try await phone.take(2)
        world.tokenRows.revoke(GatewayWorld.app, id: try id(mine), at: world.clock.now())
        try await ended.look()
        #expect(try types(try await phone.take(1)) == [5])
        #expect(try await phone.isDisconnected())
        #expect(try types(try await laptop.take(1)) == [8], "only that the other one went")
        #expect(try await !laptop.isDisconnected())
        #expect(world.hub.count == 1)
    }

    @Test func aSessionThatEntersLateEndsWithTheNextLook() async throws {
        let token = try await world.token(4)
        world.tokenRows.revoke(GatewayWorld.app, id: try id(token), at: world.clock.now())
        world.accounts.set(.frozen, of: GatewayWorld.device(4).account)
        try await ended.look()
        let late = TestConnection(world, GatewayWorld.device(4), token: try id(token))
        #expect(try types(late.turn()) == [])
        world.clock.advance(by: 2_000)
        try await ended.look()
        #expect(try types(late.turn()) == [2])
        #expect(late.transport.isDisconnected && world.hub.count == 0)
    }
}
