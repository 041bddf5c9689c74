extension ReferencePages {
    /// Every configuration key.
    public static func configuration() -> String {
        var table = MarkdownTable("Key", "Environment", "Expected", "Default", "Reload", "What it does")
        for key in ConfigurationTable.keys {
            table.add(
                "`\(key.name)`", "`\(key.environment)`", key.expected + (key.isSecret ? " (secret)" : ""),
                key.standard.isEmpty ? nil : "`\(key.standard)`", key.isReloadable ? "yes" : "no", key.help
            )
        }
        return """
            \(note)
            # Configuration

            `hearth serve` works without any configuration. A setting comes from, in rising order: its default, the file that
            `--config FILE` names, the environment, `--set KEY=VALUE`. An unknown key, or an unknown variable that begins with
            `HEARTH_`, stops the start; only the variables that Kubernetes makes for services are passed over.

            The file has one `key = value` a line. Lines that begin with `#` are comments; a `#` further on belongs to the value.
            `hearth config print` shows the values that hold and where each comes from, `hearth config print --default` a file
            with every key.

            \(table.rendered())
            """
    }
}
