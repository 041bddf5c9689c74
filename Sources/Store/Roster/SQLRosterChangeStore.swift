import Database
import HearthCore
import IM

/// Changes of rosters in SQL.
public struct SQLRosterChangeStore: RosterChangeStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func change(
        _ actor: Account, _ steps: [RosterStep], now: Instant
    ) async throws(Failure) -> [Result<RosterDecision, Failure>] {
        try await context.writing { [context] sql in
            let people = Set(steps.map(\.other)).union([actor.user])
            for person in people.sorted() { try sql.lock(.rosters, person.rawValue) }
            try UserRows(sql, actor.app).hold(people.sorted())
            let rows = RosterPairRows(sql, actor.app)
            var changed: Set<UserID> = []
            let results = try steps.map { try Self.run(rows, actor, $0, now, &changed) }
            try context.note(results, of: actor, now, sql)
            if !changed.isEmpty { try UserRows(sql, actor.app).raiseRosterVersions(of: changed.sorted(), now) }
            return results
        }
    }

    public func existing(_ app: AppNumber, _ users: Set<UserID>) async throws(Failure) -> Set<UserID> {
        try await context.reading { sql in
            let found = try sql.all(
                "SELECT id FROM users WHERE app = ?1 AND id = ANY(?2) AND status <> 2",
                [.integer(app.rawValue), .integers(users.map(\.rawValue))]
            ) { UserID($0.int64(0)) }
            return Set(found)
        }
    }

    public func pair(_ actor: Account, _ other: UserID) async throws(Failure) -> RosterPair {
        try await context.reading { sql in try RosterPairRows(sql, actor.app).read(actor.user, other) }
    }

    private static func run(
        _ rows: RosterPairRows, _ actor: Account, _ step: RosterStep, _ now: Instant, _ changed: inout Set<UserID>
    ) throws -> Result<RosterDecision, Failure> {
        let before = try rows.read(actor.user, step.other)
        let decision: RosterDecision
        do throws(Failure) {
            decision = try RosterRules.decide(step.command, before, now: now)
        } catch {
            return .failure(error)
        }
        changed.formUnion(try rows.write(decision.pair, over: before))
        return .success(decision)
    }
}

extension StoreContext {
    /// Writes down for the app what became of the two of each decision, if it wants to hear of that: once, though two are told.
    fileprivate func note(
        _ results: [Result<RosterDecision, Failure>], of actor: Account, _ now: Instant, _ sql: any SQLConnection
    ) throws(DatabaseError) {
        guard let callbacks, callbacks.wants(.roster, actor.app) else { return }
        for case .success(let decision) in results {
            var seen: Set<RosterNotice.Kind> = []
            for case .roster(let notice) in decision.notices.map(\.body) where seen.insert(notice.kind).inserted {
                try sql.note(
                    CallbackFacts(
                        app: actor.app, event: .roster(notice.kind), at: now, from: actor.user, target: .user(decision.pair.other.user),
                        body: Array(notice.content.utf8)))
            }
        }
    }
}
