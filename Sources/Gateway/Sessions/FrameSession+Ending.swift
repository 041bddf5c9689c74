import HearthCore
import IM
import Live
import NIOCore
import XSYNC

/// A login that is over for a reason that concerns all sessions of an app. The client has some seconds to understand: its frames are
/// answered with the reason, and then the connection is closed.
extension FrameSession {
    /// The app may have been changed while the login was checked, before the hub knew of this session.
    func endIfOver(_ granted: SignIn.Granted) {
        guard case .loggedIn(let login) = state, let ending = granted.ending else { return }
        if let event = LiveEvent(ending, sdkVersion: granted.sdkVersion, device: granted.device.device) { receive(event, login) }
    }

    func end(_ login: Login, _ failure: Failure, _ notice: DeviceNotice?, patience: Int64) {
        if let notice { push(notice, to: login) } else { send(.sync(SyncDL(status: StatusValue(failure), xid: XID()))) }
        leave(login)
        state = .ended(login, failure)
        let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
        loop.eventLoop.scheduleTask(in: .milliseconds(patience)) { bound.value.close() }
    }

    private func close() {
        guard case .ended = state else { return }
        flushIfNeeded()
        state = .over
        transport?.disconnect()
    }

    /// What was stored before the end is acknowledged still; everything else comes too late.
    func receive(_ event: SessionEvent, ended login: Login) {
        guard case .sent(let clientID, let peer, let bytes, let result) = event else { return }
        login.sendingBytes -= bytes
        finishSend(login, clientID, peer, result)
    }

    /// Answers a frame of a login that is over, in the form its command is answered in; a send is told by its own number.
    func refuse(_ frame: Frame, _ failure: Failure) {
        switch frame.knownCommand {
        case .sync:
            guard let request = try? SyncUL.read(frame.payload) else { return refuse(failure) }
            let peer = request.xid ?? request.meta?.to.map { XID(uid: $0.uid) } ?? XID()
            send(.sync(SyncDL(status: StatusValue(failure), xid: peer, clientMid: request.meta?.id ?? 0)))
        case let command: refuse(failure, in: command)
        }
    }
}
