import NIOCore
import SocketIO
import Testing

struct SocketIOClientSessionTests {
    @Test func aClientHearsHandshakeConnectAndFrames() {
        var client = SocketIOClientSession()
        var server = SocketIOSession(handshake: EngineIOHandshake(sessionID: "a\"\\\u{1}é🔥", upgrades: ["websocket"]))
        let opening = server.open().map { action in
            guard case .sendText(let text) = action else { return SocketIOClientSession.Event?.none }
            return client.receive(text: text)
        }
        #expect(opening == [.opened(server.handshake), .connected])
        let frame = ByteBuffer(bytes: [8, 0, 16, 0, 24, 0])
        let down = SocketIOClientSession.messages(for: frame)
        #expect(client.receive(text: down.text) == nil)
        #expect(client.receive(text: SocketIO.pong(ByteBuffer())) == .pong)
        #expect(client.receive(binary: down.binary) == .frame(frame))
        #expect(client.receive(text: SocketIO.disconnected) == .disconnected)
        #expect(client.receive(text: SocketIO.pong(ByteBuffer())) == nil)
    }

    @Test func theServerUnderstandsWhatTheClientSends() {
        var server = SocketIOSession(handshake: EngineIOHandshake(sessionID: "s"))
        let frame = ByteBuffer(bytes: [1, 2, 3])
        let up = SocketIOClientSession.messages(for: frame)
        #expect(up.binary == ByteBuffer(bytes: [4, 1, 2, 3]))
        #expect(server.receive(text: up.text) == nil)
        #expect(server.receive(binary: up.binary) == .frame(frame))
        #expect(server.receive(text: SocketIO.ping) == .pong(ByteBuffer()))
        #expect(server.receive(text: SocketIO.disconnected) == .close(.clientDisconnected))
    }

    @Test func aRefusalCarriesItsReason() {
        var client = SocketIOClientSession()
        #expect(client.receive(text: ByteBuffer(string: #"44"no 房间""#)) == .refused(#""no 房间""#))
        #expect(client.receive(text: ByteBuffer(string: "2")) == nil)
        #expect(client.receive(text: ByteBuffer(string: "1")) == .disconnected)
    }

    @Test(arguments: [
        "0", "0{}", "0[]", #"0{"sid":"s","pingInterval":1,"pingTimeout":1}"#,
        #"0{"sid":1,"upgrades":[],"pingInterval":1,"pingTimeout":1}"#, #"0{"sid":"s","upgrades":[1],"pingInterval":1,"pingTimeout":1}"#,
        #"0{"sid":"s","upgrades":[],"pingInterval":1.5,"pingTimeout":1}"#,
        #"0{"sid":"s","upgrades":[],"pingInterval":99999999999999999999,"pingTimeout":1}"#,
        #"0{"sid":"s","upgrades":[],"pingInterval":1,"pingTimeout":1} x"#,
    ])
    func aHandshakeWithoutItsFourKeysFails(packet: String) {
        var client = SocketIOClientSession()
        #expect(client.receive(text: ByteBuffer(string: packet)) == .failed(.badJSON))
        #expect(client.receive(text: SocketIO.connected) == nil)
    }

    @Test func aHandshakeIsReadHoweverItIsSpelled() {
        var client = SocketIOClientSession()
        let packet =
            #"0{ "more":{"a":[true,null]}, "pingTimeout":5000, "upgrades":[ "websocket" , "x" ], "#
            + #""pingInterval":1,"sid":"\ud83d\ude00" }"#
        let handshake = EngineIOHandshake(sessionID: "😀", upgrades: ["websocket", "x"], pingInterval: 1, pingTimeout: 5000)
        #expect(client.receive(text: ByteBuffer(string: packet)) == .opened(handshake))
    }

    @Test func binaryNobodyAnnouncedFails() {
        var client = SocketIOClientSession()
        #expect(client.receive(binary: ByteBuffer(bytes: [4, 1])) == .failed(.unexpectedBinary))
    }
}
