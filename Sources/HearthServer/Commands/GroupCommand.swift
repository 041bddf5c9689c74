import ArgumentParser
import Console
import HearthCore
import IM
import Web

struct GroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "group", abstract: "Look at groups and hold them still. Works beside a running server and without one.",
        subcommands: [Show.self, Change.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a group as an operator sees it, also one that is destroyed.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The AppID.") var appID: String
        @Argument(help: "The id of the group.") var group: Int64

        func run() async throws {
            let (appID, group) = (appID, group)
            GroupCommand.show(try await AppAdministration.open(options) { try await $0.group(group, of: appID) })
        }
    }

    struct Change: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Change what an operator decides of a group; it holds at once.",
            discussion: """
                in_recovery=true lets nobody change the group or write in it; reading goes on. announcements_forbidden=true takes
                announcements away. capacity=N is how many members there may be, whatever the app's setting; capacity=0 is that setting.
                """)

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The AppID.") var appID: String
        @Argument(help: "The id of the group.") var group: Int64
        @Argument(help: ArgumentHelp("in_recovery, announcements_forbidden or capacity.", valueName: "key=value"))
        var values: [String]

        func run() async throws {
            let (appID, group, switches) = (appID, group, try switches())
            GroupCommand.show(try await AppAdministration.open(options) { try await $0.set(switches, of: group, appID) })
        }

        private func switches() throws -> GroupSwitches {
            var members: [Web.JSON.Member] = []
            for assignment in values {
                guard let sign = assignment.firstIndex(of: "="),
                    let value = try? Web.JSON.parse(Array(assignment[assignment.index(after: sign)...].utf8))
                else { throw ValidationError("'\(assignment)': expected KEY=VALUE, with a value of true, false or a number") }
                members.append(Web.JSON.Member(String(assignment[..<sign]), value))
            }
            do {
                return try GroupSwitches(.object(members))
            } catch {
                throw ValidationError(error.restMessage)
            }
        }
    }

    private static func show(_ group: Web.JSON) {
        let rows = (group.asMembers ?? []).flatMap { member -> [[String]] in
            guard let versions = member.value.asMembers else { return [[member.key, member.value.asString ?? member.value.description]] }
            return versions.map { ["\(member.key).\($0.key)", $0.value.description] }
        }
        print(TextTable.text(rows))
    }
}
