import ArgumentParser

/// The `hearth` binary: its verbs, each a screen long.
public struct HearthCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "hearth",
        abstract: "A self-hosted instant-messaging server for floo clients.",
        version: Version.text,
        subcommands: [
            ServeCommand.self, AppCommand.self, UserCommand.self, GroupCommand.self, WordCommand.self, ReviewCommand.self,
            HookCommand.self, LicenseCommand.self,
            MessageCommand.self, AuditCommand.self, MigrateCommand.self, StoreCommand.self,
            BackupCommand.self, RestoreCommand.self, ChatCommand.self, ConfigCommand.self, VersionCommand.self, ReferenceCommand.self,
        ])

    public init() {}
}

/// What this build is.
public enum Version {
    public static let text = "0.1.0"
}

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version.")

    func run() { print("hearth \(Version.text)") }
}
