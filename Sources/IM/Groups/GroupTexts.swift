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

    /// Not too many rows. One that is named again is refused by itself, by `GroupRows`.
    /// - Throws: `InvalidRequestParameter`.
    static func check<Row>(_ rows: [Row], _ field: String = "user_list", atLeast least: Int = 1) throws(Failure) {
        guard rows.count >= least, rows.count <= Limits.idsPerCall else { throw refusal(of: field) }
    }

    /// Of an invitation, an application, or the answer to one.
    /// - Throws: `InvalidRequestParameter`.
    static func check(reason: String) throws(Failure) {
        try check(reason, "reason", characters: 0...Limits.groupReasonCharacters)
    }

    /// How long a ban is: -1 for ever.
    /// - Throws: `InvalidRequestParameter`.
    static func check(minutes: Int64) throws(Failure) {
        guard minutes == -1 || (1...Limits.groupBanMinutes).contains(minutes) else { throw refusal(of: "duration") }
    }

    /// A field that cannot be taken.
    static func refusal(of field: String) -> Failure {
        Failure(.invalidRequestParameter, "invalid request parameter: \(field)")
    }
}

extension GroupDraft {
    /// - Throws: `InvalidRequestParameter` that names the field.
    func check() throws(Failure) {
        try ChangeGroupText(.name, info.name).check()
        try ChangeGroupText(.avatar, info.avatar).check()
        try ChangeGroupText(.description, info.description).check()
        try ChangeGroupText(.ext, info.ext).check()
        try GroupTexts.check(invitees, atLeast: 0)
    }
}
