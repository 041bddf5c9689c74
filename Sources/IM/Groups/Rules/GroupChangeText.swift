import HearthCore

/// What clients read in `content` of a notice: JSON of what is different now (xsync.md 9.2).
enum GroupChangeText {
    /// A field of the group: clients put it into what they know of the group.
    static func info(_ name: String, _ value: JSONText.Value) -> String { JSONText.object([(name, value)]) }

    /// Something of a member, or of all: clients act on the property's name.
    static func property(_ name: String, _ value: JSONText.Value) -> String {
        JSONText.object([("property", .string(name)), (name, value)])
    }

    static func file(_ file: GroupFile, of group: GroupID) -> String {
        JSONText.object([
            ("file_id", .integer(file.id.rawValue)), ("name", .string(file.name)), ("size", .integer(file.size)),
            ("type", .string(file.type)), ("url", .string(file.url)), ("uploader", .integer(file.uploader.rawValue)),
            ("created_at", .integer(file.createdAt.milliseconds)), ("updated_at", .integer(file.updatedAt.milliseconds)),
            ("group_id", .integer(group.rawValue)),
        ])
    }

    static func files(_ ids: [GroupFileID]) -> String { JSONText.object([("file_list", .integers(ids.map(\.rawValue)))]) }
}
