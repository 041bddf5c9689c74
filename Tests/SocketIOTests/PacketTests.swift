import NIOCore
import Testing

@testable import SocketIO

struct PacketTests {
    @Test func enginePacketsComeBackFromTheirMessages() throws {
        for kind in EngineIOPacket.Kind.allCases {
            let text = EngineIOPacket(kind, .text(ByteBuffer(string: "данные 🔥")))
            #expect(try EngineIOPacket(text: text.message) == text)
            let binary = EngineIOPacket(kind, .binary(ByteBuffer(bytes: [0, 255, 4])))
            #expect(try EngineIOPacket(binary: binary.message) == binary)
            #expect(try EngineIOPacket(text: EngineIOPacket(kind).message) == EngineIOPacket(kind))
        }
    }

    @Test func theTypeOfATextIsADigitAndOfABinaryAByte() {
        #expect(EngineIOPacket(.message, .text(ByteBuffer(string: "0"))).message == ByteBuffer(string: "40"))
        #expect(EngineIOPacket(.message, .binary(ByteBuffer(bytes: [9]))).message == ByteBuffer(bytes: [4, 9]))
    }

    @Test(arguments: [
        SocketIOPacket(.connect), SocketIOPacket(.disconnect), SocketIOPacket(.connect, namespace: "/other"),
        SocketIOPacket(.event, json: #"["x",1]"#), SocketIOPacket(.event, namespace: "/a", id: 12, json: #"["имя"]"#),
        SocketIOPacket(.error, json: #""text""#), SocketIOPacket(.binaryEvent, attachments: 3, id: 0, json: "[]"),
        SocketIOPacket(.binaryEvent, attachments: 1, namespace: "/名", id: 7, json: "[\"🔥\"]"),
    ])
    func packetsComeBackFromTheirMessages(packet: SocketIOPacket) throws {
        var text = packet.message
        #expect(text.readInteger(as: UInt8.self) == UInt8(ascii: "4"))
        #expect(try SocketIOPacket(text) == packet)
    }

    @Test func aPacketIsSpelledAsTheLibrarySpellsIt() {
        #expect(SocketIOPacket(.connect).message == SocketIO.connected)
        #expect(SocketIOPacket(.disconnect).message == SocketIO.disconnected)
        let json = #"["frame",{"_placeholder":true,"num":0}]"#
        #expect(SocketIOPacket(.binaryEvent, attachments: 1, namespace: "/", json: json).message == SocketIO.placeholder)
        #expect(SocketIOPacket(.event, namespace: "/a", id: 1, json: "[]").message == ByteBuffer(string: "42/a,1[]"))
    }

    @Test func aNamespaceMayEndThePacket() throws {
        #expect(try SocketIOPacket(ByteBuffer(string: "0/other")) == SocketIOPacket(.connect, namespace: "/other"))
    }

    /// RFC 4648, section 10.
    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")])
    func base64IsReadWithAndWithoutPadding(plain: String, encoded: String) {
        #expect(Base64.decode(ByteBuffer(string: encoded)) == ByteBuffer(string: plain))
        let bare = encoded.filter { $0 != "=" }
        #expect(Base64.decode(ByteBuffer(string: bare)) == ByteBuffer(string: plain))
    }

    @Test func base64KnowsItsWholeAlphabet() {
        #expect(Base64.decode(ByteBuffer(string: "+/+/")) == ByteBuffer(bytes: [0xFB, 0xFF, 0xBF]))
    }

    @Test(arguments: ["=", "====", "Z===", "Zg=", "Zm9v=", "Zm8==", "Z", "Zh==", "Zm9", "Zg==Zg==", "-_-_", "Zm9v\n", "é"])
    func whatIsNoBase64IsRefused(text: String) {
        #expect(Base64.decode(ByteBuffer(string: text)) == nil)
    }

    @Test(arguments: [
        (#""""#, ""), (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9é""#, "éé"), (#""\ud83d\ude00!""#, "😀!"),
        (#""\ud83d!""#, "\u{FFFD}!"), (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"), (#""\u0000""#, "\u{0}"),
    ])
    func stringsLoseTheirEscapes(json: String, plain: String) throws {
        var cursor = JSONCursor(ByteBuffer(string: json))
        #expect(try cursor.readString() == plain)
        var again = JSONCursor(ByteBuffer(string: JSONCursor.quoted(plain)))
        #expect(try again.readString() == plain)
    }
}
