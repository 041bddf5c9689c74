extension Limits {
    /// Word lists of one app.
    public static let wordLists = 10
    /// Rules of one word list.
    public static let wordListRules = 100_000
    /// Versions of a word list whose rules are kept; of older ones is known who made them, and when.
    public static let wordListVersions = 10
    /// Bytes of a word list as text.
    public static let wordListBytes = 16 << 20
}
