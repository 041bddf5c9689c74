import Database
import HearthCore
import IM
import Store
import TestSupport

/// An open store as the ports of the product, with a clock that the test moves.
final class OpenStore: Sendable {
    let clock: VirtualClock
    let store: SQLStore
    private let place: any StorePlace
    private let editor: any BodyEditor

    var database: any Database { store.database }
    var apps: any AppStore { store.apps }
    var appSettings: any AppSettingStore { store.appSettings }
    var license: any LicenseStore { store.license }
    var accounts: any AccountStore { store.accounts }
    var profiles: any ProfileStore { store.profiles }
    var userSettings: any UserSettingsStore { store.userSettings }
    var accountControl: any AccountControl { store.accountControl }
    var accountLeftovers: SQLAccountLeftovers { store.accountLeftovers }
    var tokens: SQLTokenStore { store.tokens }
    var codes: SQLOneTimeCodeStore { store.codes }
    var devices: any DeviceStore { store.devices }
    var userDevices: any UserDeviceStore { store.userDevices }
    var pins: any PinStore { store.pins }
    var roster: any RosterStore { store.roster }
    var rosterChanges: any RosterChangeStore { store.rosterChanges }
    var groups: any GroupStore { store.groups }
    var groupChanges: any GroupChangeStore { store.groupChanges }
    var groupControl: any GroupControlStore { store.groupControl }
    var groupPeople: any GroupPeopleStore { store.groupPeople }
    var groupRequests: any GroupRequestStore { store.groupRequests }
    var groupBoard: any GroupBoardStore { store.groupBoard }
    var conversations: any ConversationStore { store.conversations }
    var memory: SendMemory { store.memory }
    var retention: SQLRetentionStore { store.retention }
    var tracing: SQLMessageTracing { store.tracing }
    var messages: any MessageLog { store.messages }
    var ids: MessageIDs { store.ids }

    convenience init(
        _ kind: StoreKind, clock: VirtualClock = VirtualClock(VirtualClock.noon), editor: any BodyEditor = PlainBodyEditor()
    ) async throws {
        try await self.init(try kind.makePlace(), clock, editor)
    }

    init(
        _ place: any StorePlace, _ clock: VirtualClock = VirtualClock(VirtualClock.noon),
        _ editor: any BodyEditor = PlainBodyEditor()
    ) async throws {
        self.place = place
        self.clock = clock
        self.editor = editor
        store = try await place.open(clock, editor)
    }

    deinit { database.shutdown() }

    /// Closes this store and opens it again, as a restart does.
    func reopened() async throws -> OpenStore {
        database.shutdown()
        return try await OpenStore(place, clock, editor)
    }

    /// Another server on the same store.
    func beside() async throws -> OpenStore { try await OpenStore(place, clock, editor) }
}
