import ArgumentParser
import HearthCore
import Web

extension HookCommand {
    struct Dead: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dead", abstract: "List the newest events that the app's own server never took.")

        @OptionGroup var options: ConfigurationOptions
        @Option(help: ArgumentHelp("The app.", valueName: "appid")) var app: String
        @Option(help: "How many, at most 500.") var limit = 50

        func run() async throws {
            let (app, limit) = (app, limit)
            let dead = try await AppAdministration.open(options) { try await $0.deadCallbacks(of: app, limit: limit) }
            guard !dead.isEmpty else { return print("none") }
            print(
                TextTable.text(
                    dead.map { row in
                        let at = row["at"]?.asInteger.map { Instant(milliseconds: $0).dateTime } ?? ""
                        return [
                            row["id"]?.asString ?? "", at, row["event"]?.asString ?? "", "\(row["tries"]?.asInteger ?? 0) tries",
                            row["reason"]?.asString ?? "",
                        ]
                    }))
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Try events again that the app's own server never took: one, or all.")

        @OptionGroup var options: ConfigurationOptions
        @Option(help: ArgumentHelp("The app.", valueName: "appid")) var app: String
        @Argument(help: "The id of one, as `hearth hook dead` shows it.") var id: String?

        func run() async throws {
            let (app, id) = (app, id)
            let count = try await AppAdministration.open(options) { try await $0.retryCallbacks(id, of: app) }
            print("\(count) will be tried again")
        }
    }

    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "drop", abstract: "Forget events that the app's own server never took: one, or all.")

        @OptionGroup var options: ConfigurationOptions
        @Option(help: ArgumentHelp("The app.", valueName: "appid")) var app: String
        @Argument(help: "The id of one, as `hearth hook dead` shows it.") var id: String?

        func run() async throws {
            let (app, id) = (app, id)
            let count = try await AppAdministration.open(options) { try await $0.dropCallbacks(id, of: app) }
            print("\(count) forgotten")
        }
    }
}
