/// What came of comparing two readers on the same bytes.
public enum Verdict: Equatable, Sendable {
    /// Both read the same values.
    case accepted
    /// Both refuse.
    case refused
    /// One of them is wrong.
    case disagreed

    /// - Parameters:
    ///   - ours: what our reader gave; nil for a refusal.
    ///   - theirs: what the other gave.
    ///   - agree: whether the values are the same.
    init<Ours, Theirs>(_ ours: Ours?, _ theirs: Theirs?, agree: (Ours, Theirs) -> Bool) {
        switch (ours, theirs) {
        case (nil, nil): self = .refused
        case (let ours?, let theirs?): self = agree(ours, theirs) ? .accepted : .disagreed
        default: self = .disagreed
        }
    }
}
