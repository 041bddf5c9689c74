import HearthCore
import NIOCore
import XSYNC

/// One logged-in device: sends with acknowledgement, receives by itself what is new, and comes back after a cut.
///
/// It runs on one event loop, so a message in or out costs no hop and no Task of its own. Must be closed: `close()`.
public actor FlooClient {
    /// What happened, in order. Has one reader; ends when the client is closed.
    public nonisolated let events: AsyncStream<Event>
    /// The loop that everything of this client runs on.
    public nonisolated let eventLoop: any EventLoop
    public nonisolated var unownedExecutor: UnownedSerialExecutor { eventLoop.executor.asUnownedSerialExecutor() }

    let configuration: ClientConfiguration
    private let told: AsyncStream<Event>.Continuation
    private var session: ClientSession?
    private var connection: FlooConnection?
    /// Counts logins and logouts, so that late news of an earlier one are known.
    private var era = 0
    private var attempts = 0
    private var heartbeats: RepeatedTask?
    private var timer: Scheduled<Void>?
    private var loginWaiter: CheckedContinuation<Result<DeviceSN, ClientError>, Never>?
    private var sends: [UInt64: Waiter<Acknowledgement>] = [:]
    private var histories: [Int: Waiter<HistoryPage>] = [:]

    public init(_ configuration: ClientConfiguration, group: any EventLoopGroup) {
        self.configuration = configuration
        eventLoop = group.next()
        (events, told) = AsyncStream.makeStream(of: Event.self)
    }

    deinit {
        connection?.close()
        heartbeats?.cancel()
        timer?.cancel()
        told.finish()
    }

    /// The serial number of this device, nil before the first login.
    public var deviceSN: DeviceSN? { session.flatMap { $0.deviceSN == 0 ? nil : DeviceSN(Int32(clamping: $0.deviceSN)) } }

    /// How many items the server gave again and this client kept to itself.
    public var suppressedDuplicates: Int { session?.duplicates ?? 0 }

    /// Whom this user has conversations with, as the server lists them after a login: oldest activity first.
    public var conversations: [Recipient] { session?.conversations ?? [] }

    /// Whether the server has granted the login on the present connection.
    public var isOnline: Bool { session?.isOnline ?? false }

    // MARK: - Login

    /// Connects and logs in. From here on the client reconnects by itself, as the same device and with the same token.
    /// - Throws: `refused`, or what stood in the way of a connection. The first attempt is not repeated.
    @discardableResult
    public func login(user: UserID, token: String, guid: String) async throws(ClientError) -> DeviceSN {
        guard session == nil else { throw .protocolViolation("this client is logged in already") }
        era += 1
        session = ClientSession(Identity(user: user, token: token, guid: guid), deviceInfo: configuration.deviceInfo)
        return try await withCheckedContinuation { continuation in
            loginWaiter = continuation
            open()
        }.get()
    }

    /// Leaves without a word, as an SDK does, and settles every call that waits. The events end.
    public func close() async {
        let connection = connection
        stop(.disconnected)
        told.finish()
        await connection?.closed()
    }

    /// Cuts the connection as a lost network does; the client comes back by its policy.
    public func dropConnection() { connection?.close() }

    // MARK: - Calls

    /// Sends a text and waits until the server has stored it.
    /// - Returns: the server's id of the message.
    /// - Throws: `refused` with the server's status and reason; `timedOut`; `disconnected` when the login is over.
    @discardableResult
    public func send(text: String, to recipient: Recipient) async throws(ClientError) -> MessageID {
        var body = Im_Floo_Protobuf_MessageBody()
        body.content = text
        return try await send(body: body, to: recipient)
    }

    /// Sends a body and waits for the acknowledgement, across reconnects. A type that is not set becomes that of the recipient.
    @discardableResult
    public func send(body: Im_Floo_Protobuf_MessageBody, to recipient: Recipient) async throws(ClientError) -> MessageID {
        var body = body
        if body.type == .normal {
            if case .group = recipient { body.type = .groupchat } else { body.type = .chat }
        }
        return try await submit(.message(body, to: recipient, at: configuration.clock.now())).id
    }

    /// Sends a message or an operation and waits for the server's answer to it, across reconnects.
    func submit(_ submission: Submission) async throws(ClientError) -> Acknowledgement {
        guard let sent = session?.submit(submission, now: configuration.clock.now()) else { throw .disconnected }
        return try await withCheckedContinuation { continuation in
            let deadline = schedule(configuration.answerTimeout) { client in
                client.session?.forget(sent.clientID)
                client.sends.removeValue(forKey: sent.clientID)?.resume(.failure(.timedOut))
            }
            sends[sent.clientID] = Waiter(continuation, deadline)
            perform(sent.actions)
        }.get()
    }

    /// Tells a user that this one is typing. Not acknowledged, and nothing at all while offline.
    public func typing(to user: UserID) {
        guard let actions = session?.typing(to: user, now: configuration.clock.now()) else { return }
        perform(actions)
    }

    /// Messages of a conversation, newest first.
    /// - Parameters:
    ///   - id: only older ones than this; nil begins at the newest.
    ///   - count: at most 100; a negative one asks for messages newer than `id`.
    public func history(
        with recipient: Recipient, before id: MessageID? = nil, count: Int = 20
    ) async throws(ClientError) -> HistoryPage {
        guard let asked = session?.history(of: recipient.wire, before: id, count: count) else { throw .disconnected }
        return try await withCheckedContinuation { continuation in
            let deadline = schedule(configuration.answerTimeout) { client in
                client.histories.removeValue(forKey: asked.ticket)?.resume(.failure(.timedOut))
            }
            histories[asked.ticket] = Waiter(continuation, deadline)
            perform(asked.actions)
        }.get()
    }

    // MARK: - What the session wants

    private func perform(_ actions: [ClientSession.Action]) {
        for action in actions { perform(action) }
        connection?.flush()
    }

    private func perform(_ action: ClientSession.Action) {
        switch action {
        case .send(let frame): connection?.send(frame, flush: false)
        case .emit(let event): told.yield(event)
        case .loggedIn(let device): finishLogin(device)
        case .loginRefused(let error): refuseLogin(error)
        case .settled(let clientID, let result): sends.removeValue(forKey: clientID)?.resume(result)
        case .history(let ticket, let result): histories.removeValue(forKey: ticket)?.resume(result)
        case .end(let error): end(error)
        }
    }

    private func finishLogin(_ device: DeviceSN) {
        timer?.cancel()
        attempts = 0
        heartbeats?.cancel()
        let period = configuration.heartbeat
        heartbeats = eventLoop.scheduleRepeatedTask(initialDelay: period, delay: period) { [weak self] _ in
            self?.assumeIsolated { client in
                guard let actions = client.session?.heartbeat() else { return }
                client.perform(actions)
            }
        }
        guard let waiter = loginWaiter else {
            told.yield(.reconnected(device))
            return
        }
        loginWaiter = nil
        waiter.resume(returning: .success(device))
    }

    private static let passing: Set<SyncStatus?> = [.fail, .rateLimitExceeded]

    /// At a reconnect some refusals pass; any other would come again.
    private func refuseLogin(_ error: ClientError) {
        if loginWaiter == nil, case .refused(let status, _) = error, Self.passing.contains(SyncStatus(rawValue: status)) {
            connection?.close()
        } else {
            end(error)
        }
    }

    private func end(_ error: ClientError) {
        let wasLoggedIn = loginWaiter == nil
        stop(error)
        if wasLoggedIn { told.yield(.ended(error)) }
    }

    /// Forgets the login and settles everybody who waits.
    private func stop(_ error: ClientError) {
        era += 1
        session = nil
        connection?.close()
        connection = nil
        heartbeats?.cancel()
        timer?.cancel()
        loginWaiter?.resume(returning: .failure(error))
        loginWaiter = nil
        for waiter in sends.values { waiter.resume(.failure(error)) }
        for waiter in histories.values { waiter.resume(.failure(error)) }
        sends = [:]
        histories = [:]
    }

    // MARK: - Connections

    private func open() {
        let era = era
        let delegate: @Sendable () -> any FlooConnectionDelegate = { [weak self] in ClientDelegate(self, era: era) }
        FlooConnection.connect(
            to: configuration.address, over: configuration.transport, on: eventLoop, timeout: configuration.loginTimeout,
            delegate: delegate
        ).whenFailure { [weak self] error in
            self?.assumeIsolated { $0.lost(ClientError(error), era: era) }
        }
    }

    fileprivate func opened(_ connection: FlooConnection, era: Int) {
        guard era == self.era, let actions = session?.connected() else { return connection.close() }
        self.connection = connection
        timer = schedule(configuration.loginTimeout) { client in
            if client.loginWaiter != nil { client.end(.timedOut) } else { client.connection?.close() }
        }
        perform(actions)
    }

    fileprivate func received(_ message: DownMessage, era: Int) {
        guard era == self.era, let actions = session?.receive(message) else { return }
        for action in actions where era == self.era { perform(action) }
        connection?.flush()
    }

    fileprivate func lost(_ error: ClientError, era: Int) {
        guard era == self.era, let actions = session?.disconnected() else { return }
        timer?.cancel()
        heartbeats?.cancel()
        let wasConnected = connection != nil
        connection = nil
        perform(actions)
        if loginWaiter != nil { return end(error) }
        if wasConnected { told.yield(.disconnected(error)) }
        attempts += 1
        guard let delay = configuration.reconnect.delay(attempts) else { return end(error) }
        timer = schedule(delay) { $0.open() }
    }

    private func schedule(_ delay: TimeAmount, _ work: @escaping @Sendable (isolated FlooClient) -> Void) -> Scheduled<Void> {
        eventLoop.scheduleTask(in: delay) { [weak self] in
            self?.assumeIsolated { work($0) }
        }
    }
}

/// Brings what happens on one connection to the client, both being on the same event loop.
private final class ClientDelegate: FlooConnectionDelegate {
    private weak var client: FlooClient?
    private let era: Int

    init(_ client: FlooClient?, era: Int) {
        self.client = client
        self.era = era
    }

    func connectionIsReady(_ connection: FlooConnection) {
        guard let client else { return connection.close() }
        client.assumeIsolated { [era] in $0.opened(connection, era: era) }
    }

    func connection(_ connection: FlooConnection, received message: DownMessage) {
        client?.assumeIsolated { [era] in $0.received(message, era: era) }
    }

    func connection(_ connection: FlooConnection, closedBy error: ClientError?) {
        client?.assumeIsolated { [era] in $0.lost(error ?? .disconnected, era: era) }
    }
}
