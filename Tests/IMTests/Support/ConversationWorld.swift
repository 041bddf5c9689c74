import HearthCore
import IM
import TestSupport

/// A conversation of users 2 and 4 with two messages, seen by the first device of user 4.
struct ConversationWorld {
    let clock = VirtualClock()
    let timelines: InMemoryTimelines
    let windows = RecentWindows()
    let cursors: CursorBook
    let reader: Reader
    let first: MessageID
    let second: MessageID

    let device = Sample.device(4)
    let key = CursorKey(device: Sample.device(4), conversation: ConversationID(1))

    init(mode: InMemoryTimelines.Mode = .held) {
        timelines = InMemoryTimelines(ids: MessageIDs(node: 0, newest: .zero, clock: clock), mode: mode)
        timelines.commit([Sample.message(clientID: 1), Sample.message(clientID: 2)]) { _ in }
        timelines.settle()
        cursors = CursorBook(store: timelines, clock: clock)
        reader = Reader(store: timelines, windows: windows, cursors: cursors, audiences: .none)
        let items = timelines.items(Sample.app, UserID(2), UserID(4))
        first = items.first?.id ?? .zero
        second = items.last?.id ?? .zero
    }

    var storedCursor: MessageID? { timelines.cursor(device, with: UserID(2)) }
}
