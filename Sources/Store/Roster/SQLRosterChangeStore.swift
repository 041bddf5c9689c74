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
        try await context.writing { sql in
            let people = Set(steps.map(\.other)).union([actor.user])
            for person in people.sorted() { try sql.lock(.rosters, person.rawValue) }
            try UserRows(sql, actor.app).hold(people.sorted())
            return try steps.map { try Self.run(sql, actor, $0, now) }
        }
    }

    public func pair(_ actor: Account, _ other: UserID) async throws(Failure) -> RosterPair {
        try await context.reading { sql in try RosterPairRows(sql, actor.app).read(actor.user, other) }
    }

    private static func run(
        _ sql: any SQLConnection, _ actor: Account, _ step: RosterStep, _ now: Instant
    ) throws -> Result<RosterDecision, Failure> {
        let rows = RosterPairRows(sql, actor.app)
        let before = try rows.read(actor.user, step.other)
        let decision: RosterDecision
        do throws(Failure) {
            decision = try RosterRules.decide(step.command, before, now: now)
        } catch {
            return .failure(error)
        }
        try rows.write(decision.pair, over: before, now: now)
        return .success(decision)
    }
}
