import HearthCore
import Synchronization

extension SendQueue {
    /// As many of one caller's messages wait at a time: a long list leaves room for everybody else.
    static let together = 500

    /// Takes many messages of one caller, in their order, and answers each.
    public func submit(_ messages: [OutgoingMessage]) async -> [SendResult] {
        var results: [SendResult] = []
        results.reserveCapacity(messages.count)
        for start in stride(from: 0, to: messages.count, by: Self.together) {
            results += await submit(messages[start..<min(start + Self.together, messages.count)])
        }
        return results
    }

    private func submit(_ messages: ArraySlice<OutgoingMessage>) async -> [SendResult] {
        let answers = Answers(messages.count)
        return await withCheckedContinuation { continuation in
            submit(
                messages.enumerated().map { index, message -> Waiting in
                    let completion: Completion = { result in
                        if let all = answers.put(result, at: index) { continuation.resume(returning: all) }
                    }
                    return (message, completion)
                })
        }
    }

    /// The answers that are there so far.
    private final class Answers: Sendable {
        private struct State {
            var results: [SendResult?]
            var missing: Int
        }

        private let state: Mutex<State>

        init(_ count: Int) { state = Mutex(State(results: Array(repeating: nil, count: count), missing: count)) }

        /// All of them, once the last one is here.
        func put(_ result: SendResult, at index: Int) -> [SendResult]? {
            state.withLock { state in
                state.results[index] = result
                state.missing -= 1
                return state.missing == 0 ? state.results.compactMap { $0 } : nil
            }
        }
    }
}

extension SendResult {
    /// The id a message has, now or since it was sent first.
    /// - Throws: why it was refused.
    func id() throws(Failure) -> MessageID {
        switch self {
        case .accepted(let message), .duplicate(let message): return message.id
        case .refused(let failure): throw failure
        }
    }
}
