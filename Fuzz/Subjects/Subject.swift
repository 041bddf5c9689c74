/// A reader of foreign bytes, and what has to hold of it for any bytes at all.
public enum Subject: String, CaseIterable, Sendable {
    case frame, sync, meta, body
    case engineio, socketio, polling
    case tcp
    case words

    /// Tries the reader on some bytes. A trap counts as much as an error.
    public func check(_ bytes: [UInt8]) throws(Finding) {
        switch self {
        case .frame: try WireSubjects.frame(bytes)
        case .sync: try WireSubjects.sync(bytes)
        case .meta: try WireSubjects.meta(bytes)
        case .body: try WireSubjects.body(bytes)
        case .engineio: try EngineIOSubject.check(bytes)
        case .socketio: try SocketIOSubject.check(bytes)
        case .polling: try PollingSubject.check(bytes)
        case .tcp: try StreamSubject.check(bytes)
        case .words: try WordsSubject.check(bytes)
        }
    }
}

/// Something that has to hold and does not.
public struct Finding: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

/// - Throws: a finding, unless the condition holds.
func require(_ condition: Bool, _ finding: @autoclosure () -> String) throws(Finding) {
    guard condition else { throw Finding(finding()) }
}
