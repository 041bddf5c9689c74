import ArgumentParser
import HearthCore
import Web

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Look at users, freeze and ban them. Works beside a running server and without one.",
        subcommands: [Show.self, Freeze.self, Unfreeze.self, Ban.self, Unban.self])

    /// Who it is about.
    struct Options: ParsableArguments {
        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The AppID.") var appID: String
        @Argument(help: "The id of the user.") var user: Int64
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show how a user stands: status, ban, devices. Also one that is removed.")

        @OptionGroup var who: Options

        func run() async throws {
            let (appID, user) = (who.appID, who.user)
            UserCommand.show(try await AppAdministration.open(who.options) { try await $0.user(user, of: appID) })
        }
    }

    struct Freeze: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "freeze", abstract: "Freeze a user: his logins end, and he may not log in.")

        @OptionGroup var who: Options

        func run() async throws { try await UserCommand.carryOut(.freeze, who) }
    }

    struct Unfreeze: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "unfreeze", abstract: "Let a frozen user log in again.")

        @OptionGroup var who: Options

        func run() async throws { try await UserCommand.carryOut(.unfreeze, who) }
    }

    struct Ban: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ban", abstract: "Let a user send nothing; he goes on reading.")

        @OptionGroup var who: Options
        @Option(help: "Minutes after which it ends by itself; until `unban` otherwise.") var minutes: Int64?

        func run() async throws { try await UserCommand.carryOut(.ban(minutes: minutes), who) }
    }

    struct Unban: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "unban", abstract: "Let a banned user send again.")

        @OptionGroup var who: Options

        func run() async throws { try await UserCommand.carryOut(.unban, who) }
    }

    private static func carryOut(_ act: AppAdministration.UserAct, _ who: Options) async throws {
        let (appID, user) = (who.appID, who.user)
        let state = try await AppAdministration.open(who.options) { administration in
            try await administration.carryOut(act, on: user, of: appID)
            return try await administration.user(user, of: appID)
        }
        show(state)
    }

    private static func show(_ user: Web.JSON) {
        let rows = (user.asMembers ?? []).flatMap { member -> [[String]] in
            guard let devices = member.value.asArray else { return [[member.key, member.value.asString ?? member.value.description]] }
            return devices.map { device in
                let number = device["device_sn"]?.asInteger ?? 0
                let words = ["platform \(device["platform"]?.asInteger ?? 0)", device["user_agent"]?.asString ?? ""]
                return ["device \(number)", (words + (device["online"]?.asBool == true ? ["online"] : [])).joined(separator: ", ")]
            }
        }
        print(TextTable.text(rows))
    }
}
