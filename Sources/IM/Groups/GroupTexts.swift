import HearthCore

/// The bounds of what people write in and about groups.
enum GroupTexts {
    /// - Throws: `InvalidRequestParameter` that names the field.
    static func check(_ text: String, _ field: String, characters: ClosedRange<Int>) throws(Failure) {
        guard characters.contains(text.unicodeScalars.count), !text.utf8.contains(0) else { throw refusal(of: field) }
    }

    /// - Throws: `InvalidRequestParameter` that names the field.
    static func check(_ text: String, _ field: String, bytes: Int) throws(Failure) {
        guard text.utf8.count <= bytes, !text.utf8.contains(0) else { throw refusal(of: field) }
    }

    /// Each user once, and not too many.
    /// - Throws: `InvalidRequestParameter`.
    static func check(_ users: [UserID], _ field: String = "user_list") throws(Failure) {
        guard users.count <= Limits.idsPerCall else { throw refusal(of: field) }
    }

    /// A field that cannot be taken.
    static func refusal(of field: String) -> Failure {
        Failure(.invalidRequestParameter, "invalid request parameter: \(field)")
    }
}

extension GroupDraft {
    /// - Throws: `InvalidRequestParameter` that names the field.
    func check() throws(Failure) {
        try GroupTexts.check(info.name, "name", characters: Limits.groupNameCharacters)
        try GroupTexts.check(info.avatar, "avatar", characters: 0...Limits.avatarCharacters)
        try GroupTexts.check(info.description, "description", characters: 0...Limits.groupDescriptionCharacters)
        try GroupTexts.check(info.ext, "ext", bytes: Limits.groupExtBytes)
        try GroupTexts.check(invitees)
    }
}
