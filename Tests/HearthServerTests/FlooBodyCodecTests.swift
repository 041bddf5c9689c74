import HearthCore
import IM
import Testing
import XSYNC

@testable import HearthServer

struct FlooBodyCodecTests {
    @Test(arguments: [(BodyShape.chat, 2), (.groupChat, 3), (.operation, 1)])
    func whatIsWrittenIsReadBack(shape: BodyShape, type: Int) throws {
        var fields = BodyFields(contentType: 1, content: "hi ✓", attachment: "{\"url\":\"x\"}", config: "{}", ext: "[1]")
        fields.isSystem = true
        fields.isEphemeral = true
        let bytes = try FlooBodyCodec().encode(fields, as: shape)
        #expect(FlooBodyCodec().decode(bytes) == fields)
        let body = try Im_Floo_Protobuf_MessageBody(serializedBytes: bytes)
        #expect(body.type.rawValue == type && body.isSystem && body.qos == .atMostOnce)
        // Clients send an empty one with each message; that of an operation is written for each reader.
        #expect(body.hasOperation == (shape == .chat || shape == .groupChat))
    }

    @Test func whatIsNotSetIsNotWritten() throws {
        let bytes = try FlooBodyCodec().encode(.command, as: .operation)
        #expect(bytes == [0x08, 1, 0x28, 6])
    }

    @Test func otherBytesAreNoBody() {
        #expect(FlooBodyCodec().decode([0x0A, 0xFF]) == nil)
    }

    @Test func anUnknownContentIsKeptAsANumber() throws {
        var body = Im_Floo_Protobuf_MessageBody()
        body.ctype = .UNRECOGNIZED(70)
        #expect(FlooBodyCodec().decode(try body.serializedBytes())?.contentType == 70)
    }
}
