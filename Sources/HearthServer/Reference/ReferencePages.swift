import HearthCore

/// The reference pages of the manual, made from the tables that the server itself works with.
public enum ReferencePages {
    /// Every page with its place in the repository.
    public static var all: [(path: String, text: String)] {
        [
            ("docs/reference/failures.json", failures()),
            ("docs/reference/configuration.md", configuration()),
            ("docs/reference/app-settings.md", appSettings()),
            ("docs/reference/callbacks.md", callbacks()),
            ("docs/reference/calls.md", calls()),
            ("docs/reference/group-permissions.md", groupPermissions()),
        ]
    }

    /// Stands at the head of each page.
    static let note = "<!-- Made from the tables in the sources by `hearth reference`. Changes by hand are lost. -->\n"
}
