import Database
import HearthCore
import IM

/// The operator's hold on groups, in SQL.
public struct SQLGroupControl: GroupControlStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func state(of group: GroupID, in app: AppNumber) async throws(Failure) -> GroupState? {
        try await context.reading { sql in try SQLGroupStore.rows(sql, [group], for: .server(app)).first.map(GroupState.init) }
    }

    public func change(
        _ group: GroupID, in app: AppNumber, _ switches: GroupSwitches, now: Instant
    ) async throws(Failure) -> GroupState {
        try await context.writing { sql in
            // What others do in the group meanwhile waits, and goes by the switches then.
            guard let stored = try GroupFactRows(sql, .server(app)).hold([group]).first, !stored.view.group.isDestroyed else {
                throw Failure(.groupNotExist)
            }
            let changed = switches.applied(to: stored.view.group, at: now)
            try sql.execute(
                """
                UPDATE groups SET in_recovery = ?3, announcements_forbidden = ?4, capacity = ?5, updated_at = ?6
                WHERE app = ?1 AND id = ?2
                """,
                [
                    .integer(app.rawValue), .integer(group.rawValue), .integer(changed.isInRecovery ? 1 : 0),
                    .integer(changed.forbidsAnnouncements ? 1 : 0), .integer(Int64(changed.capacity ?? 0)),
                    .integer(changed.updatedAt.milliseconds),
                ])
            return GroupState(StoredGroup(view: GroupView(group: changed, member: nil), versions: stored.versions))
        }
    }
}

extension GroupState {
    fileprivate init(_ stored: StoredGroup) {
        let versions = stored.versions
        self.init(
            group: stored.view.group, membersVersion: versions.members, bansVersion: versions.bans, blocksVersion: versions.blocks,
            applicationsVersion: versions.applications)
    }
}
