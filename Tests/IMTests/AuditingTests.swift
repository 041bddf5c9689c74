import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

struct AuditingTests {
    private let log = InMemoryAudit()

    @Test func whatCannotBeRecordedIsNotLostSilently() async throws {
        let lost = Mutex<[AuditEntry]>([])
        try await withLost { entry in lost.withLock { $0.append(entry) } }
        #expect(lost.withLock { $0.map(\.act) } == ["second"])
        #expect(log.entries.map(\.act) == ["first"])
    }

    private func withLost(_ note: @escaping @Sendable (AuditEntry) -> Void) async throws {
        let auditing = Auditing(log: log, clock: VirtualClock()) { entry, _ in note(entry) }
        try await auditing.record(Self.entry("first"))
        log.fail(Failure(.serverNeedRetry))
        await #expect(throws: Failure(.serverNeedRetry)) { try await auditing.record(Self.entry("second")) }
        log.fail(nil)
    }

    @Test func textsThatOthersWriteAreBounded() {
        let entry = AuditEntry(
            author: AuditAuthor(.adminAPI, String(repeating: "n", count: 1_000)), address: String(repeating: "1", count: 1_000),
            act: "a\0b\u{1b}[1m\n\u{202e}c", app: AppID("\0"), subject: String(repeating: "s", count: 1_000) + "\0")
        #expect(entry.author.name.count == 64 && entry.address.count == 64 && entry.subject.count == 256)
        // Nothing that would be another line, or a command to a terminal.
        #expect(entry.act == "a b [1m  c" && entry.app == nil)
    }

    private static func entry(_ act: String) -> AuditEntry {
        AuditEntry(author: AuditAuthor(.adminAPI, ""), address: "192.0.2.1", act: act, app: nil)
    }
}
