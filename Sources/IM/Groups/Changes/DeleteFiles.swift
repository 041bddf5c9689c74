import HearthCore

/// What came of one file of a change about many.
public struct GroupFileOutcome: Sendable, Equatable {
    public let file: GroupFileID
    /// Nil where it was done.
    public let failure: Failure?

    public init(_ file: GroupFileID, _ failure: Failure? = nil) {
        self.file = file
        self.failure = failure
    }
}

/// Takes files out of those a group shares: for who shared them, and for admins.
public struct DeleteFiles: GroupChange {
    public static let right = GroupRight.member
    let files: [GroupFileID]

    public init(_ files: [GroupFileID]) { self.files = files }

    public var subject: GroupSubject { .files(files) }

    public func check() throws(Failure) { try GroupTexts.check(files, "file_list") }

    /// Rows fail with `GroupSharedFileNotFound`, `GroupSharedFileOperateNotAllowed`, `InvalidRequestParameter`.
    /// - Throws: `GroupSharedFileNotFound` where the group shares none of them.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<[GroupFileOutcome]> {
        let rows = try GroupRows(files, "file_list", absence: .groupSharedFileNotFound) { id throws(Failure) in
            [.removeFile(try facts.ownFile(id).id)]
        }
        let content = GroupChangeText.files(rows.changed)
        return GroupDecision(
            rows.outcomes.map { GroupFileOutcome($0.row, $0.failure) }, effects: rows.effects,
            notices: rows.changed.isEmpty ? [] : [facts.notice(.fileDeleted, content: content)])
    }
}
