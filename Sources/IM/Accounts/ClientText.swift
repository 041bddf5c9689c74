import HearthCore

/// Bounds of texts that clients send.
enum ClientText {
    /// - Throws: `InvalidRequestParameter`, naming the field, for a text that is too long or holds U+0000: PostgreSQL keeps none.
    static func check(_ text: String?, characters: Int, _ field: String) throws(Failure) {
        guard let text else { return }
        guard text.unicodeScalars.count <= characters, !text.utf8.contains(0) else { throw refusal(field) }
    }

    /// - Throws: as `check(_:characters:_:)`.
    static func check(_ text: String?, bytes: Int, _ field: String) throws(Failure) {
        guard let text else { return }
        guard text.utf8.count <= bytes, !text.utf8.contains(0) else { throw refusal(field) }
    }

    static func refusal(_ field: String) -> Failure {
        Failure(.invalidRequestParameter, "invalid request parameter: \(field)")
    }
}
