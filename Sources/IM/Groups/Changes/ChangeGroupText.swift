import HearthCore

/// Changes what a group says of itself.
public struct ChangeGroupText: GroupChange {
    /// Raw values are the fields of the REST API.
    public enum Field: String, Sendable, CaseIterable {
        case name, avatar, description, ext
    }

    public static let right = GroupRight.modify
    let field: Field
    let text: String

    public init(_ field: Field, _ text: String) {
        self.field = field
        self.text = text
    }

    public func check() throws(Failure) {
        switch field {
        case .name: try GroupTexts.check(text, field.rawValue, characters: Limits.groupNameCharacters)
        case .avatar: try GroupTexts.check(text, field.rawValue, characters: 0...Limits.avatarCharacters)
        case .description: try GroupTexts.check(text, field.rawValue, characters: 0...Limits.groupDescriptionCharacters)
        case .ext: try GroupTexts.check(text, field.rawValue, bytes: Limits.groupExtBytes)
        }
    }

    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        var info = facts.group.info
        info[keyPath: path] = text
        guard info != facts.group.info else { return GroupDecision(()) }
        let content = GroupChangeText.info(field.rawValue, .string(text))
        return GroupDecision((), effects: [.info(info)], notices: [facts.notice(.infoUpdated, content: content)])
    }

    private var path: WritableKeyPath<GroupInfo, String> {
        switch field {
        case .name: \.name
        case .avatar: \.avatar
        case .description: \.description
        case .ext: \.ext
        }
    }
}
