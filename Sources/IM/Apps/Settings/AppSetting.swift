/// One row of the table of app settings, with the type of its value.
public struct AppSetting<Value: Sendable & Equatable>: Sendable {
    /// The row without its type: what stores, doors and pages work with.
    public let key: AppSettingKey
    /// What holds when nobody says otherwise.
    public let standard: Value

    init(
        _ name: String, _ field: WritableKeyPath<AppSettings, Value> & Sendable, _ kind: AppSettingKind<Value>, standard: Value,
        help: String, isSecret: Bool = false
    ) {
        self.standard = standard
        key = AppSettingKey(
            name: name, shape: kind.shape, standard: kind.write(standard), help: help, isSecret: isSecret,
            read: { kind.write($0[keyPath: field]) },
            // A secret that was shown must not come back as one.
            parse: { isSecret && $0 == AppSettingKey.mask ? nil : kind.read($0).map(kind.write) },
            assign: { text, settings in
                if let value = kind.read(text) { settings[keyPath: field] = value }
            })
    }
}

/// One row of the table, whatever the type of its value. Values are texts here: as the store holds them.
public struct AppSettingKey: Sendable {
    /// Words joined by dots, `recall.enabled` for example.
    public let name: String
    /// What values look like.
    public let shape: AppSettingShape
    /// The default.
    public let standard: String
    /// Full sentences for the person who runs the app.
    public let help: String
    /// Never shown to anybody: `shown` gives asterisks.
    public let isSecret: Bool
    let read: @Sendable (AppSettings) -> String
    /// The same value as it is always written, nil where a text is none.
    let parse: @Sendable (String) -> String?
    /// Leaves things as they are where the text is no value.
    let assign: @Sendable (String, inout AppSettings) -> Void

    /// The value among an app's settings.
    public func text(in settings: AppSettings) -> String { read(settings) }

    /// What stands for a secret.
    static let mask = "***"

    /// A value as people may see it.
    public func shown(_ text: String) -> String { isSecret && !text.isEmpty ? Self.mask : text }

    /// Whether an app has another value than the default.
    public func isChanged(in settings: AppSettings) -> Bool { read(settings) != standard }
}
