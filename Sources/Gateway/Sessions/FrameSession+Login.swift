import HearthCore
import IM
import Live
import NIOCore
import Observability
import SwiftProtobuf
import XSYNC

extension FrameSession {
    /// PROVISION: who is this? A second one on a connection replaces the first.
    func provision(_ payload: ByteBuffer) {
        let message: Im_Floo_Protobuf_Provision
        do {
            message = try Im_Floo_Protobuf_Provision(serializedBytes: Array(payload.readableBytesView))
        } catch {
            services.counters.add(.framesUndecodable)
            return refuse(Failure(.pbParserError), in: .provision)
        }
        guard services.admission.beginLogin() else {
            services.counters.add(.loginsRefused)
            let busy = StatusValue(Failure(.serverBusy))
            send(.provision(ProvisionDL(status: busy, xid: XID(uid: message.xid.uid))))
            return letComeBack(from: Failure(.serverBusy))
        }
        beginLogin()
        claimed = message.xid.uid
        let request = SignIn.Request(
            user: message.xid.uid, token: message.token, hasPassword: !message.password.isEmpty,
            device: DeviceClaim(
                guid: message.deviceGuid, platform: message.osType.rawValue, userAgent: message.deviceInfo,
                sdkVersion: message.sdkVsn),
            encryptMethod: message.encryptMethod.rawValue, address: transport?.clientAddress ?? "")
        let reply = mailbox()
        Task { [signIn = services.signIn, admission = services.admission] in
            defer { admission.endLogin() }
            do throws(Failure) {
                reply(.signedIn(.success(try await signIn.signIn(request))))
            } catch {
                reply(.signedIn(.failure(error)))
            }
        }
    }

    func finishLogin(_ result: Result<SignIn.Granted, Failure>) {
        guard case .loggingIn = state else { return }
        switch result {
        case .success(let granted):
            let handle = SessionHandle(granted, mailbox: mailbox())
            state = .loggedIn(Login(granted, handle, at: services.clock.now()))
            services.counters.add(.logins)
            let identity = XID(
                uid: UInt64(granted.device.account.user.rawValue), deviceSN: UInt32(granted.device.device.rawValue))
            send(.provision(ProvisionDL(status: .ok, xid: identity)))
            services.hub.enter(handle)
            endIfOver(granted)
            // It may have been removed between its admission and this moment: writing the note finds that out.
            services.lastSeen.note([granted.device], at: services.clock.now())
        case .failure(let failure):
            // The connection stays open: clients that are cut off at once try again without end.
            state = .fresh
            services.counters.add(.loginsRefused)
            send(.provision(ProvisionDL(status: StatusValue(failure), xid: XID(uid: claimed))))
            letComeBack(from: failure)
        }
        releaseHeld()
    }

    /// What is over by itself after a while is no reason to stay out, but after a refusal clients do nothing more on a connection
    /// (xsync.md 4.2): it is closed after some seconds, and they connect again by themselves.
    private func letComeBack(from failure: Failure) {
        guard [.serverTooManyRequest, .serverBusy, .serverNeedRetry].contains(failure.name) else { return }
        noteLimited()
        let (number, bound) = (loginNumber, NIOLoopBound(self, eventLoop: loop.eventLoop))
        loop.eventLoop.scheduleTask(in: SessionLimits.comeBack) {
            let session = bound.value
            guard case .fresh = session.state, session.loginNumber == number else { return }
            session.transport?.drop()
        }
    }

    /// What the hub says.
    func receive(_ event: LiveEvent, _ login: Login) {
        switch event {
        case .arrived(let peer, let conversation, let newest): arrived(login, peer, conversation, newest)
        case .pushed(let message): push(message, to: login)
        case .noticed(let notice): tell(login, notice)
        case .ended(let failure, let notice, let patience): end(login, failure, notice, patience: patience)
        }
    }

    /// The login is over: it leaves the others' sight.
    func leave(_ login: Login) {
        services.hub.leave(login.handle)
        services.lastSeen.note([login.device], at: services.clock.now())
    }

    /// Pushes a UserNotice, and closes the connection behind one that ends the login. Such notices are never stored:
    /// a later login of the same user would read them and be thrown out.
    private func tell(_ login: Login, _ notice: DeviceNotice) {
        push(notice, to: login)
        guard notice.endsLogin else { return }
        flushIfNeeded()
        leave(login)
        state = .over
        transport?.disconnect()
    }

    func push(_ notice: DeviceNotice, to login: Login) {
        var body = Im_Floo_Protobuf_UserNotice()
        body.type = Im_Floo_Protobuf_UserNotice.TypeEnum(rawValue: notice.type.rawValue) ?? .unknown
        body.content = notice.content
        let payload: [UInt8] = (try? body.serializedBytes()) ?? []
        let id = (try? services.ids.next()) ?? MessageID(at: services.clock.now(), node: 0)
        let address = login.device
        let meta = MetaDL(
            id: UInt64(id.rawValue), from: XID(),
            to: XID(uid: UInt64(address.account.user.rawValue), deviceSN: UInt32(address.device.rawValue)),
            timestamp: UInt64(id.instant.milliseconds), ns: .userNotice, payload: payload)
        send(.sync(SyncDL(metas: [meta], xid: XID(), isEagerSync: true)))
    }
}
