import HearthCore
import IM
import Synchronization
import TestSupport

/// An endpoint that answers when the test says so.
final class HeldHook: BeforeAsking {
    /// A question; one that is dropped without an answer has failed.
    final class Asked: Sendable {
        let question: BeforeQuestion
        let timeout: Int64
        private let done: Mutex<CheckedContinuation<Result<BeforeAnswer, HookTrouble>, Never>?>

        fileprivate init(
            _ question: BeforeQuestion, timeout: Int64, _ done: CheckedContinuation<Result<BeforeAnswer, HookTrouble>, Never>
        ) {
            self.question = question
            self.timeout = timeout
            self.done = Mutex(done)
        }

        deinit { end(.failure(HookTrouble("dropped"))) }

        func answer(_ answer: BeforeAnswer) { end(.success(answer)) }
        func fail() { end(.failure(HookTrouble("broken"))) }

        private func end(_ result: Result<BeforeAnswer, HookTrouble>) {
            let done = done.withLock { done in
                defer { done = nil }
                return done
            }
            done?.resume(returning: result)
        }
    }

    private let open = Mutex<[Asked]>([])
    private let arrivals: AsyncStream<Void>
    private let arrive: AsyncStream<Void>.Continuation

    init() { (arrivals, arrive) = AsyncStream.makeStream() }

    func ask(_ question: BeforeQuestion, _ hook: BeforeHook, timeout: Int64) async -> Result<BeforeAnswer, HookTrouble> {
        await withCheckedContinuation { done in
            open.withLock { $0.append(Asked(question, timeout: timeout, done)) }
            arrive.yield()
        }
    }

    /// Everything that is asked and not yet taken: waits until there is something.
    func take() async -> [Asked] {
        var iterator = arrivals.makeAsyncIterator()
        while true {
            let asked = open.withLock { open in
                defer { open = [] }
                return open
            }
            if !asked.isEmpty { return asked }
            _ = await iterator.next()
        }
    }

    /// The same in the order of the messages, as many as are asked for.
    func take(_ count: Int) async -> [Asked] {
        var asked: [Asked] = []
        while asked.count < count { asked += await take() }
        return asked.sorted { $0.question.clientID < $1.question.clientID }
    }
}

/// The hook before messages of one app, and what it lets through.
struct HookWorld: Sendable {
    let endpoint = HeldHook()
    let clock = VirtualClock()
    let hooks: BeforeHooks
    let passed = Passed()

    /// Messages in the order in which they went on.
    final class Passed: Sendable {
        private let messages = Mutex<[OutgoingMessage]>([])
        private let arrivals: AsyncStream<Void>
        private let arrive: AsyncStream<Void>.Continuation

        init() { (arrivals, arrive) = AsyncStream.makeStream() }

        var all: [OutgoingMessage] { messages.withLock { $0 } }
        /// The client ids of those that went on, with the reason of those that are refused.
        var told: [String] { all.map { message in "\(message.clientID)" + (message.moderation?.refusal.map { " \($0.reason)" } ?? "") } }

        func add(_ message: OutgoingMessage) {
            messages.withLock { $0.append(message) }
            arrive.yield()
        }

        /// Waits until so many have gone on.
        func wait(for count: Int) async {
            var iterator = arrivals.makeAsyncIterator()
            while messages.withLock({ $0.count }) < count { _ = await iterator.next() }
        }
    }

    init() {
        hooks = BeforeHooks(asking: endpoint, bodies: PlainBodyCodec(), clock: clock, randomness: SeededRandomness())
    }

    static func settings(_ values: [String: String] = [:]) -> AppSettings {
        AppSettings(stored: ["hook.before.url": "https://hook.example/"].merging(values) { $1 })
    }

    static func text(_ id: Int64, _ content: String = "hi", from sender: DeviceAddress = Sample.device()) -> OutgoingMessage {
        let payload = (try? PlainBodyCodec().encode(BodyFields(contentType: 0, content: content), as: .chat)) ?? []
        return Sample.message(from: sender, clientID: id, payload: payload)
    }
}
