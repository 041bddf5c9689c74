/// The one table of failures. Doors translate from it, and `docs/reference/failures.md` is generated from it.
///
/// Rows come from the vendor's published error list (lanying-im-embedded, floo/include/bmx_error.h;
/// im.gitbook, server API pages) and from what client code tests (floo-web).
public enum FailureCatalogue {
    /// The rows of each family, with the title the reference page gives it.
    public static let families: [(title: String, rows: [FailureRow])] = [
        ("Accounts", accounts),
        ("Roster", roster),
        ("Groups", groups),
        ("Messages", messages),
        ("Files and push", filesAndPush),
        ("Server", server),
    ]

    /// All rows, by family.
    public static let rows: [FailureRow] = families.flatMap(\.rows)

    private static let byName = Dictionary(rows.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The row of a failure. A name without a row is caught by a test; it reads as an unknown server error.
    public static func row(of name: FailureName) -> FailureRow {
        byName[name]
            ?? FailureRow(
                .serverUnknownError, bmx: 701, laterBMX: 701, rest: 49701, status: .unknown,
                message: "unknown server error", when: ""
            )
    }
}
