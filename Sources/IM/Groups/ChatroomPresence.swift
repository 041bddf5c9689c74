import HearthCore

/// A chatroom that somebody sits in now.
public struct ChatroomSeat: Sendable, Equatable {
    public let user: UserID
    public let group: GroupID
    public let conversation: ConversationID
    /// The version of the list of its members.
    public let members: Int64

    public init(user: UserID, group: GroupID, conversation: ConversationID, members: Int64) {
        self.user = user
        self.group = group
        self.conversation = conversation
        self.members = members
    }
}

/// Where it is known who sits in which chatroom.
public protocol ChatroomStore: Sendable {
    /// Up to `limit` chatrooms that some of these people are in, in no order.
    func seats(of users: [UserID], in app: AppNumber, limit: Int) async throws(Failure) -> [ChatroomSeat]
}

/// Says in chatrooms who has come and who has gone: PRESENCE and ABSENCE (xsync.md 9.2). They are pushed and never stored.
///
/// In other groups nobody is told: the members may be very many, and clients do nothing with it.
public struct ChatroomPresence: Sendable {
    /// Chatrooms told of one call's people of one app; more are not.
    static let seats = 2_000

    private let store: any ChatroomStore
    private let codec: any NoticeCodec
    private let ids: MessageIDs

    public init(store: any ChatroomStore, codec: any NoticeCodec, ids: MessageIDs) {
        self.store = store
        self.codec = codec
        self.ids = ids
    }

    /// What the chatrooms of some people are to hear. Nothing depends on it: where the store cannot be asked, nobody is told.
    /// - Parameter moves: `presence` or `absence` of each.
    public func notices(of moves: [Account: GroupNotice.Kind]) async -> [AcceptedMessage] {
        var found: [AcceptedMessage] = []
        for (app, accounts) in Dictionary(grouping: moves.keys, by: \.app) {
            let seats = try? await store.seats(of: accounts.map(\.user), in: app, limit: Self.seats)
            for seat in seats ?? [] {
                let account = Account(app: app, user: seat.user)
                guard let kind = moves[account], let notice = try? notice(kind, of: account, seat) else { continue }
                found.append(notice)
            }
        }
        return found
    }

    private func notice(_ kind: GroupNotice.Kind, of account: Account, _ seat: ChatroomSeat) throws(Failure) -> AcceptedMessage {
        let now = ids.now()
        let notice = GroupNotice(kind, in: seat.group, from: account.user, for: .members)
        let message = OutgoingMessage(
            sender: DeviceAddress(account: account, device: DeviceSN(0)), target: .group(seat.group), action: .notice(.groupNotice),
            clientID: 0, payload: try codec.encode(.group(notice), at: now), receivedAt: now)
        return AcceptedMessage(
            message: message, id: try ids.next(), conversation: seat.conversation, place: nil, members: seat.members)
    }
}
