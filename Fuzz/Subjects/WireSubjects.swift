import NIOCore
import WireAgreement
import XSYNC

/// The hand-written protobuf readers: swift-protobuf must read the same, and what we write we read again.
enum WireSubjects {
    static func frame(_ bytes: [UInt8]) throws(Finding) {
        try agreed(Agreement.onFrame(bytes), "Frame")
    }

    static func sync(_ bytes: [UInt8]) throws(Finding) {
        try agreed(Agreement.onSync(bytes), "SyncUL")
        guard let sync = try? SyncUL.read(ByteBuffer(bytes: bytes)) else { return }
        let written = UpFrame.sync(sync).bytes()
        let again = try? SyncUL.read(Frame.read(written).payload)
        try require(again == sync, "a SyncUL that was written reads otherwise")
    }

    static func meta(_ bytes: [UInt8]) throws(Finding) {
        try agreed(Agreement.onMeta(bytes), "Meta")
    }

    static func body(_ bytes: [UInt8]) throws(Finding) {
        try agreed(Agreement.onBody(bytes), "MessageBody")
        try agreed(Agreement.onSanitisedBody(bytes), "sanitised MessageBody")
        try agreed(Agreement.onBodyInJavaScript(bytes), "MessageBody in JavaScript")
    }

    private static func agreed(_ verdict: Verdict, _ what: String) throws(Finding) {
        try require(verdict != .disagreed, "the readers disagree on a \(what)")
    }
}
