extension Configuration {
    /// The effective settings for `hearth config print`: key, value and source in columns, secrets masked.
    public func printed() -> String { Self.columns(values) }

    /// A file with every key, its help and its default, all commented out, for `hearth config print --default`.
    public static func standardFile() -> String { standardFile(ConfigurationTable.keys) }

    static func columns(_ values: [ConfigurationValue]) -> String {
        let keys = values.map(\.key.name.count).max() ?? 0
        let texts = values.map(\.shown.count).max() ?? 0
        return values.map { value in
            "\(value.key.name.padded(keys))  \(value.shown.padded(texts))  \(value.source)\n"
        }.joined()
    }

    static func standardFile(_ keys: [ConfigurationKey]) -> String {
        let head = """
            # Configuration of Hearth. Give it to the server with --config FILE.
            #
            # Each line is KEY = VALUE. Lines that begin with # are comments; # further on is part of the value.
            # An environment variable wins over this file, and --set KEY=VALUE wins over both.
            # The values below are the defaults. Take the # in front of a key away to set it.

            """
        return head + keys.map { "\n" + block($0) }.joined()
    }

    private static func block(_ key: ConfigurationKey) -> String {
        let reload = key.isReloadable ? "# A running server can take a new value.\n" : ""
        let assignment = key.standard.isEmpty ? "\(key.name) =" : "\(key.name) = \(key.standard)"
        return """
            # \(key.help)
            # Expected: \(key.expected). Environment: \(key.environment).
            \(reload)#\(assignment)

            """
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
