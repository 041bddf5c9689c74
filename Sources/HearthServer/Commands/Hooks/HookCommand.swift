import ArgumentParser
import Console
import HearthCore
import IM
import Web

struct HookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hook",
        abstract: "See and try the endpoints of an app that are called about its messages. Works beside a running server and without one.",
        discussion: "They are settings: hearth app set APPID hook.before.url=https://... The contract stands in docs/hooks.md.",
        subcommands: [Show.self, Test.self, Dead.self, Retry.self, Drop.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show the hooks of an app, and how they do on a running server.")

        @OptionGroup var options: ConfigurationOptions
        @Option(help: ArgumentHelp("The app.", valueName: "appid")) var app: String

        func run() async throws {
            let app = app
            print(HookText.standing(try await AppAdministration.open(options) { try await $0.hooks(of: app) }))
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test", abstract: "Call a hook with the example of docs/hooks.md; show the call and what its endpoint answers.")

        @OptionGroup var options: ConfigurationOptions
        @Option(help: ArgumentHelp("The app.", valueName: "appid")) var app: String
        @Flag(help: "Which hook: the one before messages (hook.before.url), or the one after.") var hook = HookKind.before

        func run() async throws {
            let (app, hook) = (app, hook)
            let trial = try await AppAdministration.open(options) { try await $0.testHook(hook, of: app) }
            print(HookText.trial(trial))
            if trial["trouble"] != nil { throw ExitCode.failure }
        }
    }
}

extension HookKind: EnumerableFlag {}
