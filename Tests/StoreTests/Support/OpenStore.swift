import Database
import HearthCore
import IM
import Store
import TestSupport

/// An open store as the ports of the product, with a clock that the test moves.
final class OpenStore: Sendable {
    let clock: VirtualClock
    private let store: SQLStore
    private let place: any StorePlace

    var database: any Database { store.database }
    var apps: any AppStore { store.apps }
    var appSettings: any AppSettingStore { store.appSettings }
    var accounts: any AccountStore { store.accounts }
    var tokens: SQLTokenStore { store.tokens }
    var devices: any DeviceStore { store.devices }
    var roster: any RosterStore { store.roster }
    var groups: any GroupStore { store.groups }
    var conversations: any ConversationStore { store.conversations }
    var memory: SendMemory { store.memory }
    var retention: SQLRetentionStore { store.retention }
    var tracing: SQLMessageTracing { store.tracing }
    var messages: any MessageLog { store.messages }

    convenience init(_ kind: StoreKind, clock: VirtualClock = VirtualClock(VirtualClock.noon)) async throws {
        try await self.init(try kind.makePlace(), clock)
    }

    init(_ place: any StorePlace, _ clock: VirtualClock = VirtualClock(VirtualClock.noon)) async throws {
        self.place = place
        self.clock = clock
        store = try await place.open(clock)
    }

    deinit { database.shutdown() }

    /// Closes this store and opens it again, as a restart does.
    func reopened() async throws -> OpenStore {
        database.shutdown()
        return try await OpenStore(place, clock)
    }

    /// Another server on the same store.
    func beside() async throws -> OpenStore { try await OpenStore(place, clock) }
}
