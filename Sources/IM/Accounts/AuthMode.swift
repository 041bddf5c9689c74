/// How others become somebody's friends (floo-web, BMXUserProfile_AddFriendAuthMode).
public enum AuthMode: Int, Sendable, CaseIterable {
    /// At once.
    case open = 0
    /// He is asked.
    case approval = 1
    /// Who knows the answer does.
    case question = 2
    /// Nobody does.
    case refuse = 3

    /// What holds for a new account. The vendor's clients expect to be asked (a published sample has 0).
    public static let standard = AuthMode.approval
}
