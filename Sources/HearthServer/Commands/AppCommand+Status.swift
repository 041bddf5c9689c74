import ArgumentParser
import HearthCore
import IM

extension AppCommand {
    struct Freeze: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "freeze", abstract: "Freeze an app: its clients and servers are refused, its sessions end.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The AppID.") var appID: String
        @Option(help: "Why; kept with the status.") var reason = ""

        func run() async throws {
            let (appID, reason) = (appID, reason)
            try await AppCommand.change(options) { try await $0.change(appID, to: .frozen, reason: reason, verb: "hearth app freeze") }
        }
    }

    struct Ban: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ban", abstract: "Ban an app: as freeze, under another name.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The AppID.") var appID: String
        @Option(help: "Why; kept with the status.") var reason = ""

        func run() async throws {
            let (appID, reason) = (appID, reason)
            try await AppCommand.change(options) { try await $0.change(appID, to: .banned, reason: reason, verb: "hearth app ban") }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "Revoke an app: as freeze, and meant to last.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The AppID.") var appID: String
        @Option(help: "Why; kept with the status.") var reason = ""

        func run() async throws {
            let (appID, reason) = (appID, reason)
            try await AppCommand.change(options) { try await $0.change(appID, to: .revoked, reason: reason, verb: "hearth app revoke") }
        }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "restore", abstract: "Let a frozen, banned or revoked app be used again, at once.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The AppID.") var appID: String

        func run() async throws {
            let appID = appID
            try await AppCommand.change(options) { try await $0.change(appID, to: .normal, reason: "", verb: "hearth app restore") }
        }
    }

    struct Reconnect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reconnect", abstract: "Let all devices of an app fetch the addresses and log in again.",
            discussion: """
                dns_update: the addresses of the server are others. cluster_changed: its users live elsewhere now; their tokens end too, so \
                that they log in with their passwords.
                """)

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The AppID.") var appID: String
        @Option(help: "cluster_changed or dns_update.") var notice: ReconnectNotice

        func run() async throws {
            let (appID, notice) = (appID, notice)
            try await AppAdministration.open(options) { try await $0.reconnect(appID, notice) }
        }
    }

    private static func change(
        _ options: ConfigurationOptions, _ change: @Sendable (AppAdministration) async throws -> AppLine
    ) async throws {
        let app = try await AppAdministration.open(options, change)
        print("\(app.id)  \(app.status)  \(app.name)")
    }
}

extension ReconnectNotice: ExpressibleByArgument {}
