/// One row of the configuration table, whatever the type of its value.
struct ConfigurationKey: Sendable {
    /// Words joined by dots, `http.listen` for example.
    let name: String
    /// The text that holds when nobody says otherwise; of the key's own kind.
    let standard: String
    /// Full sentences for the person who runs the server.
    let help: String
    /// Never shown: printed as asterisks, left out of error messages.
    let isSecret: Bool
    /// A running server takes a new value; the others need a restart.
    let isReloadable: Bool
    /// Ends a sentence that begins with "expected".
    let expected: String
    let accepts: @Sendable (String) -> Bool
    /// The text as people may see it.
    let masked: @Sendable (String) -> String

    /// The environment variable that sets the key, `HEARTH_HTTP_LISTEN` for example.
    var environment: String {
        Self.environmentPrefix + name.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
    }

    static let environmentPrefix = "HEARTH_"
}

/// A key together with the type of its value.
struct Setting<Value: Sendable>: Sendable {
    let key: ConfigurationKey
    let kind: ConfigurationKind<Value>

    init(
        _ name: String, _ kind: ConfigurationKind<Value>, standard: String, help: String,
        isSecret: Bool = false, isReloadable: Bool = false, masked: @escaping @Sendable (String) -> String = { $0 }
    ) {
        self.kind = kind
        key = ConfigurationKey(
            name: name, standard: standard, help: help, isSecret: isSecret, isReloadable: isReloadable,
            expected: kind.expected, accepts: { kind.parse($0) != nil }, masked: masked
        )
    }
}
