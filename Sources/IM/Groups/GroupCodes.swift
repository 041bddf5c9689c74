import HearthCore

/// Signs what is handed out and comes back later, with the keys of an app.
public protocol CodeSigning: Sendable {
    /// A signature in letters that a URL takes as they are.
    func sign(_ text: String, with key: SigningKey) throws(Failure) -> String
    /// Whether one of `keys` made the signature; compared in a time that tells nothing about how much of it is right.
    func isValid(_ signature: String, of text: String, by keys: [SigningKey]) -> Bool
}

/// What a group's QR code says: who shows it to whom is up to its maker, so it stands for an invitation by him (rest.md 6.7).
///
/// Nothing is kept: every server of the app reads a code by its signature, and tells one that ended from one that never was.
public struct GroupCodes: Sendable {
    /// Who may make one.
    public static let right = GroupRight.invite

    /// A code just made.
    public struct Code: Sendable, Equatable {
        public let text: String
        public let createdAt: Instant
        public let expiresAt: Instant
    }

    private let groups: Groups
    private let changes: GroupChanges
    private let signing: any CodeSigning
    private let clock: any WallClock

    public init(groups: Groups, changes: GroupChanges, signing: any CodeSigning, clock: any WallClock) {
        self.groups = groups
        self.changes = changes
        self.signing = signing
        self.clock = clock
    }

    /// A code that lets people in for `Limits.groupCodeLifetime`, as long as its maker may invite.
    /// - Throws: `GroupNotExist`, what the right refuses with, `InvalidRequestParameter` for a server: an invitation is somebody's.
    public func sign(_ group: GroupID, by actor: GroupActor, in app: AppDirectory.Entry) async throws(Failure) -> Code {
        _ = try await groups.view(group, for: actor, Self.right)
        guard case .user(let maker) = actor else { throw GroupTexts.refusal(of: "user_id") }
        guard let key = app.keys.last else { throw Failure(.serverUnknownError) }
        let now = clock.now()
        let offer = Offer(group: group, maker: maker.user, expiresAt: now.advanced(by: Limits.groupCodeLifetime))
        let signature = try signing.sign(offer.signed(for: app.app), with: key)
        return Code(text: offer.text + "." + signature, createdAt: now, expiresAt: offer.expiresAt)
    }

    /// Lets somebody in who has a code.
    /// - Throws: `GroupQRCodeInvalid`, `GroupQRCodeExpired`, and what `JoinByCode` throws.
    public func join(_ code: String, by account: Account, in app: AppDirectory.Entry) async throws(Failure) {
        guard let (offer, signature) = Offer.parse(code), signing.isValid(signature, of: offer.signed(for: app.app), by: app.keys)
        else { throw Failure(.groupQRCodeInvalid) }
        guard clock.now() < offer.expiresAt else { throw Failure(.groupQRCodeExpired) }
        try await changes.run(JoinByCode(maker: offer.maker), in: offer.group, by: .user(account), settings: app.settings)
    }
}

/// What is signed.
private struct Offer {
    let group: GroupID
    let maker: UserID
    let expiresAt: Instant

    var text: String { "g1.\(group).\(maker).\(expiresAt.milliseconds)" }

    /// With what keeps it from being taken for anything else, or for another app's.
    func signed(for app: App) -> String { "group code of \(app.id): \(text)" }

    /// The parts of a code, not yet believed; nil for what is none.
    static func parse(_ code: String) -> (Offer, signature: String)? {
        guard code.utf8.count <= 256 else { return nil }
        let parts = code.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "g1", let group = Int64(parts[1]), let maker = Int64(parts[2]), let end = Int64(parts[3])
        else { return nil }
        return (Offer(group: GroupID(group), maker: UserID(maker), expiresAt: Instant(milliseconds: end)), String(parts[4]))
    }
}
