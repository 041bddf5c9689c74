import HearthCore

/// The bounds of what people write about each other.
enum RosterTexts {
    static func check(_ request: RosterRequest) throws(Failure) {
        try check(alias: request.alias)
        try check(request.reason, "reason", Limits.rosterReasonCharacters)
        try check(request.answer, "auth_answer", Limits.rosterAnswerCharacters)
    }

    static func check(reason: String) throws(Failure) { try check(reason, "reason", Limits.rosterReasonCharacters) }

    static func check(_ change: RosterEntryChange) throws(Failure) {
        try check(alias: change.alias)
        guard let ext = change.ext else { return }
        guard ext.utf8.count <= Limits.rosterExtBytes, !ext.utf8.contains(0) else { throw refusal(of: "ext") }
    }

    /// A field that cannot be taken.
    static func refusal(of field: String) -> Failure {
        Failure(.invalidRequestParameter, "invalid request parameter: \(field)")
    }

    static func trimmed(_ text: String) -> String {
        let start = text.drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }

    private static func check(alias: String?) throws(Failure) {
        if let alias { try check(alias, "alias", Limits.rosterAliasCharacters) }
    }

    private static func check(_ text: String, _ field: String, _ most: Int) throws(Failure) {
        guard text.unicodeScalars.count <= most, !text.utf8.contains(0) else { throw refusal(of: field) }
    }
}

extension RosterStep {
    /// What is wrong with the texts of a step.
    var refusal: Failure? {
        do throws(Failure) {
            switch command {
            case .apply(let request, _): try RosterTexts.check(request)
            case .decline(let reason): try RosterTexts.check(reason: reason)
            case .set(let change): try RosterTexts.check(change)
            case .accept, .delete, .block, .unblock, .befriend: break
            }
            return nil
        } catch {
            return error
        }
    }
}
