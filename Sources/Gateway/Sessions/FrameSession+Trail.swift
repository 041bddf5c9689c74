import HearthCore
import IM
import Live

extension FrameSession {
    /// Leaves a trace of a delivery for operators.
    func note(
        _ step: DeliveryTrail.Step, _ login: Login, _ conversation: ConversationID, after: MessageID, upTo: MessageID
    ) {
        loop.trail.note(
            DeliveryTrail.Entry(step, login.device, conversation, after: after, upTo: upTo, at: services.clock.now()))
    }

    /// A notice is about all that the device lacks. Before its place is looked up nobody knows what that is: about the newest then.
    func noteNotice(_ login: Login, _ peer: Peer, _ conversation: ConversationID, _ newest: MessageID) {
        let place = login.queues[peer].flatMap { $0.isOpen ? $0.cursor : nil }
        note(.told, login, conversation, after: place ?? MessageID(newest.rawValue - 1), upTo: newest)
    }
}
