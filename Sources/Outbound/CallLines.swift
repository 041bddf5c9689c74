import CurlCalls
import Synchronization

/// Connections to other servers that are open for the next call.
final class CallLines: Sendable {
    /// Unchecked: whoever took it out of `idle` is the only one that has it.
    private struct Line: @unchecked Sendable {
        let url: String
        let handle: OpaquePointer
    }

    private let most: Int
    private let idle = Mutex<[Line]>([])

    /// - Parameter most: lines that are kept while nobody calls; the one that was used longest ago goes first.
    init(most: Int) { self.most = most }

    deinit {
        idle.withLock { lines in
            for line in lines { curl_calls_close(line.handle) }
        }
    }

    /// Blocks until the answer is there, or why there is none.
    func post(
        _ json: [UInt8], _ headers: [(String, String)], to url: String, _ authorities: String?, timeout: Int64, most: Int
    ) -> Result<OutboundHTTP.Answer, OutboundHTTP.Trouble> {
        guard timeout > 0 else {
            return .failure(OutboundHTTP.Trouble(reason: "the calls before it took all of its time", isUnasked: true))
        }
        guard headers.allSatisfy(Self.isWritable) else { return .failure(OutboundHTTP.Trouble(reason: "a header cannot be written")) }
        guard let line = take(url) else { return .failure(OutboundHTTP.Trouble(reason: "no memory for a connection")) }
        let result = Self.post(json, headers, on: line, authorities, timeout, most)
        // Whatever went wrong on it may go wrong again.
        if case .success = result { put(line) } else { curl_calls_close(line.handle) }
        return result
    }

    private func take(_ url: String) -> Line? {
        let kept = idle.withLock { lines in lines.lastIndex { $0.url == url }.map { lines.remove(at: $0) } }
        return kept ?? curl_calls_open().map { Line(url: url, handle: $0) }
    }

    private func put(_ line: Line) {
        let oldest = idle.withLock { lines in
            lines.append(line)
            return lines.count > most ? lines.removeFirst() : nil
        }
        if let oldest { curl_calls_close(oldest.handle) }
    }

    private static func post(
        _ json: [UInt8], _ headers: [(String, String)], on line: Line, _ authorities: String?, _ timeout: Int64, _ most: Int
    ) -> Result<OutboundHTTP.Answer, OutboundHTTP.Trouble> {
        var answer = curl_calls_answer()
        defer { curl_calls_free(&answer) }
        json.withUnsafeBytes { bytes in
            line.url.withCString { url in
                withOptionalCString(authorities) { authorities in
                    var question = curl_calls_question(
                        url: url, body: bytes.baseAddress?.assumingMemoryBound(to: CChar.self), body_length: bytes.count,
                        ca_file: authorities, timeout_ms: Int(timeout), most_bytes: most, headers: nil, lacks_header: false)
                    for (name, value) in headers { curl_calls_add_header(&question, "\(name): \(value)") }
                    curl_calls_post(line.handle, &question, &answer)
                }
            }
        }
        if let trouble = answer.trouble { return .failure(OutboundHTTP.Trouble(reason: String(cString: trouble))) }
        let body = UnsafeRawBufferPointer(start: answer.bytes, count: answer.length)
        return .success(OutboundHTTP.Answer(status: answer.status, body: [UInt8](body)))
    }

    private static func isWritable(_ header: (String, String)) -> Bool {
        (header.0 + header.1).utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    private static func withOptionalCString(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Void) {
        guard let text else { return body(nil) }
        text.withCString { body($0) }
    }
}
