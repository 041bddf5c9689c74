import HearthCore
import IM
import Web

extension Console {
    /// What an operator sees and decides of a group. The vendor's API has no call for it.
    var groupRoutes: [Route] {
        let path = "/admin/apps/{app_id}/groups/{group_id}"
        return [
            admin([.get], path, "A group with the operator's switches, also one that is destroyed") {
                [services] request async throws(Failure) in
                let (entry, group) = try await services.group(in: request)
                return .data(try await services.groups.state(of: group, in: entry.app.number).json(entry.settings))
            },
            act(
                [.patch], path,
                "Changes `in_recovery`, `announcements_forbidden` or `capacity` of a group; a capacity of 0 is the app's setting"
            ) { [services] request async throws(Failure) in
                let switches = try GroupSwitches(try request.json())
                let (entry, group) = try await services.group(in: request)
                let before = try await services.groups.state(of: group, in: entry.app.number)
                let after = try await services.groups.change(group, in: entry.app.number, switches)
                return Act(.data(after.json(entry.settings)), before: before.audit, after: after.audit)
            },
        ]
    }
}

extension ConsoleServices {
    fileprivate func group(in request: Request) async throws(Failure) -> (AppDirectory.Entry, GroupID) {
        let entry = try await apps.find(AppID(try request.segment("app_id")))
        guard let number = Int64(try request.segment("group_id")) else { throw .invalidParameter("group_id") }
        return (entry, GroupID(number))
    }
}

extension GroupSwitches {
    /// - Throws: `InvalidRequestParameter` for a body that is no object, for a key that is unknown, and for a value of another type.
    public init(_ json: JSON) throws(Failure) {
        guard let members = json.asMembers else { throw .invalidParameter("the body is not an object") }
        self.init()
        for member in members {
            switch member.key {
            case "in_recovery": isInRecovery = try Self.flag(member)
            case "announcements_forbidden": forbidsAnnouncements = try Self.flag(member)
            case "capacity":
                guard let number = member.value.asInteger else { throw .invalidParameter(member.key) }
                capacity = Int(clamping: number)
            default: throw .invalidParameter(member.key)
            }
        }
    }

    private static func flag(_ member: JSON.Member) throws(Failure) -> Bool {
        guard let flag = member.value.asBool else { throw .invalidParameter(member.key) }
        return flag
    }

    /// As the admin API takes it.
    public var json: JSON {
        .compact([
            "in_recovery": isInRecovery.map { .bool($0) },
            "announcements_forbidden": forbidsAnnouncements.map { .bool($0) },
            "capacity": capacity.map { .integer(Int64($0)) },
        ])
    }
}

extension GroupState {
    /// As the audit log keeps it: what an operator decides.
    public var audit: JSON {
        [
            "in_recovery": .bool(group.isInRecovery), "announcements_forbidden": .bool(group.forbidsAnnouncements),
            "capacity": .integer(Int64(group.capacity ?? 0)),
        ]
    }

    /// As the admin API answers it. Times and versions are milliseconds since 1970.
    public func json(_ settings: AppSettings) -> JSON {
        [
            "group_id": .integer(group.id.rawValue),
            "name": .string(group.info.name),
            "type": .string("\(group.type)"),
            "owner": .integer(group.owner.rawValue),
            "status": .string(group.isDestroyed ? "destroyed" : "active"),
            "count": .integer(Int64(group.count)),
            "capacity": .integer(Int64(group.capacity ?? 0)),
            "capacity_in_force": .integer(Int64(group.capacity ?? settings.groupMembers)),
            "in_recovery": .bool(group.isInRecovery),
            "announcements_forbidden": .bool(group.forbidsAnnouncements),
            "created_at": .integer(group.createdAt.milliseconds),
            "updated_at": .integer(group.updatedAt.milliseconds),
            "versions": [
                "members": .integer(membersVersion), "bans": .integer(bansVersion), "blocks": .integer(blocksVersion),
                "applications": .integer(applicationsVersion),
            ],
        ]
    }
}
