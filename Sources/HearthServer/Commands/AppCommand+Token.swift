import ArgumentParser
import IM

extension AppCommand {
    struct Token: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "token",
            abstract: "Make an admin token for an app's own servers and print it. It is shown this once; the admin API lists and revokes.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The AppID.") var appID: String
        @Option(help: "Days until it ends.") var days = Int64(AdminTokens.days.standard)

        func run() async throws {
            let (appID, days) = (appID, days)
            print(try await AppAdministration.open(options) { try await $0.token(of: appID, days: days) })
        }
    }
}
