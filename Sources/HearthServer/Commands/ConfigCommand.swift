import ArgumentParser

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Look at the settings.", subcommands: [Print.self])

    struct Print: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "print", abstract: "Print every setting, its value and where that comes from; secrets are masked.")

        @OptionGroup var options: ConfigurationOptions

        @Flag(name: .customLong("default"), help: "Print a commented file of all defaults instead.")
        var isDefault = false

        func run() throws {
            print(isDefault ? Configuration.standardFile() : try options.load().printed(), terminator: "")
        }
    }
}
