import ArgumentParser
import HearthCore
import Web

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show who did what as an administrator, newest first. Works beside a running server and without one.")

    @OptionGroup var options: ConfigurationOptions
    @Option(help: ArgumentHelp("Acts about one app alone.", valueName: "appid")) var app: String?
    @Option(help: "Acts of this name alone, `PATCH /admin/apps/{app_id}` for example.") var act: String?
    @Option(help: "Acts at most, 1 to 500.") var limit = 50
    @Flag(help: "Print each as the admin API answers it, one a line.") var json = false

    func validate() throws {
        guard (1...500).contains(limit) else { throw ValidationError("--limit: expected 1 to 500, found \(limit)") }
    }

    func run() async throws {
        let (app, act, limit) = (app, act, limit)
        let acts = try await AppAdministration.open(options) { try await $0.audit(of: app, act, limit: limit) }
        for act in acts { print(json ? act.description : Self.line(act)) }
    }

    private static func line(_ act: Web.JSON) -> String {
        func text(_ name: String) -> String { act[name].map { $0.asString ?? $0.description } ?? "" }
        let who = [text("by"), text("name"), text("from")].filter { !$0.isEmpty }.joined(separator: " ")
        let what = [text("act"), text("app_id"), text("subject")].filter { !$0.isEmpty }.joined(separator: "  ")
        let change = act["before"] == nil ? text("after") : "\(text("before")) -> \(text("after"))"
        return "\(MessageExplanation.time(act["at"]) ?? "")  \(who)\n    \(what)  \(change)"
    }
}
