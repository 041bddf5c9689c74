import HearthCore

/// Where word lists are kept, each with its last versions. Rules travel as `WordListText`.
public protocol WordListStore: Sendable {
    /// Which version of each list holds, of all apps: asked again and again, to follow what other servers change.
    func heads() async throws(Failure) -> [WordListHead]
    /// The newest version of each list of an app, by name.
    func lists(of app: AppNumber) async throws(Failure) -> [WordListVersion]
    /// The versions of a list, newest first.
    /// - Parameter before: only versions with a smaller number.
    func versions(of list: WordListName, in app: AppNumber, before: Int64, limit: Int) async throws(Failure) -> [WordListVersion]
    /// The number of the last version there was, also of a list that is removed: the next one has the number after it. 0 for none.
    func last(of list: WordListName, in app: AppNumber) async throws(Failure) -> Int64
    /// The rules of a version; nil where there is no such list or version, or its rules are kept no more.
    /// - Parameter version: nil for the newest.
    func rules(of list: WordListName, in app: AppNumber, version: Int64?) async throws(Failure) -> StoredWordList?
    /// Writes the next version of a list, the first one with the list, and forgets the rules of old versions.
    /// - Returns: false where that number is not the next one: somebody else was faster.
    func write(_ rules: WordListText, as version: WordListVersion, in app: AppNumber) async throws(Failure) -> Bool
    /// Removes a list with all of its versions.
    /// - Returns: false where there was none.
    func remove(_ list: WordListName, in app: AppNumber) async throws(Failure) -> Bool
}

/// The rules of one version of a list, as the store has them.
public struct StoredWordList: Sendable, Equatable {
    public let version: Int64
    public let text: WordListText

    public init(version: Int64, text: WordListText) {
        self.version = version
        self.text = text
    }
}
