import Database
import HearthCore
import IM
import Synchronization
import Testing

extension DeviceAddress {
    /// An operation of this device in a conversation.
    func does(
        _ kind: ItemKind, on message: MessageID, in target: MessageTarget, _ text: String = "", recalls: RecallPolicy = .disabled,
        clientID: Int64
    ) -> OutgoingMessage {
        OutgoingMessage(
            sender: self, target: target, action: .operation(Operation(kind, on: message, recalls: recalls)),
            clientID: clientID, payload: Array(text.utf8))
    }

    func clears(_ target: MessageTarget, everywhere: Bool = true, clientID: Int64) -> OutgoingMessage {
        OutgoingMessage(sender: self, target: target, action: .clear(everywhere: everywhere), clientID: clientID, payload: [])
    }
}

/// Client ids that no other message has.
final class Counter: Sendable {
    private let last = Atomic<Int64>(0)

    func next() -> Int64 { last.add(1, ordering: .relaxed).newValue }
}

extension RecallPolicy {
    static let fiveMinutes = RecallPolicy.within(chat: 300_000, group: 300_000)
}

/// Anna and Ben, who have two devices each and talk to each other.
final class Operating: Sendable {
    let store: OpenStore
    let anna: Account
    let ben: Account
    private let clientIDs = Counter()

    init(_ kind: StoreKind) async throws {
        store = try await OpenStore(kind)
        (anna, ben) = try await store.pair()
    }

    func other(_ account: Account) -> Account { account == anna ? ben : anna }

    /// A text of somebody's first device to the other.
    @discardableResult
    func say(_ text: String, by account: Account) async throws -> MessageID {
        try #require(await store.messages.commit(account.says(text, to: other(account), clientID: clientIDs.next())).accepted).id
    }

    /// An operation of somebody's device in their conversation.
    func result(
        _ kind: ItemKind, on message: MessageID, by account: Account, device: Int32 = 1, _ text: String = "",
        recalls: RecallPolicy = .fiveMinutes, in target: MessageTarget? = nil
    ) async -> SendResult {
        await store.messages.commit(
            account.device(device).does(
                kind, on: message, in: target ?? .user(other(account).user), text, recalls: recalls, clientID: clientIDs.next()))
    }

    @discardableResult
    func act(
        _ kind: ItemKind, on message: MessageID, by account: Account, device: Int32 = 1, _ text: String = "",
        recalls: RecallPolicy = .fiveMinutes, in target: MessageTarget? = nil
    ) async throws -> AcceptedMessage {
        let result = await result(kind, on: message, by: account, device: device, text, recalls: recalls, in: target)
        return try #require(result.accepted, "\(result)")
    }

    @discardableResult
    func clear(by account: Account, device: Int32 = 1, everywhere: Bool = true) async throws -> AcceptedMessage {
        let result = await store.messages.commit(
            account.device(device).clears(.user(other(account).user), everywhere: everywhere, clientID: clientIDs.next()))
        return try #require(result.accepted, "\(result)")
    }

    /// What one device is given of the conversation, as words.
    func page(of account: Account, device: Int32 = 2, after cursor: MessageID = .zero) async throws -> [String] {
        let peer = Peer.user(other(account).user)
        return try await store.conversations.page(account.device(device), with: peer, after: cursor)
            .filter { $0.isVisible(to: account.device(device), in: peer) }
            .map { $0.kind == .message ? $0.text : "\($0.kind)\($0.text.isEmpty ? "" : " \($0.text)")" }
    }

    func history(of account: Account, device: Int32 = 2) async throws -> [String] {
        try await store.conversations.history(account.device(device), with: .user(other(account).user)).items.map(\.text)
    }

    func statuses(of account: Account) async throws -> [MessageStatus] {
        try await store.conversations.history(account.device(), with: .user(other(account).user)).items.map(\.status)
    }

    func unread(of account: Account) async throws -> Int {
        try await store.conversations.unread(account).first { $0.peer == .user(other(account).user) }?.count ?? 0
    }
}
