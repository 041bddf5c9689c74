import ArgumentParser
import HearthCore
import IM

extension AppCommand {
    struct Settings: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "settings", abstract: "Show every setting of an app; a star marks those that are not the default.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The AppID.") var appID: String

        func run() async throws {
            let appID = appID
            AppCommand.show(try await AppAdministration.open(options) { try await $0.settings(of: appID) })
        }
    }

    struct Change: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Change settings of an app, all or none; they hold at once. `KEY=` brings the default back.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The AppID.") var appID: String
        @Argument(help: ArgumentHelp("Settings, as `hearth app settings` names them.", valueName: "key=value"))
        var values: [String]

        func run() async throws {
            let (appID, edits) = (appID, try edits())
            AppCommand.show(try await AppAdministration.open(options) { try await $0.set(edits, of: appID) })
        }

        private func edits() throws -> AppSettingEdits {
            var edits = AppSettingEdits()
            for assignment in values {
                guard let sign = assignment.firstIndex(of: "=") else {
                    throw ValidationError("'\(assignment)': expected KEY=VALUE")
                }
                let text = String(assignment[assignment.index(after: sign)...])
                do {
                    try edits.set(String(assignment[..<sign]), to: text.isEmpty ? nil : text)
                } catch {
                    throw ValidationError(error.restMessage)
                }
            }
            return edits
        }
    }

    private static func show(_ lines: [AppSettingLine]) {
        let widths = (lines.map(\.key.count).max() ?? 0, min(32, lines.map(\.value.onOneLine.count).max() ?? 0))
        for line in lines {
            let mark = line.isChanged ? "*" : " "
            let value = line.value.onOneLine.padded(to: widths.1)
            print("\(mark) \(line.key.padded(to: widths.0))  \(value)  default \(line.standard.onOneLine)")
        }
    }
}

extension String {
    /// For a table: a line break is written as in a program, nothing as two quotes.
    fileprivate var onOneLine: String {
        isEmpty ? "\"\"" : split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "\\n")
    }

    /// With blanks behind it, for a column.
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
