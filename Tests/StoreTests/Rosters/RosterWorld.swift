import Database
import HearthCore
import IM
import TestSupport

/// Some people of one app, and what they are told.
final class RosterWorld: Sendable {
    let store: OpenStore
    let notifier = RecordingNotifier()
    let people: [Account]
    let roster: Roster
    let changes: RosterChanges
    let settings = AppSettings()

    var anna: Account { people[0] }
    var ben: Account { people[1] }
    var carl: Account { people[2] }

    init(_ kind: StoreKind) async throws {
        store = try await OpenStore(kind)
        let app = try await store.app()
        var people: [Account] = []
        for name in ["anna", "ben", "carl"] {
            let person = try await store.account(app, name)
            // Not as new accounts are: most tests want friends without asking.
            try await store.set(.open, of: person)
            people.append(person)
        }
        self.people = people
        roster = Roster(store: store.roster)
        changes = RosterChanges(store: store.rosterChanges, notifier: notifier, clock: store.clock)
    }

    func apply(_ applicant: Account, to other: Account, alias: String? = nil, reason: String = "") async throws(Failure) {
        try await changes.apply(applicant, RosterRequest(user: other.user, alias: alias, reason: reason), settings: settings)
    }

    func version(of account: Account) async throws -> Int64 { try await roster.page(of: account).version }

    func item(_ owner: Account, _ other: Account) async throws(Failure) -> RosterItem? {
        try await roster.items(of: owner, for: [other.user]).first
    }

    /// Rows of the roster of a user.
    func rows(of account: Account) async throws -> Int {
        try await store.database.reading { sql in
            try sql.all(
                "SELECT contact FROM roster WHERE app = ?1 AND owner = ?2",
                [.integer(account.app.rawValue), .integer(account.user.rawValue)]
            ) {
                $0.int64(0)
            }
        }.count
    }

    /// Runs two things at once and gives what refused them.
    func atOnce(
        _ first: @escaping @Sendable () async throws(Failure) -> Void, _ second: @escaping @Sendable () async throws(Failure) -> Void
    ) async -> [FailureName?] {
        func run(_ body: @Sendable () async throws(Failure) -> Void) async -> FailureName? {
            do throws(Failure) {
                try await body()
                return nil
            } catch {
                return error.name
            }
        }
        async let one = run(first)
        async let two = run(second)
        return await [one, two]
    }
}
