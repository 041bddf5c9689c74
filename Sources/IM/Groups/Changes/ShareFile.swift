import HearthCore

/// Adds a file to those a group shares: where it is, not what is in it.
public struct ShareFile: GroupChange {
    public static let right = GroupRight.member
    let name: String
    let url: String
    let type: String
    let size: Int64

    /// - Parameter size: in bytes.
    public init(name: String, url: String, type: String, size: Int64) {
        self.name = name
        self.url = url
        self.type = type
        self.size = size
    }

    public func check() throws(Failure) {
        try GroupTexts.check(name, "name", characters: Limits.groupFileNameCharacters)
        try GroupTexts.check(type, "type", characters: 0...Limits.groupFileTypeCharacters)
        try GroupTexts.check(url, "url", bytes: Limits.groupFileURLBytes)
        guard !url.isEmpty else { throw GroupTexts.refusal(of: "url") }
        guard size >= 0, size <= Limits.largestClientInteger else { throw GroupTexts.refusal(of: "size") }
    }

    /// - Throws: `InvalidRequestParameter` where the group has all the files it may have.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<GroupFile> {
        guard facts.fileCount < Limits.filesPerGroup else {
            throw GroupTexts.refusal(of: "group_id: the group has too many files")
        }
        let file = GroupFile(
            id: GroupFileID(facts.newID), uploader: facts.actor.user, name: name, url: url, type: type, size: size,
            createdAt: facts.now, updatedAt: facts.now)
        let content = GroupChangeText.file(file, of: facts.group.id)
        return GroupDecision(file, effects: [.file(file)], notices: [facts.notice(.fileUploaded, content: content)])
    }
}
