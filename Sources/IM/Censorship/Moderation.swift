import HearthCore

/// What censorship and hooks say of a message, until its batch decides: who may not write at all is told that first, and what was
/// accepted before stays accepted.
///
/// A class, so that the many messages of which there is nothing to say carry one word for it.
public final class Moderation: Sendable {
    /// Why it is refused; nil where it may go.
    public let refusal: Failure?
    /// What somebody is to look at.
    public let hits: [WordHit]
    /// What was said, for who looks at the hits; cut at `Limits.reviewCharacters`.
    public let text: String
    /// It is an edit, and the text that comes of it is to be looked through.
    public let looksAtEdit: Bool

    public init(refusal: Failure? = nil, hits: [WordHit] = [], text: String = "", looksAtEdit: Bool = false) {
        self.refusal = refusal
        self.hits = hits
        self.text = String(text.unicodeScalars.prefix(Limits.reviewCharacters)).storable
        self.looksAtEdit = looksAtEdit
    }

    /// - Throws: the refusal.
    public func admit() throws(Failure) {
        if let refusal { throw refusal }
    }
}
