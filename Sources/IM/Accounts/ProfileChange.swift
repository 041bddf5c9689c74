import HearthCore

/// What somebody wants to be different in a profile. Nil leaves a field as it is; an empty text empties it.
public struct ProfileChange: Sendable, Equatable {
    public var name: UserName?
    public var nickName: String?
    public var avatar: String?
    public var about: String?
    public var publicInfo: String?
    public var privateInfo: String?
    public var mobile: String?

    public init() {}

    public var isEmpty: Bool { self == ProfileChange() }

    /// - Throws: `InvalidRequestParameter`, naming the field as REST does.
    public func check() throws(Failure) {
        try ClientText.check(nickName, characters: Limits.nickNameCharacters, "nick_name")
        try ClientText.check(avatar, characters: Limits.avatarCharacters, "avatar")
        try ClientText.check(about, characters: Limits.aboutCharacters, "description")
        try ClientText.check(publicInfo, bytes: Limits.infoBytes, "public_info")
        try ClientText.check(privateInfo, bytes: Limits.infoBytes, "private_info")
        if let mobile, !Self.isMobile(mobile) { throw ClientText.refusal("mobile") }
    }

    /// A plus sign or none, then digits; or nothing at all, for no number.
    private static func isMobile(_ text: String) -> Bool {
        let digits = text.hasPrefix("+") ? text.utf8.dropFirst() : text.utf8[...]
        let allowed = UInt8(ascii: "0")...UInt8(ascii: "9")
        return text.isEmpty || Limits.mobileDigits.contains(digits.count) && digits.allSatisfy(allowed.contains)
    }

    /// Only what a profile does not say yet.
    public func without(_ profile: Profile) -> ProfileChange {
        var rest = self
        if name?.rawValue == profile.name { rest.name = nil }
        if nickName == profile.nickName { rest.nickName = nil }
        if avatar == profile.avatar { rest.avatar = nil }
        if about == profile.about { rest.about = nil }
        if publicInfo == profile.publicInfo { rest.publicInfo = nil }
        if privateInfo == profile.privateInfo { rest.privateInfo = nil }
        if mobile == profile.mobile { rest.mobile = nil }
        return rest
    }

    /// What friends are told, as REST names it; nil where nothing is their business.
    ///
    /// Clients merge the object into the card they keep (xsync.md 9.1). A long `public_info` is left out, alone it leaves an empty
    /// object: that changes no card, and whoever shows one loads it anew. An empty text in its place would be taken for the new one.
    var publicJSON: String? {
        guard nickName != nil || avatar != nil || publicInfo != nil || about != nil else { return nil }
        let told = publicInfo.flatMap { $0.utf8.count <= Limits.infoToldBytes ? $0 : nil }
        let fields = [("nick_name", nickName), ("avatar", avatar), ("public_info", told), ("description", about)]
        return JSONText.object(fields.compactMap { name, text in text.map { (name: name, value: JSONText.Value.string($0)) } })
    }
}

/// Where profiles are changed.
public protocol ProfileStore: Sendable {
    /// Writes those fields that differ, all or none.
    /// - Returns: the fields that were written.
    /// - Throws: `UserNotExist`, `UserNameInUse`, `MobileInUse`.
    func change(_ account: Account, _ change: ProfileChange) async throws(Failure) -> ProfileChange

    /// Who has this user for a friend, smallest id first: those after `user`, at most `limit` of them.
    func friendsOf(_ account: Account, after user: UserID, limit: Int) async throws(Failure) -> [UserID]
}
