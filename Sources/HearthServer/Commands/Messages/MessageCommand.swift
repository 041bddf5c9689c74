import ArgumentParser
import HearthCore

struct MessageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: "Look into messages. Works beside a running server and without one.",
        subcommands: [Explain.self])

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain", abstract: "Show what became of a message: stored, given, confirmed, read, changed. Never its content.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The id of the message, as acknowledgements and clients name it.") var mid: Int64
        @Option(help: ArgumentHelp("Look in this app alone; in all of them otherwise.", valueName: "appid")) var app: String?
        @Flag(help: "Print the answer of the admin API.") var json = false

        func validate() throws {
            guard mid > 0 else { throw ValidationError("'\(mid)': expected the id of a message") }
        }

        func run() async throws {
            let found = try await MessageExplanation.find(MessageID(mid), app: app, options)
            print(json ? found.json.description : found.text)
        }
    }
}
