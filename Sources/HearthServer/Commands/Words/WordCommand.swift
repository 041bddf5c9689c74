import ArgumentParser
import Censorship
import Glibc
import HearthCore
import IM
import Web

struct WordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "word", abstract: "Keep the word lists of an app. Works beside a running server and without one.",
        discussion: """
            A list is a file of lines: TEXT, or TEXT, a tab and the action (refuse, mask, review), or these, a tab and the kind (exact,
            whole, wildcard, regex). Blank lines, and lines that begin with #, are left out. What is changed holds at once on a running
            server, and within a second on others of its database. An app looks at its lists while censorship.enabled is true.
            """,
        subcommands: [
            Lists.self, Show.self, Upload.self, Add.self, Remove.self, Versions.self, Download.self, Restore.self, Delete.self, Test.self,
        ])

    /// Which list.
    struct Options: ParsableArguments {
        @OptionGroup var options: ConfigurationOptions
        @Option(help: ArgumentHelp("The AppID.", valueName: "appid")) var app: String
        @Option(help: "The name of the list.") var list = "default"

        func place() throws -> WordListPlace {
            guard let name = WordListName(list) else {
                throw ValidationError("--list '\(list)': expected 1 to 32 small letters, digits, dots, hyphens and underscores")
            }
            return WordListPlace(app: app, list: name)
        }
    }

    struct Lists: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "lists", abstract: "Show the lists of an app.")

        @OptionGroup var options: ConfigurationOptions
        @Option(help: ArgumentHelp("The AppID.", valueName: "appid")) var app: String

        func run() async throws {
            let app = app
            WordCommand.show(try await AppAdministration.open(options) { try await $0.wordLists(of: app) })
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show rules of a list.")

        @OptionGroup var which: Options
        @Option(help: "Only rules whose text holds this.") var contains: String?
        @Option(help: "Rules at most, 1 to 1000; `download` has all of them.") var limit = 100

        func validate() throws { try WordCommand.check(limit) }

        func run() async throws {
            let (place, contains, limit) = (try which.place(), contains, limit)
            let found = try await AppAdministration.open(which.options) { try await $0.words(place, containing: contains, limit: limit) }
            let rows = (found["rules"]?.asArray ?? []).map { rule in
                ["action", "kind", "text"].map { rule[$0]?.asString ?? "" }
            }
            print("version \(found["version"]?.description ?? ""), \(found["count"]?.description ?? "") rules")
            print(TextTable.text(rows))
        }
    }

    struct Versions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "versions", abstract: "Show the versions of a list, newest first: who made them, when and from what.")

        @OptionGroup var which: Options
        @Option(help: "Versions at most, 1 to 1000.") var limit = 20

        func validate() throws { try WordCommand.check(limit) }

        func run() async throws {
            let (place, limit) = (try which.place(), limit)
            WordCommand.show(try await AppAdministration.open(which.options) { try await $0.wordVersions(place, limit: limit) })
        }
    }

    struct Download: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "download", abstract: "Print a list as a file has it.")

        @OptionGroup var which: Options
        @Option(help: "One of the last versions; the newest otherwise.") var version: Int64?

        func run() async throws {
            let (place, version) = (try which.place(), version)
            let text = try await AppAdministration.open(which.options) { try await $0.wordText(place, version: version) }
            print(String(decoding: text, as: UTF8.self), terminator: "")
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "delete", abstract: "Remove a list with all of its versions.")

        @OptionGroup var which: Options

        func run() async throws {
            let place = try which.place()
            try await AppAdministration.open(which.options) { try await $0.removeWords(place) }
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test", abstract: "Show what the lists of an app would do with a text.")

        @OptionGroup var options: ConfigurationOptions
        @Option(help: ArgumentHelp("The AppID.", valueName: "appid")) var app: String
        @Argument(help: "Any text.") var text: String

        func run() async throws {
            let (app, text) = (app, text)
            let said = try await AppAdministration.open(options) { try await $0.testWords(text, in: app) }
            print(said["action"]?.asString ?? "nothing is found")
            if let masked = said["text"]?.asString, masked != text { print(masked) }
            let rows = (said["hits"]?.asArray ?? []).map { hit in
                ["list", "action", "kind", "text", "found"].map { hit[$0]?.asString ?? "" }
            }
            if !rows.isEmpty { print(TextTable.text(rows)) }
        }
    }

    private static func check(_ limit: Int) throws {
        guard (1...WordLists.page.most).contains(limit) else {
            throw ValidationError("--limit: expected 1 to \(WordLists.page.most), found \(limit)")
        }
    }

    static func show(_ versions: [Web.JSON]) {
        print(TextTable.text(versions.map(line)))
    }

    private static func line(_ version: Web.JSON) -> [String] {
        func text(_ name: String) -> String { version[name].map { $0.asString ?? $0.description } ?? "" }
        return [
            text("list"), "version \(text("version"))", MessageExplanation.time(version["at"]) ?? "", "\(text("count")) rules",
            "+\(text("added")) -\(text("removed"))", text("note"), text("by"), version["kept"]?.asBool ?? true ? "" : "(rules not kept)",
        ]
    }
}
