import CurlCalls
import HearthCore
import Workers

/// Asks other servers over HTTPS, on threads of its own: libcurl blocks, and no event loop may.
///
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
    }

    private let authorities: String?
    private let workers: WorkerThreads

    /// - Parameters:
    ///   - authorities: a PEM file of the certificate authorities to trust instead of the system's; nil for those.
    ///   - threads: calls at the same time.
    ///   - queueLimit: calls that may wait for a thread. What is more is refused at once.
    public init(authorities: String? = nil, threads: Int = 8, queueLimit: Int = 256) {
        self.authorities = authorities
        workers = WorkerThreads(count: threads, queueLimit: queueLimit)
    }

    deinit { workers.shutdown() }

    /// Sends a JSON document and waits for the answer.
    /// - Parameters:
    ///   - timeout: for all of it, in milliseconds.
    ///   - most: a longer answer is trouble, in bytes.
    /// - Returns: the answer, or why there is none.
    /// - Throws: `ServerBusy` when too many calls wait, or after `shutdown`.
    public func post(
        _ json: [UInt8], to url: String, timeout: Int, most: Int
    ) async throws(Failure) -> Result<Answer, Trouble> {
        let authorities = authorities
        let result = await withCheckedContinuation { (done: CheckedContinuation<Result<Answer, Trouble>?, Never>) in
            let isQueued = workers.submit { fate in
                switch fate {
                case .run: done.resume(returning: Self.post(json, url, authorities, timeout, most))
                case .refused: done.resume(returning: nil)
                }
            }
            if !isQueued { done.resume(returning: nil) }
        }
        guard let result else { throw Failure(.serverBusy) }
        return result
    }

    /// Refuses what waits, lets running calls end and joins the threads: blocks for as long as one call may take.
    public func shutdown() { workers.shutdown() }

    private static func post(
        _ json: [UInt8], _ url: String, _ authorities: String?, _ timeout: Int, _ most: Int
    ) -> Result<Answer, Trouble> {
        var answer = curl_calls_answer()
        defer { curl_calls_free(&answer) }
        json.withUnsafeBytes { bytes in
            url.withCString { url in
                withOptionalCString(authorities) { authorities in
                    var question = curl_calls_question(
                        url: url, body: bytes.baseAddress?.assumingMemoryBound(to: CChar.self), body_length: bytes.count,
                        ca_file: authorities, timeout_ms: timeout, most_bytes: most)
                    curl_calls_post(&question, &answer)
                }
            }
        }
        if let trouble = answer.trouble { return .failure(Trouble(reason: String(cString: trouble))) }
        let body = UnsafeRawBufferPointer(start: answer.bytes, count: answer.length)
        return .success(Answer(status: answer.status, body: [UInt8](body)))
    }

    private static func withOptionalCString(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Void) {
        guard let text else { return body(nil) }
        text.withCString { body($0) }
    }
}
