import HearthCore
import IM
import Live
import NIOCore
import Observability
import XSYNC

/// The conversation with one client, whatever carries its frames. Lives on one event loop.
///
/// Nothing but Provision is taken before a login; frames that follow a Provision still being checked
/// wait for it, since a client sends what it kept during a cut right behind it.
final class FrameSession {
    enum State {
        case fresh
        case loggingIn
        case loggedIn(Login)
        /// The login is over for a reason that every frame is answered with until the connection is closed.
        case ended(Login, Failure)
        case over
    }

    /// Who is logged in.
    final class Login {
        let granted: SignIn.Granted
        let handle: SessionHandle
        /// When this connection logged in.
        let began: Instant
        var queues: [Peer: QueueState] = [:]
        var hasListed = false
        var sendsInFlight = 0
        var sendingBytes = 0
        /// Conversations that are being looked up, and those that wait for their turn.
        var opensInFlight = 0
        var opensWaiting: CircularBuffer<Peer> = []
        /// With so many queues it is time to forget some.
        var forgetAt = SessionLimits.rememberedQueues
        var historiesInFlight = 0
        /// Requests for the conversation list that wait for the read under way.
        var listsOwed = 0

        init(_ granted: SignIn.Granted, _ handle: SessionHandle, at began: Instant) {
            self.began = began
            self.granted = granted
            self.handle = handle
        }

        var device: DeviceAddress { granted.device }

        /// Whether this device is given an item in a sync.
        func sees(_ item: TimelineItem, in peer: Peer) -> Bool {
            item.isVisible(to: device, in: peer) && item.kind.isFor(sdkVersion: granted.sdkVersion)
        }
    }

    let services: GatewayServices
    let loop: SessionLoop
    weak var transport: (any FrameTransport)?
    var state = State.fresh
    /// Counts the logins of this connection, so that late answers to an earlier one are known.
    private(set) var loginNumber = 0
    /// The user id of the last Provision, which its refusal repeats.
    var claimed: UInt64 = 0
    private var held: [Frame] = []
    private var heldBytes = 0
    private var needsFlush = false
    /// Frames that were too many for a limit.
    private var limited = 0

    init(services: GatewayServices, loop: SessionLoop, transport: any FrameTransport) {
        self.services = services
        self.loop = loop
        self.transport = transport
    }

    /// The bytes of one frame came in.
    func receive(_ bytes: ByteBuffer) {
        services.counters.add(.framesReceived)
        let frame: Frame
        do {
            frame = try Frame.read(bytes)
        } catch {
            services.counters.add(.framesUndecodable)
            return refuse(Failure(.pbParserError))
        }
        switch state {
        case .over: return
        case .loggingIn: hold(frame)
        case .fresh, .loggedIn, .ended: handle(frame)
        }
    }

    /// An answer or an event from elsewhere.
    func receive(_ event: SessionEvent, login number: Int) {
        guard number == loginNumber else { return }
        if case .signedIn(let result) = event { return finishLogin(result) }
        if case .ended(let login, _) = state { return receive(event, ended: login) }
        guard case .loggedIn(let login) = state else { return }
        switch event {
        case .signedIn: return
        case .live(let event): receive(event, login)
        case .sent(let clientID, let peer, let bytes, let result):
            login.sendingBytes -= bytes
            finishSend(login, clientID, peer, result)
        case .opened(let peer, let result): finishOpening(login, peer, result)
        case .page(let peer, let newest, let result): finishPage(login, peer, newest: newest, result)
        case .history(let peer, let result): finishHistory(login, peer, result)
        case .listed(let isFirst, let result): finishList(login, isFirst: isFirst, result)
        }
    }

    /// The connection is gone.
    func connectionClosed() {
        if case .loggedIn(let login) = state { leave(login) }
        state = .over
        loginNumber += 1
        held = []
        needsFlush = false
    }

    // MARK: - Frames

    private func handle(_ frame: Frame) {
        if case .ended(_, let failure) = state { return refuse(frame, failure) }
        if let failure = Self.unsupported(frame) { return refuse(failure, in: frame.knownCommand) }
        switch frame.knownCommand {
        case .provision: provision(frame.payload)
        case .unread: unread()
        case .sync: sync(frame.payload)
        // A notice goes down only; up it is as unknown as command 9.
        case .notice, nil: refuse(Failure(.serverFireplaceUnknownError))
        }
    }

    /// What nobody agreed on: compression, encryption, checksums of an unpublished algorithm.
    private static func unsupported(_ frame: Frame) -> Failure? {
        if frame.encryptMethod != 0 || frame.hasEncryptKey { return Failure(.serverDecryptionFailed) }
        if frame.compressMethod != 0 { return Failure(.pbParserError) }
        if frame.checkSum != 0 { return Failure(.checkSumFailure) }
        return nil
    }

    private func hold(_ frame: Frame) {
        heldBytes += frame.payload.readableBytes
        guard held.count < SessionLimits.heldFrames, heldBytes <= services.limits.heldBytes else {
            transport?.disconnect()
            return
        }
        held.append(frame.detached())
    }

    /// Takes up what waited for the login. A Provision among it starts the waiting anew.
    func releaseHeld() {
        let frames = held
        held = []
        heldBytes = 0
        for frame in frames {
            if case .loggingIn = state { hold(frame) } else { handle(frame) }
        }
    }

    // MARK: - Logins

    /// Ends the present login, if any, and counts a new one.
    func beginLogin() {
        if case .loggedIn(let login) = state { leave(login) }
        state = .loggingIn
        loginNumber += 1
    }

    // MARK: - Writing

    func send(_ frame: DownFrame) {
        transport?.send(frame)
        needsFlush = true
    }

    func flushIfNeeded() {
        guard needsFlush else { return }
        needsFlush = false
        transport?.flush()
    }

    /// Answers a frame that cannot be taken, in the form its command is answered in.
    func refuse(_ failure: Failure, in command: Command? = nil) {
        noteLimited()
        switch command {
        case .provision: send(.provision(ProvisionDL(status: StatusValue(failure), xid: XID())))
        case .unread: send(.unread(UnreadDL(status: StatusValue(failure))))
        default: send(.sync(SyncDL(status: StatusValue(failure), xid: XID())))
        }
    }

    /// Notes that a frame was refused. Its answer is all that it gets; who goes on and on is read more slowly.
    func noteLimited() {
        limited += 1
        if limited.isMultiple(of: SessionLimits.refusalsBeforeRest) { transport?.rest() }
    }

    /// A way back to this session for work done elsewhere.
    func mailbox() -> @Sendable (SessionEvent) -> Void {
        let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
        return { [loop, number = loginNumber] event in loop.post(event, to: bound, login: number) }
    }
}

/// A logged-in session as the hub knows it.
final class SessionHandle: LiveSession {
    let address: DeviceAddress
    let tokenID: String
    let sdkVersion: String
    private let mailbox: @Sendable (SessionEvent) -> Void

    init(_ granted: SignIn.Granted, mailbox: @escaping @Sendable (SessionEvent) -> Void) {
        address = granted.device
        tokenID = granted.tokenID
        sdkVersion = granted.sdkVersion
        self.mailbox = mailbox
    }

    func post(_ event: LiveEvent) { mailbox(.live(event)) }
}

extension StatusValue {
    /// A failure as the long connection words it.
    init(_ failure: Failure) { self.init(code: failure.status, reason: failure.reason) }
}
