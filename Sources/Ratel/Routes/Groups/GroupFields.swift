import HearthCore
import IM
import Web

extension Field where Value == AnnouncementID {
    static var announcement: Field { Field<Int64>.integer("announcement_id").map { AnnouncementID($0) } }
}

extension Field where Value == GroupFileID {
    static var file: Field { Field<Int64>.integer("file_id").map { GroupFileID($0) } }
}

/// Which part of a list is asked for.
struct GroupListPart: Sendable {
    let cursor: GroupCursor?
    let limit: Int
    /// Of the list as the client has it.
    let version: Int64

    /// - Parameter standard: how many rows where the client does not say.
    static func field(_ standard: Int64) -> Field<GroupListPart> {
        .together(
            Field<String>.text("cursor", "Of the page before; empty for the first.").or("").inQuery,
            Field<Int64>.integer("limit", in: 1...1_000).or(standard).inQuery,
            Field<Int64>.integer("version", "Of the list that the client has: no rows are answered where it still is this one.")
                .or(0).inQuery
        ) { cursor, limit, version throws(Failure) in
            GroupListPart(cursor: cursor.isEmpty ? nil : try GroupCursor(cursor), limit: Int(limit), version: version)
        }
    }

    /// A page in the envelope; without rows where the client has all of them (rest.md 1.5).
    /// - Parameter isVersioned: false where two lists may have one version: of several groups, or of what is removed without a trace.
    func reply<Row>(_ page: GroupPage<Row>, isVersioned: Bool = true, _ json: (Row) -> JSON) -> Reply {
        let isKnown = isVersioned && cursor == nil && version > 0 && version == page.version
        return .data(
            .array(isKnown ? [] : page.rows.map(json)),
            [
                "cursor": isKnown ? nil : page.next.map { .string($0.text) }, "version": .integer(page.version),
                "total": .integer(Int64(page.total)),
            ])
    }
}
