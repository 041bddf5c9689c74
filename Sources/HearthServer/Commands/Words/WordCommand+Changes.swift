import ArgumentParser
import Censorship
import Glibc
import HearthCore
import IM
import Web

extension WordAction: ExpressibleByArgument {}
extension WordKind: ExpressibleByArgument {}

extension WordCommand {
    struct Upload: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "upload", abstract: "Make a file the rules of a list, in the place of all others.")

        @OptionGroup var which: Options
        @Option(help: "The action of lines without one: refuse, mask or review.") var action = WordAction.refuse
        @Argument(help: "The file.") var file: String

        func run() async throws {
            guard let bytes = Files.read(file) else { throw ValidationError("cannot read \(file): \(String(cString: strerror(errno)))") }
            try await WordCommand.carryOut(.upload(WordListText(bytes), action), which)
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add words to a list, or give words that are there another action.")

        @OptionGroup var which: Options
        @Option(help: "What becomes of a text with one of them: refuse, mask or review.") var action = WordAction.refuse
        @Option(help: "How they are compared: exact, whole, wildcard or regex.") var kind = WordKind.exact
        @Argument(help: "The words; one with blanks in it in quotation marks.") var words: [String]

        func run() async throws { try await WordCommand.carryOut(.add(words, action, kind), which) }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Remove words from a list, as they are written there.")

        @OptionGroup var which: Options
        @Option(help: "Only rules of this kind.") var kind: WordKind?
        @Argument(help: "The words.") var words: [String]

        func run() async throws { try await WordCommand.carryOut(.remove(words, kind), which) }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "restore", abstract: "Make a new version with the rules of an old one.")

        @OptionGroup var which: Options
        @Argument(help: "The number of the version.") var version: Int64

        func run() async throws { try await WordCommand.carryOut(.restore(version: version), which) }
    }

    private static func carryOut(_ act: AppAdministration.WordAct, _ which: Options) async throws {
        let place = try which.place()
        show([try await AppAdministration.open(which.options) { try await $0.carryOut(act, on: place) }])
    }
}
