import HearthCore
import IM
import SwiftProtobuf
import Web
import XSYNC

/// Edits of messages as the clients apply them to what they have stored (floo-web, src/sdk/core/base/dataLogics.js).
struct FlooBodyEditor: BodyEditor {
    func edited(_ body: [UInt8], by operation: [UInt8], _ kind: ItemKind) throws(Failure) -> [UInt8] {
        guard body.count + operation.count <= Limits.editedBytes else { throw Self.tooLarge }
        guard var message = try? Im_Floo_Protobuf_MessageBody(serializedBytes: body),
            let change = try? Im_Floo_Protobuf_MessageBody(serializedBytes: operation)
        else { throw Failure(.messageInvalid) }
        if kind == .append {
            guard !change.content.isEmpty else { throw Failure(.invalidParam) }
            message.content += change.content
        } else if !change.content.isEmpty {
            message.content = change.content
        }
        message.config = Self.merged(message.config, with: change.config)
        message.ext = Self.merged(message.ext, with: change.ext)
        guard let edited: [UInt8] = try? message.serializedBytes(), edited.count <= Limits.editedBytes else {
            throw Self.tooLarge
        }
        return edited
    }

    private static let tooLarge = Failure(.generalError)

    /// The keys of the new object over those of the old one, objects inside likewise. What is no object, the text `null` for
    /// example, changes nothing.
    static func merged(_ old: String, with new: String) -> String {
        guard let new = object(new), !new.isEmpty else { return old }
        var bytes: [UInt8] = []
        JSON.object(merged(object(old) ?? [], with: new)).write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func merged(_ old: [JSON.Member], with new: [JSON.Member]) -> [JSON.Member] {
        var result = old
        // The last one of a key is the one that counts, as in JavaScript.
        var places = Dictionary(old.enumerated().map { ($0.element.key, $0.offset) }, uniquingKeysWith: { max($0, $1) })
        for member in new {
            let index = places[member.key]
            var value = member.value
            if let inner = value.asMembers {
                value = .object(merged(index.flatMap { result[$0].value.asMembers } ?? [], with: inner))
            }
            if let index {
                result[index] = JSON.Member(member.key, value)
            } else {
                places[member.key] = result.count
                result.append(JSON.Member(member.key, value))
            }
        }
        return result
    }

    private static func object(_ text: String) -> [JSON.Member]? {
        (try? JSON.parse(Array(text.utf8)))?.asMembers
    }
}
