import HearthCore

/// What a member is called in a group; empty for his own name.
public struct SetDisplayName: GroupChange {
    public static let right = GroupRight.member
    let name: String

    public init(_ name: String) { self.name = name }

    public func check() throws(Failure) {
        try GroupTexts.check(name, "display_name", characters: 0...Limits.groupDisplayNameCharacters)
    }

    /// - Throws: `InvalidRequestParameter` for a server.
    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        let member = try facts.ownMembership()
        guard member.displayName != name else { return GroupDecision(()) }
        // Clients look the card of a member up on any text, and take none for something else (floo-web, src/sdk/core/base/dataLogics.js).
        let content = GroupChangeText.property("display_name", .string(name.isEmpty ? " " : name))
        return GroupDecision(
            (), effects: [.displayName(member.user, name)], notices: [facts.notice(.infoUpdated, content: content)])
    }
}
