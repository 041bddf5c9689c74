import Database
import HearthCore
import IM

extension OpenStore {
    /// A token of an account, logged in with a device if one is named.
    @discardableResult
    func token(_ id: String, of account: Account, on guid: String? = nil) async throws -> DeviceSN? {
        let now = clock.now()
        let row = TokenRow(user: account.user, role: .user, expiresAt: now.advanced(by: 99_999))
        try await tokens.save(account.app, id: id, row: row, issuedAt: now)
        guard let guid else { return nil }
        return try await admit(account, guid, token: id).device
    }

    /// The ids of all tokens that live, by id.
    func liveTokens() async throws -> [String] {
        try await database.reading { try $0.all("SELECT id FROM tokens WHERE revoked_at IS NULL ORDER BY id") { $0.text(0) } }
    }

    /// Whole numbers from anywhere.
    func numbers(_ sql: StaticString) async throws -> [Int64] {
        try await database.reading { try $0.all(sql) { $0.int64(0) } }
    }

    /// The app as use cases get it.
    func entry(_ app: AppNumber) -> AppDirectory.Entry {
        AppDirectory.Entry(
            app: App(number: app, id: AppID("abcdefghijkl"), name: "app", status: .normal, createdAt: clock.now()))
    }
}
