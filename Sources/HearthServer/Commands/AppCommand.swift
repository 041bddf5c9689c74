import ArgumentParser
import Cryptography
import HearthCore
import IM
import Logging
import Web

struct AppCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "app", abstract: "Create and look at apps. Works beside a running server and without one.",
        subcommands: [
            Create.self, List.self, Show.self, Settings.self, Change.self, Token.self, Freeze.self, Ban.self, Revoke.self, Restore.self,
            Reconnect.self,
        ])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "create", abstract: "Create an app and print its AppID.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The name an operator knows it by.") var name: String

        func run() async throws {
            let name = name
            let app = try await AppAdministration.open(options) { try await $0.create(name) }
            print(app.id)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the apps.")

        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            for app in try await AppAdministration.open(options, { try await $0.list() }) {
                print("\(app.id)  \(app.status)  \(app.name)")
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one app.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The AppID.") var appID: String

        func run() async throws {
            let appID = appID
            let app = try await AppAdministration.open(options) { try await $0.app(appID) }
            print("AppID    \(app.id)\nName     \(app.name)\nStatus   \(app.status)")
        }
    }
}
