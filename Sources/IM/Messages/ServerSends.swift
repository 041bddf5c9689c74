import HearthCore

/// Messages that an app's own server sends: in the name of one of its users, or of the system.
///
/// What a user may not do himself, his server may not do in his name: the same rules decide. Only a recall knows no time and
/// no author here.
public struct ServerSends: Sendable {
    /// What became of a message to everybody.
    public struct Broadcast: Sendable, Equatable {
        /// To so many it was sent.
        public let sent: Int
        /// Why it ended before it had reached everybody; nil when it has.
        public let failure: Failure?
    }

    private let sends: MessageGate
    private let bodies: any BodyCodec
    private let accounts: any AccountStore
    private let ids: MessageIDs

    public init(sends: MessageGate, bodies: any BodyCodec, accounts: any AccountStore, ids: MessageIDs) {
        self.sends = sends
        self.bodies = bodies
        self.accounts = accounts
        self.ids = ids
    }

    /// Sends to every receiver by himself; those that fail are left out.
    /// - Parameters:
    ///   - sender: `UserID.system` for a message of the system.
    ///   - settings: of the app.
    /// - Returns: the ids of the messages, those of an earlier call that was the same.
    /// - Throws: the first failure when nobody was reached.
    public func send(
        _ draft: MessageDraft, from sender: Account, to receivers: MessageReceivers, settings: AppSettings
    ) async throws(Failure) -> [MessageID] {
        let letter = try letter(draft, from: sender, receivers.shape, settings.chatFriendsOnly)
        let author: MessageAuthor = sender.user == .system ? .system : .admin
        let results = await sends.submit(receivers.targets.map(letter), by: author, settings)
        var sent: [MessageID] = []
        var failure: Failure?
        for result in results {
            do throws(Failure) {
                sent.append(try result.id())
            } catch {
                failure = failure ?? error
            }
        }
        if sent.isEmpty, let failure { throw failure }
        return sent
    }

    /// Sends to every user of an app as the system. Who registers meanwhile may be left out.
    /// - Throws: `InvalidRequestParameter` for an operation, and the first failure when nobody was reached.
    public func broadcast(_ draft: MessageDraft, in app: AppNumber, settings: AppSettings) async throws(Failure) -> Broadcast {
        guard draft.isMessage else { throw Failure(.invalidRequestParameter, "invalid request parameter: content_type") }
        let letter = try letter(draft, from: Account(app: app, user: .system), .chat, false)
        var (sent, failure) = (0, Failure?.none)
        var last = UserID.system
        while failure == nil {
            let page: [UserID]
            do throws(Failure) {
                page = try await accounts.users(of: app, after: last, limit: SendQueue.together)
            } catch {
                failure = error
                break
            }
            guard let newest = page.last else { break }
            last = newest
            for result in await sends.submit(page.map { letter(.user($0)) }, by: .system, settings) {
                switch result {
                case .accepted, .duplicate: sent += 1
                // Removed since the page was read.
                case .refused(let why) where why.name == .userNotExist: break
                case .refused(let why): failure = failure ?? why
                }
            }
        }
        if sent == 0, let failure { throw failure }
        return Broadcast(sent: sent, failure: failure)
    }

    /// The message as each receiver gets it.
    private func letter(
        _ draft: MessageDraft, from sender: Account, _ shape: BodyShape, _ isForFriendsOnly: Bool
    ) throws(Failure) -> @Sendable (MessageTarget) -> OutgoingMessage {
        var fields = draft.fields
        fields.isSystem = sender.user == .system && draft.isMessage
        let payload = try bodies.encode(fields, as: draft.isMessage ? shape : .operation)
        let clientID = if let transaction = draft.transaction { transaction } else { try ids.next().rawValue }
        let now = ids.now()
        return { target in
            OutgoingMessage(
                sender: DeviceAddress(account: sender, device: DeviceSN(0)), target: target, action: draft.action,
                clientID: clientID, payload: payload, receivedAt: now, isForFriendsOnly: isForFriendsOnly)
        }
    }
}
