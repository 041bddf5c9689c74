/// What a member may do in his group. Raw values are stored.
public enum GroupRole: Int, Comparable, Sendable {
    case member = 0
    case admin = 1
    case owner = 2

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
