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
        fields.isSystem = body.isSystem
        fields.isEphemeral = body.qos == .atMostOnce
        return fields
    }
}
