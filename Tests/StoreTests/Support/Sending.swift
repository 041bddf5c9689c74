import HearthCore
import IM

extension Account {
    func device(_ number: Int32 = 1) -> DeviceAddress { DeviceAddress(account: self, device: DeviceSN(number)) }

    /// A message of this user's first device.
    func says(_ text: String, to other: Account, clientID: Int64 = 1) -> OutgoingMessage {
        device().says(text, to: other, clientID: clientID)
    }
}

extension DeviceAddress {
    func says(_ text: String, to other: Account, clientID: Int64 = 1, isEphemeral: Bool = false) -> OutgoingMessage {
        says(Array(text.utf8), to: .user(other.user), clientID: clientID, isEphemeral: isEphemeral)
    }

    func says(
        _ payload: [UInt8], to target: MessageTarget, clientID: Int64 = 1, isEphemeral: Bool = false
    ) -> OutgoingMessage {
        OutgoingMessage(
            sender: self, target: target, clientID: clientID, contentType: 0, isEphemeral: isEphemeral, payload: payload)
    }
}

/// A `SendResult` that can be compared.
enum Outcome: Hashable {
    case accepted(MessageID)
    case duplicate(MessageID)
    case refused(FailureName)
}

extension SendResult {
    var outcome: Outcome {
        switch self {
        case .accepted(let message): .accepted(message.id)
        case .duplicate(let message): .duplicate(message.id)
        case .refused(let failure): .refused(failure.name)
        }
    }

    var accepted: AcceptedMessage? { if case .accepted(let message) = self { message } else { nil } }
}

extension TimelineItem {
    var text: String { String(decoding: payload, as: UTF8.self) }
}
