import HearthCore
import IM
import XSYNC

/// Bodies as the clients write them.
struct FlooBodyCodec: BodyCodec {
    func encode(_ fields: BodyFields, as shape: BodyShape) throws(Failure) -> [UInt8] {
        var body = Im_Floo_Protobuf_MessageBody()
        guard let contentType = Im_Floo_Protobuf_MessageBody.ContentType(rawValue: Int(fields.contentType)) else {
            throw Failure(.messageInvalid)
        }
        body.ctype = contentType
        body.content = fields.content
        body.attachment = fields.attachment
        body.config = fields.config
        body.ext = fields.ext
        body.senderName = fields.senderName
        body.isSystem = fields.isSystem
        body.qos = fields.isEphemeral ? .atMostOnce : .atLeastOnce
        switch shape {
        case .chat: body.type = .chat
        case .groupChat: body.type = .groupchat
        case .operation: body.type = .oper
        }
        // On every message of the clients there is one, and none of it is set (xsync.md 6.1).
        if body.type != .oper { body.operation = Im_Floo_Protobuf_MessageOperation() }
        guard let bytes: [UInt8] = try? body.serializedBytes() else { throw Failure(.messageInvalid) }
        return bytes
    }

    func decode(_ bytes: [UInt8]) -> BodyFields? {
        guard let body = try? Im_Floo_Protobuf_MessageBody(serializedBytes: bytes) else { return nil }
        var fields = BodyFields(
            contentType: Int32(clamping: body.ctype.rawValue), content: body.content, attachment: body.attachment, config: body.config,
            ext: body.ext)
        fields.senderName = body.senderName
        fields.isSystem = body.isSystem
        fields.isEphemeral = body.qos == .atMostOnce
        return fields
    }

    func replacing(_ fields: BodyFields, in bytes: [UInt8]) throws(Failure) -> [UInt8] {
        do {
            // What this server does not know of it is kept by the library.
            var body = try Im_Floo_Protobuf_MessageBody(serializedBytes: bytes)
            body.content = fields.content
            body.senderName = fields.senderName
            body.attachment = fields.attachment
            body.config = fields.config
            body.ext = fields.ext
            return try body.serializedBytes()
        } catch {
            throw Failure(.messageInvalid)
        }
    }

    func forEachText(in bytes: [UInt8], _ visit: (BodyText, UnsafeBufferPointer<UInt8>) -> Void) {
        MessageBody.forEachText(in: bytes) { number, text in
            if let field = Self.texts[number] { visit(field, text) }
        }
    }

    private static let texts: [Int: BodyText] = [4: .content, 7: .config, 8: .attachment, 9: .ext, 11: .senderName]
}
