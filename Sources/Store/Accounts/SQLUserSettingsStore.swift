import Database
import HearthCore
import IM

/// What users have set for themselves, in SQL.
public struct SQLUserSettingsStore: UserSettingsStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func settings(of account: Account) async throws(Failure) -> UserSettings? {
        try await context.reading { sql in try Self.settings(sql, account) }
    }

    public func change(_ account: Account, _ change: UserSettingsChange) async throws(Failure) -> Bool {
        try await context.writing { sql in
            try sql.lock(.profiles, account.user.rawValue)
            guard let old = try Self.settings(sql, account) else { throw Failure(.userNotExist) }
            let new = change.applied(to: old)
            guard new != old else { return false }
            guard try Self.write(new, account, sql) == 1 else { throw Failure(.userNotExist) }
            return true
        }
    }

    private static func settings(_ sql: any SQLConnection, _ account: Account) throws -> UserSettings? {
        try sql.first(
            """
            SELECT auth_mode, auth_question, auth_answer, auto_download, group_confirm, no_push, no_push_detail,
                no_push_start_hour, no_push_end_hour, no_sounds, vibratory, push_nick_name, silence_start_time, silence_end_time
            FROM users WHERE app = ?1 AND id = ?2 AND status <> 2
            """, [.integer(account.app.rawValue), .integer(account.user.rawValue)]
        ) { row in
            var settings = UserSettings()
            settings.authMode = AuthMode(rawValue: Int(row.int64(0))) ?? .refuse
            settings.authQuestion = row.text(1)
            settings.authAnswer = row.text(2)
            settings.autoDownload = row.bool(3)
            settings.groupConfirm = row.bool(4)
            settings.noPush = row.bool(5)
            settings.noPushDetail = row.bool(6)
            settings.noPushStartHour = Int(row.int64(7))
            settings.noPushEndHour = Int(row.int64(8))
            settings.noSounds = row.bool(9)
            settings.vibratory = row.bool(10)
            settings.pushNickName = row.text(11)
            settings.silenceStartTime = Int(row.int64(12))
            settings.silenceEndTime = Int(row.int64(13))
            return settings
        }
    }

    private static func write(_ settings: UserSettings, _ account: Account, _ sql: any SQLConnection) throws -> Int {
        try sql.execute(
            """
            UPDATE users SET auth_mode = ?3, auth_question = ?4, auth_answer = ?5, auto_download = ?6, group_confirm = ?7,
                no_push = ?8, no_push_detail = ?9, no_push_start_hour = ?10, no_push_end_hour = ?11, no_sounds = ?12,
                vibratory = ?13, push_nick_name = ?14, silence_start_time = ?15, silence_end_time = ?16
            WHERE app = ?1 AND id = ?2 AND status <> 2
            """,
            [
                .integer(account.app.rawValue), .integer(account.user.rawValue), .integer(Int64(settings.authMode.rawValue)),
                .text(settings.authQuestion), .text(settings.authAnswer), .bool(settings.autoDownload), .bool(settings.groupConfirm),
                .bool(settings.noPush), .bool(settings.noPushDetail), .integer(Int64(settings.noPushStartHour)),
                .integer(Int64(settings.noPushEndHour)), .bool(settings.noSounds), .bool(settings.vibratory),
                .text(settings.pushNickName), .integer(Int64(settings.silenceStartTime)), .integer(Int64(settings.silenceEndTime)),
            ])
    }
}
