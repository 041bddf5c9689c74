import Database
import HearthCore
import IM

/// The store as the ports of the product, on either database.
public struct SQLStore: Sendable {
    public let database: any Database
    public let apps: SQLAppStore
    public let appSettings: SQLAppSettingStore
    public let license: SQLLicenseStore
    public let accounts: SQLAccountStore
    public let profiles: SQLProfileStore
    public let userSettings: SQLUserSettingsStore
    public let accountControl: SQLAccountControl
    public let accountLeftovers: SQLAccountLeftovers
    public let tokens: SQLTokenStore
    public let codes: SQLOneTimeCodeStore
    public let devices: SQLDeviceStore
    public let userDevices: SQLUserDeviceStore
    public let pins: SQLPinStore
    public let roster: SQLRosterStore
    public let rosterChanges: SQLRosterChangeStore
    public let groups: SQLGroupStore
    public let groupChanges: SQLGroupChangeStore
    public let groupPeople: SQLGroupPeopleStore
    public let groupRequests: SQLGroupRequestStore
    public let groupBoard: SQLGroupBoardStore
    public let groupControl: SQLGroupControl
    public let chatrooms: SQLChatroomStore
    public let conversations: SQLConversationStore
    public let memory: SendMemory
    public let retention: SQLRetentionStore
    public let tracing: SQLMessageTracing
    public let messages: any MessageLog
    public let ids: MessageIDs
    public let report: SQLStoreReport
    public let audit: SQLAuditLog
    public let wordLists: SQLWordListStore
    public let reviews: SQLReviewStore
    /// What is told to apps' own servers, for `AppDirectory` to keep.
    public let callbackWishes: CallbackWishes
    public let callbacks: SQLCallbackStore
    public let callbackOverview: SQLCallbackOverview

    /// Over a SQLite file whose schema is up to date.
    public static func over(
        _ database: SQLiteDatabase, clock: any WallClock, editor: any BodyEditor, notices: any NoticeCodec, errors: StoreErrors
    ) async throws -> SQLStore {
        let newest = try await database.reading { try SQLiteMessageLog.newest($0) }
        let ids = MessageIDs(node: 0, newest: newest, clock: clock)
        let wishes = CallbackWishes(clock: clock)
        let context = StoreContext(database: database, errors: errors, callbacks: wishes)
        return SQLStore(
            context, SeatedWrites(context, nil), GroupTools(ids: ids, codec: notices, callbacks: wishes),
            SQLiteMessageLog(context, ids: ids, editor: editor))
    }

    /// Over a PostgreSQL database whose schema is up to date; takes one of the numbers of servers. Blocks.
    public static func over(
        _ database: PostgresDatabase, clock: any WallClock, randomness: any Randomness, editor: any BodyEditor,
        notices: any NoticeCodec, errors: StoreErrors
    ) throws(DatabaseError) -> SQLStore {
        let ids = MessageIDs(node: 0, newest: .zero, clock: clock)
        let seat = try NodeSeat(database, ids: ids, randomness: randomness)
        let wishes = CallbackWishes(clock: clock)
        let context = StoreContext(database: database, errors: errors, callbacks: wishes)
        return SQLStore(
            context, SeatedWrites(context, seat), GroupTools(ids: ids, codec: notices, callbacks: wishes),
            PostgresMessageLog(context, ids: ids, seat: seat, editor: editor))
    }

    private init(_ context: StoreContext, _ writes: SeatedWrites, _ tools: GroupTools, _ messages: any MessageLog) {
        let groupContext = StoreContext(database: context.database, errors: context.errors.ofGroups)
        database = context.database
        ids = tools.ids
        self.messages = messages
        apps = SQLAppStore(context)
        appSettings = SQLAppSettingStore(context)
        license = SQLLicenseStore(context)
        accounts = SQLAccountStore(context)
        profiles = SQLProfileStore(context)
        userSettings = SQLUserSettingsStore(context)
        accountControl = SQLAccountControl(context, writes, tools)
        accountLeftovers = SQLAccountLeftovers(context)
        tokens = SQLTokenStore(context)
        codes = SQLOneTimeCodeStore(context)
        devices = SQLDeviceStore(context)
        userDevices = SQLUserDeviceStore(context)
        pins = SQLPinStore(context)
        roster = SQLRosterStore(context)
        rosterChanges = SQLRosterChangeStore(context)
        groups = SQLGroupStore(groupContext)
        groupChanges = SQLGroupChangeStore(writes.reporting(to: groupContext), tools)
        groupPeople = SQLGroupPeopleStore(groupContext)
        groupRequests = SQLGroupRequestStore(groupContext)
        groupBoard = SQLGroupBoardStore(groupContext)
        groupControl = SQLGroupControl(groupContext)
        chatrooms = SQLChatroomStore(context)
        conversations = SQLConversationStore(context)
        memory = SendMemory(context)
        retention = SQLRetentionStore(context)
        tracing = SQLMessageTracing(context)
        report = SQLStoreReport(context)
        audit = SQLAuditLog(context, tools.ids)
        wordLists = SQLWordListStore(context)
        reviews = SQLReviewStore(context)
        callbackWishes = tools.callbacks
        callbacks = SQLCallbackStore(context)
        callbackOverview = SQLCallbackOverview(context)
    }
}

extension Migrations {
    /// The steps of the schema of one database.
    public static func of(_ dialect: SQLDialect) -> [Migration] {
        switch dialect {
        case .sqlite: sqlite
        case .postgres: postgres
        }
    }
}
