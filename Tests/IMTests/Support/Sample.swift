import HearthCore
import IM

/// Values for tests that do not care about most of their parts.
enum Sample {
    static let app = AppNumber(1)

    static func device(_ user: Int64 = 2, _ sn: Int32 = 1) -> DeviceAddress {
        DeviceAddress(account: Account(app: app, user: UserID(user)), device: DeviceSN(sn))
    }

    static func message(
        from sender: DeviceAddress = device(), target: MessageTarget = .user(UserID(4)), clientID: Int64 = 1,
        payload: [UInt8] = [1, 2, 3]
    ) -> OutgoingMessage {
        OutgoingMessage(
            sender: sender, target: target, clientID: clientID, contentType: 0, isEphemeral: false, payload: payload)
    }

    static func accepted(
        _ id: Int64, after previous: Int64, in conversation: Int64 = 1, payload: [UInt8] = [1, 2, 3]
    ) -> AcceptedMessage {
        AcceptedMessage(
            message: message(payload: payload), id: MessageID(id),
            place: AcceptedMessage.Place(
                conversation: ConversationID(conversation), target: .user(UserID(4)), previous: MessageID(previous)))
    }
}
