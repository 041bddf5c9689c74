import Database
import HearthCore
import IM
import Store
import TestSupport

/// An open store as the ports of the product, with a clock that the test moves.
final class OpenStore: Sendable {
    let clock: VirtualClock
    let database: any Database
    let apps: any AppStore
    let accounts: any AccountStore
    let tokens: SQLTokenStore
    let devices: any DeviceStore
    let roster: any RosterStore
    let groups: any GroupStore
    let conversations: any ConversationStore
    let memory: SendMemory
    let messages: any MessageLog
    private let place: any StorePlace

    convenience init(_ kind: StoreKind, clock: VirtualClock = VirtualClock(VirtualClock.noon)) async throws {
        try await self.init(try kind.makePlace(), clock)
    }

    private init(_ place: any StorePlace, _ clock: VirtualClock) async throws {
        self.place = place
        self.clock = clock
        database = try place.open()
        let context = StoreContext(database: database, errors: StoreErrors { _ in })
        let newest = try await database.reading { try SQLiteMessageLog.newest($0) }
        apps = SQLAppStore(context)
        accounts = SQLAccountStore(context)
        tokens = SQLTokenStore(context)
        devices = SQLDeviceStore(context)
        roster = SQLRosterStore(context)
        groups = SQLGroupStore(context)
        conversations = SQLConversationStore(context)
        memory = SendMemory(context)
        messages = place.messageLog(context, ids: MessageIDs(node: 0, newest: newest, clock: clock))
    }

    deinit { database.shutdown() }

    /// Closes this store and opens it again, as a restart does.
    func reopened() async throws -> OpenStore {
        database.shutdown()
        return try await OpenStore(place, clock)
    }
}
