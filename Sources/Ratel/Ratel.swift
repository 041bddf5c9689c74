// Ratel is the vendor's REST surface: a table whose rows name method, path, who may call, fields, answer and failures.
// Rules live in the use cases; here are fields in and shapes out.

import HearthCore
import IM
import Web

/// The vendor's REST surface over the use cases.
public struct Ratel: Sendable {
    private let services: RatelServices

    public init(services: RatelServices) { self.services = services }

    /// Every call there is.
    static let table: [Row] =
        bootstrap + tokens + registration + profiles + settings + passwords + devices + pins + userAdministration + roster
        + applications + qrLogins + demoApps + groups + groupSettings + groupModes + groupEntries + groupCodes + groupMembers
        + groupAnnouncements + groupFiles + messages

    /// What the calls are, for documents.
    public static var endpoints: [Endpoint] { table.map(\.endpoint) }

    /// The calls about groups, and who may make them.
    public static var groupPermissions: [(endpoint: Endpoint, permission: GroupPermission)] {
        table.compactMap { row in row.permission.map { (row.endpoint, $0) } }
    }

    /// The table, and the document that tells of it.
    /// - Parameter version: of the server.
    public func routes(version: String) -> [Route] {
        let document = Reply.json(OpenAPI.document(Self.endpoints, title: "Hearth", version: version))
        let told = Route([.get], "/openapi.json", .open, "This interface as an OpenAPI document") { _ in document }
        return Self.table.map { $0.route(services) } + [told]
    }
}
