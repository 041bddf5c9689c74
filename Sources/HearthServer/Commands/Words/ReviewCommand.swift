import ArgumentParser
import Console
import HearthCore
import IM
import Web

struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Look at texts that rules with the action review found, and decide. Works beside a running server and without one.",
        subcommands: [List.self, Show.self, Decide.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List texts to be looked at, newest first.")

        @OptionGroup var options: ConfigurationOptions
        @Option(help: ArgumentHelp("The AppID.", valueName: "appid")) var app: String
        @Option(help: "open, decided or all.") var status = ReviewStatus.open
        @Option(help: "Texts of one user alone, by his id.") var user: Int64?
        @Option(help: "Texts at most, 1 to 500.") var limit = 50

        func validate() throws {
            guard (1...Reviews.page.most).contains(limit) else { throw ValidationError("--limit: expected 1 to 500, found \(limit)") }
        }

        func run() async throws {
            let (app, status, user, limit) = (app, status, user, limit)
            let found = try await AppAdministration.open(options) {
                try await $0.reviews(of: app, status: status, user: user, limit: limit)
            }
            print(TextTable.text(found.map(ReviewCommand.line)))
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one of them with what was found.")

        @OptionGroup var options: ConfigurationOptions
        @Option(help: ArgumentHelp("The AppID.", valueName: "appid")) var app: String
        @Argument(help: "The id of the review.") var id: Int64

        func run() async throws {
            let (app, id) = (app, id)
            ReviewCommand.show(try await AppAdministration.open(options) { try await $0.review(id, of: app) })
        }
    }

    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "decide", abstract: "Keep a text, or take it back; and ban who wrote it.")

        @OptionGroup var options: ConfigurationOptions
        @Option(help: ArgumentHelp("The AppID.", valueName: "appid")) var app: String
        @Argument(help: "The id of the review.") var id: Int64
        @Flag(help: "The text stays.") var keep = false
        @Flag(help: "The message is recalled; another text is emptied, or masked where there must be one.") var recall = false
        @Option(help: ArgumentHelp("Ban who wrote it, for so many minutes or `forever`.", valueName: "minutes")) var ban: String?
        @Option(help: "A note for others who look.") var note = ""

        func validate() throws {
            guard keep != recall else { throw ValidationError("expected either --keep or --recall") }
            _ = try banned()
        }

        func run() async throws {
            let (app, id, verdict, ban, note) = (app, id, recall ? Review.Verdict.recall : .keep, try banned(), note)
            ReviewCommand.show(
                try await AppAdministration.open(options) { try await $0.decide(id, of: app, verdict, ban: ban, note: note) })
        }

        private func banned() throws -> Reviews.Ban? {
            guard let ban else { return nil }
            if ban == "forever" { return .forever }
            guard let minutes = Int64(ban), (1...Restrictions.longestBan).contains(minutes) else {
                throw ValidationError("--ban '\(ban)': expected minutes, or forever")
            }
            return .minutes(minutes)
        }
    }

    private static func line(_ review: Web.JSON) -> [String] {
        func text(_ name: String) -> String { review[name].map { $0.asString ?? $0.description } ?? "" }
        let found = (review["hits"]?.asArray ?? []).compactMap { $0["found"]?.asString }.map { "'\($0)'" }
        return [
            text("id"), MessageExplanation.time(review["at"]) ?? "", "user \(text("user_id"))", "\(text("kind")) \(text("field"))",
            review["decision"]?["verdict"]?.asString ?? "open", found.joined(separator: ", "), shortened(text("text")),
        ].map(plain)
    }

    private static func show(_ review: Web.JSON) {
        let rows = (review.asMembers ?? []).flatMap { member -> [[String]] in
            switch member.key {
            case "at": [["at", MessageExplanation.time(member.value) ?? ""]]
            case "hits":
                (member.value.asArray ?? []).map { hit in
                    func text(_ name: String) -> String { hit[name]?.asString ?? "" }
                    return ["found", "'\(text("found"))' by '\(text("text"))' (\(text("kind")), \(text("action"))) of \(text("list"))"]
                }
            case "decision":
                (member.value.asMembers ?? []).map { part in
                    let value = part.key == "at" ? MessageExplanation.time(part.value) : part.value.asString
                    return ["decision.\(part.key)", value ?? part.value.description]
                }
            default: [[member.key, member.value.asString ?? member.value.description]]
            }
        }
        print(TextTable.text(rows.map { $0.map(plain) }))
    }

    private static func shortened(_ text: String) -> String { text.count > 60 ? text.prefix(60) + "…" : text }

    /// What users write must be neither another line nor a command for the terminal.
    private static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .lineSeparator, .paragraphSeparator: " "
                    default: scalar
                    }
                }))
    }
}

extension ReviewStatus: ExpressibleByArgument {}
