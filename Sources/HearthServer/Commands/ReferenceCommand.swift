import ArgumentParser

/// Writes the generated reference pages; a test fails while they are behind.
struct ReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "Write the reference pages.", shouldDisplay: false)

    @Option(help: "The root of the source tree.")
    var write: String

    func run() throws {
        for page in ReferencePages.all where !Files.write(page.text, to: write + "/" + page.path) {
            throw ValidationError("cannot write \(write)/\(page.path)")
        }
    }
}
