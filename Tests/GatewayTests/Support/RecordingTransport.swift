import XSYNC

@testable import Gateway

/// Keeps what a session sends.
final class RecordingTransport: FrameTransport {
    let clientAddress = "192.0.2.1"
    private(set) var frames: [DownFrame] = []
    private(set) var flushes = 0
    private(set) var isDisconnected = false
    private(set) var isDropped = false
    private(set) var rests = 0

    func send(_ frame: DownFrame) { frames.append(frame) }
    func flush() { flushes += 1 }
    func rest() { rests += 1 }
    func drop() { isDropped = true }
    func disconnect() { isDisconnected = true }

    /// What was sent since the last call.
    func take() -> [DownFrame] {
        defer { frames = [] }
        return frames
    }
}
