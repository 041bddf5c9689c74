import HearthCore

/// What comes of a change about many: one outcome per row, in their order. Some may fail while others are done.
struct GroupRows<Row: Hashable & Sendable> {
    private(set) var outcomes: [(row: Row, failure: Failure?)] = []
    /// Of these something is different now. What was so before is done too, and nobody is told.
    private(set) var changed: [Row] = []
    private(set) var effects: [GroupEffect] = []

    /// - Parameters:
    ///   - field: which holds the rows: one that is named again is refused with it.
    ///   - absence: what the whole call is refused with when it is all that comes of any row (error-codes.md, row 31).
    ///   - decide: what one row leaves in the store; nothing where all is so already.
    /// - Throws: `absence`.
    init(
        _ rows: [Row], _ field: String = "user_list", absence: FailureName = .groupNotMemberFound,
        _ decide: (Row) throws(Failure) -> [GroupEffect]
    ) throws(Failure) {
        var seen: Set<Row> = []
        var absent = 0
        for row in rows {
            guard seen.insert(row).inserted else {
                outcomes.append((row, GroupTexts.refusal(of: field)))
                continue
            }
            do throws(Failure) {
                let left = try decide(row)
                outcomes.append((row, nil))
                if !left.isEmpty { changed.append(row) }
                effects += left
            } catch {
                outcomes.append((row, error))
                if error.name == absence { absent += 1 }
            }
        }
        if absent > 0, absent == seen.count { throw Failure(absence) }
    }
}

extension GroupRows where Row == UserID {
    var answer: [GroupOutcome] { outcomes.map { GroupOutcome($0.row, $0.failure) } }

    /// One notice for all of whom something is different now, by who did it.
    func decision(
        _ kind: GroupNotice.Kind, content: String = "", by facts: GroupFacts, for audience: GroupNotice.Audience = .members
    ) -> GroupDecision<[GroupOutcome]> {
        let notices = changed.isEmpty ? [] : [facts.notice(kind, to: changed, content: content, for: audience)]
        return GroupDecision(answer, effects: effects, notices: notices)
    }
}
