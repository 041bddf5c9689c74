import HearthCore
import IM
import Synchronization
import TestSupport

/// Notes what is asked for. Messages between users are kept in memory; operations and messages to groups are accepted and
/// forgotten, unless the test has them refused.
final class NotingLog: MessageLog {
    private struct State {
        var noted: [OutgoingMessage] = []
        var refusals: [MessageTarget: Failure] = [:]
    }

    private let timelines: InMemoryTimelines
    private let ids: MessageIDs
    private let state = Mutex(State())

    init(_ timelines: InMemoryTimelines, _ ids: MessageIDs) {
        self.timelines = timelines
        self.ids = ids
    }

    /// Everything asked for so far, also what was refused.
    var noted: [OutgoingMessage] { state.withLock { $0.noted } }

    /// Refuses whatever is asked for there.
    func refuse(_ target: MessageTarget, with failure: Failure) { state.withLock { $0.refusals[target] = failure } }

    func commit(_ batch: [OutgoingMessage], completion: @escaping @Sendable ([SendResult]) -> Void) {
        completion(batch.map(result))
    }

    private func result(of message: OutgoingMessage) -> SendResult {
        let refusal = state.withLock { state in
            state.noted.append(message)
            return state.refusals[message.target]
        }
        if let refusal { return .refused(refusal) }
        if case .message = message.action, case .user = message.target { return kept(message) }
        do throws(Failure) {
            return .accepted(AcceptedMessage(message: message, id: try ids.next(), place: nil))
        } catch {
            return .refused(error)
        }
    }

    private func kept(_ message: OutgoingMessage) -> SendResult {
        let result = Mutex<SendResult>(.refused(Failure(.serverBusy)))
        // Timelines of this kind answer at once.
        timelines.commit([message]) { results in
            guard let first = results.first else { return }
            result.withLock { $0 = first }
        }
        return result.withLock { $0 }
    }
}
