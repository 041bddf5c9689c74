import HearthCore
import IM
import Testing

/// What is held in memory follows what operations do to it.
struct WindowChangeTests {
    private let windows = RecentWindows()
    private let me = Sample.device(4)

    init() { windows.append([Sample.accepted(10, after: 0), Sample.accepted(11, after: 10)]) }

    private func items(for device: DeviceAddress) -> [TimelineItem] {
        let page = windows.items(of: ConversationID(1), after: .zero)?.items ?? []
        return page.filter { $0.isVisible(to: device, in: .user(UserID(2))) }
    }

    private func happen(_ change: AcceptedMessage.Change, id: Int64 = 12, after previous: Int64 = 11) {
        let operation = OutgoingMessage(
            sender: Sample.device(2, 9), target: .user(UserID(4)), action: .operation(Operation(.replace, on: MessageID(10))),
            clientID: 5, payload: [7])
        windows.append([
            AcceptedMessage(
                message: operation, id: MessageID(id),
                place: AcceptedMessage.Place(
                    conversation: ConversationID(1), target: .user(UserID(4)), previous: MessageID(previous)), change: change)
        ])
    }

    @Test func anEditedMessageHasItsFinalText() {
        happen(.edited(MessageID(10), payload: [9, 9], at: Instant(milliseconds: 77)))
        let first = items(for: me).first
        #expect(first?.payload == [9, 9] && first?.editedAt == Instant(milliseconds: 77))
        #expect(items(for: me).map(\.id.rawValue) == [10, 11, 12])
    }

    @Test func aRecalledMessageIsGoneWithItsPieces() {
        happen(.edited(MessageID(10), payload: [9, 9], at: Instant(milliseconds: 77)))
        happen(.erased(MessageID(10)), id: 13, after: 12)
        let all = windows.items(of: ConversationID(1), after: .zero)?.items ?? []
        #expect(all.filter { $0.isGone && $0.payload.isEmpty }.map(\.id.rawValue) == [10, 12])
        #expect(items(for: me).first?.id == MessageID(11))
    }

    @Test func whatOneReaderDeletedTheOtherStillReads() {
        happen(.hidden(MessageID(10), from: UserID(4)))
        #expect(!items(for: me).contains { $0.id == MessageID(10) })
        #expect(items(for: Sample.device(6)).contains { $0.id == MessageID(10) })
        happen(.cleared(upTo: MessageID(13), from: UserID(4)), id: 13, after: 12)
        #expect(items(for: me).map(\.id.rawValue) == [13])
    }

    @Test func whatSomeAloneReadNobodyElseIsGiven() {
        let own = TimelineItem(
            id: MessageID(1), sender: UserID(4), device: DeviceSN(1), kind: .readAll, readers: [UserID(4)], payload: [])
        #expect(own.isVisible(to: Sample.device(4, 2), in: .user(UserID(2))))
        #expect(!own.isVisible(to: Sample.device(4, 1), in: .user(UserID(2))))
        #expect(!own.isVisible(to: Sample.device(2, 1), in: .user(UserID(4))))
    }

    @Test func ofItsOwnEditsADeviceIsGivenWhatItsClientDoesNotApply() {
        func sees(_ kind: ItemKind, _ peer: Peer) -> Bool {
            TimelineItem(id: MessageID(1), sender: UserID(4), device: DeviceSN(1), kind: kind, payload: [])
                .isVisible(to: Sample.device(4, 1), in: peer)
        }
        #expect(sees(.append, .user(UserID(2))) && sees(.replace, .user(UserID(2))) && sees(.replace, .group(GroupID(3))))
        #expect(!sees(.append, .group(GroupID(3))) && !sees(.recall, .user(UserID(2))) && !sees(.message, .user(UserID(2))))
    }
}
