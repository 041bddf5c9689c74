import HearthCore

/// Calls a shared file something else: for who shared it, and for admins.
public struct RenameFile: GroupChange {
    public static let right = GroupRight.member
    let id: GroupFileID
    let name: String

    public init(_ id: GroupFileID, _ name: String) {
        self.id = id
        self.name = name
    }

    public var subject: GroupSubject { .files([id]) }

    public func check() throws(Failure) { try GroupTexts.check(name, "name", characters: Limits.groupFileNameCharacters) }

    /// - Throws: `GroupSharedFileNotFound`, `GroupSharedFileOperateNotAllowed`.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        var file = try facts.ownFile(id)
        guard file.name != name else { return GroupDecision(()) }
        file.name = name
        file.updatedAt = facts.now
        let content = GroupChangeText.file(file, of: facts.group.id)
        return GroupDecision((), effects: [.file(file)], notices: [facts.notice(.fileUpdated, content: content)])
    }
}

extension GroupFacts {
    /// A shared file that the actor may change.
    /// - Throws: `GroupSharedFileNotFound`, `GroupSharedFileOperateNotAllowed`.
    func ownFile(_ id: GroupFileID) throws(Failure) -> GroupFile {
        guard let file = files[id] else { throw Failure(.groupSharedFileNotFound) }
        guard file.uploader == actor.user || role.map({ $0 >= .admin }) == true else {
            throw Failure(.groupSharedFileOperateNotAllowed)
        }
        return file
    }
}
