import Foundation
import NIOCore
import SwiftProtobuf
import Testing
import XSYNC

/// The golden frames: bytes that published clients made or took.
enum Vectors {
    static let all: [Vector] = load()
    static var up: [Vector] { all.filter { $0.direction == "up" } }
    static var down: [Vector] { all.filter { $0.direction == "down" } }

    private static func load() -> [Vector] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "xsync-vectors.json")
        guard let data = try? Data(contentsOf: file), let root = try? JSONSerialization.jsonObject(with: data),
            let list = (root as? [String: Any])?["vectors"] as? [[String: Any]]
        else { return [] }
        return list.compactMap(Vector.init)
    }
}

/// One golden frame: its bytes and what they mean.
struct Vector: Sendable, CustomTestStringConvertible {
    let name: String
    let direction: String
    let bytes: [UInt8]
    let command: String
    /// The message inside the frame, as JSON.
    let message: Data

    var testDescription: String { name }
    var buffer: ByteBuffer { ByteBuffer(bytes: bytes) }

    init?(_ json: [String: Any]) {
        guard let name = json["name"] as? String, let direction = json["direction"] as? String,
            let hex = json["hex"] as? String, let decoded = json["decoded"] as? [String: Any],
            let frame = decoded["frame"] as? [String: Any], let command = frame["command"] as? String,
            let message = decoded.first(where: { $0.key != "frame" })?.value,
            let data = try? JSONSerialization.data(withJSONObject: Self.encodingPayloads(message))
        else { return nil }
        self.name = name
        self.direction = direction
        self.bytes = [UInt8](hex: hex)
        self.command = command
        self.message = data
    }

    /// The message, as swift-protobuf reads the JSON.
    func decoded<Message: SwiftProtobuf.Message>(_ type: Message.Type) throws -> Message {
        try Message(jsonUTF8Data: message)
    }

    /// Payloads stand in the file as `{"MessageBody": {...}}`; JSON of protobuf wants their bytes in base64.
    private static func encodingPayloads(_ value: Any) -> Any {
        if let list = value as? [Any] { return list.map(encodingPayloads) }
        guard var object = value as? [String: Any] else { return value }
        for (key, inner) in object {
            object[key] = key == "payload" ? payload(inner) : encodingPayloads(inner)
        }
        return object
    }

    private static func payload(_ value: Any) -> Any {
        guard let (name, body) = (value as? [String: Any])?.first,
            let data = try? JSONSerialization.data(withJSONObject: body)
        else { return value }
        let bytes: Data? =
            switch name {
            case "MessageBody": try? Im_Floo_Protobuf_MessageBody(jsonUTF8Data: data).serializedData()
            case "GroupNotice": try? Im_Floo_Protobuf_GroupNotice(jsonUTF8Data: data).serializedData()
            case "UserNotice": try? Im_Floo_Protobuf_UserNotice(jsonUTF8Data: data).serializedData()
            case "Conversation": try? Im_Floo_Protobuf_Conversation(jsonUTF8Data: data).serializedData()
            default: nil
            }
        return bytes?.base64EncodedString() ?? value
    }
}

extension [UInt8] {
    init(hex: String) {
        let digits = hex.compactMap(\.hexDigitValue)
        self = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
