import CurlCalls
import HearthCore
import Workers

/// Asks other servers over HTTPS, on threads of its own: libcurl blocks, and no event loop may.
///
/// Calls stand in lanes: a server that is slow holds up the callers of its own lane only.
/// Connections stay open for the next call to the same address.
/// Certificates are verified, TLS is 1.2 or newer, redirects are not followed and no proxy of the environment is used.
public final class OutboundHTTP: Sendable {
    /// What another server said, whatever its status.
    public struct Answer: Sendable {
        public let status: Int
        public let body: [UInt8]

        public init(status: Int, body: [UInt8]) {
            self.status = status
            self.body = body
        }
    }

    /// Why there is no answer, in words for the log.
    public struct Trouble: Error, Sendable {
        public let reason: String
        /// Nobody was called: its time was over before its turn came.
        public var isUnasked = false
    }

    /// How many calls there may be. What is more is refused at once.
    public struct Bounds: Sendable {
        /// Calls at the same time, each on a thread of its own.
        public var running: Int
        /// Calls that wait for a thread.
        public var waiting: Int
        /// Calls of one lane at the same time.
        public var runningInLane: Int
        /// Calls of one lane that wait.
        public var waitingInLane: Int

        public init(running: Int = 16, waiting: Int = 256, runningInLane: Int = 4, waitingInLane: Int = 16) {
            self.running = running
            self.waiting = waiting
            self.runningInLane = runningInLane
            self.waitingInLane = waitingInLane
        }
    }

    private let authorities: String?
    private let clock: any WallClock
    private let calls: CallQueue
    private let lines: CallLines

    /// - Parameter authorities: a PEM file of the certificate authorities to trust instead of the system's; nil for those.
    public init(authorities: String? = nil, clock: any WallClock, bounds: Bounds = Bounds()) {
        self.authorities = authorities
        self.clock = clock
        calls = CallQueue(bounds)
        lines = CallLines(most: bounds.running)
    }

    deinit { calls.shutdown() }

    /// Sends a JSON document and waits for the answer.
    /// - Parameters:
    ///   - headers: beside those that say it is JSON: names and values, in printable ASCII.
    ///   - lane: whose call it is.
    ///   - timeout: for all of it from now on, waiting for a thread included, in milliseconds.
    ///   - most: a longer answer is trouble, in bytes.
    /// - Returns: the answer, or why there is none.
    /// - Throws: `ServerBusy` when too many calls wait, or after `shutdown`.
    public func post(
        _ json: [UInt8], headers: [(String, String)] = [], to url: String, in lane: String, timeout: Int64, most: Int
    ) async throws(Failure) -> Result<Answer, Trouble> {
        let (authorities, clock, lines) = (authorities, clock, lines)
        let end = clock.now().advanced(by: timeout)
        let result = await withCheckedContinuation { (done: CheckedContinuation<Result<Answer, Trouble>?, Never>) in
            let isQueued = calls.submit(in: lane) { fate in
                switch fate {
                case .run:
                    // The clock of the machine may be set meanwhile.
                    let left = min(end.since(clock.now()), timeout)
                    done.resume(returning: lines.post(json, headers, to: url, authorities, timeout: left, most: most))
                case .refused: done.resume(returning: nil)
                }
            }
            if !isQueued { done.resume(returning: nil) }
        }
        guard let result else { throw Failure(.serverBusy) }
        return result
    }

    /// Refuses what waits, lets running calls end and joins the threads: blocks for as long as one call may take.
    public func shutdown() { calls.shutdown() }
}
