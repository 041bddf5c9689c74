import HearthCore

/// Ends a group for all who are in it.
public struct DestroyGroup: GroupChange {
    public static let right = GroupRight.owner

    public init() {}

    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        GroupDecision((), effects: [.destroy], notices: [facts.notice(.destroyed)])
    }
}
