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
}
