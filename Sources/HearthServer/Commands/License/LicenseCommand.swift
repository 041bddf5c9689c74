import ArgumentParser
import Console
import Glibc
import HearthCore
import IM
import Web

struct LicenseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "license",
        abstract: "Issue licenses, and install one: how many may use a server, and until when. Nothing is asked over the network.",
        discussion: """
            The issuer makes a key pair once (keygen) and gives out the public key, which servers name in license.issuers. An operator sends
            what export-key prints, the issuer answers with what issue prints, and install puts it in. Without a license nothing is limited.
            show, install, remove and export-key work beside a running server and without one.
            """,
        subcommands: [Show.self, Install.self, Remove.self, ExportKey.self, Issue.self, Keygen.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show the installed license and how it stands, or what is written in a file.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "A license that is not installed; checked against license.issuers and not against a server.") var file: String?

        func run() async throws {
            guard let file else { return LicenseCommand.show(try await AppAdministration.open(options) { try await $0.license() }) }
            let reader = LicenseReader(try options.load().licenseIssuers)
            let installed = reader.read(try LicenseCommand.read(file), on: nil)
            LicenseCommand.show(LicenseReport(installed: installed, counts: nil, now: SystemClock().now()).json)
        }
    }

    struct Install: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "install", abstract: "Make a file the license of the server, in the place of the one before; it holds at once.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "A license, as `hearth license issue` prints it.") var file: String
        @Flag(help: "Install it even if it does not count. Nobody can log in then.") var force = false

        func run() async throws {
            let (text, force) = (try LicenseCommand.read(file), force)
            LicenseCommand.show(try await AppAdministration.open(options) { try await $0.installLicense(text, isForced: force) })
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Take the license away: nothing is limited then.")

        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            LicenseCommand.show(try await AppAdministration.open(options) { try await $0.removeLicense() })
        }
    }

    struct ExportKey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export-key", abstract: "Print the LicenseKey of this server, for a license that counts on it alone.")

        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            print(try await AppAdministration.open(options) { try await $0.licenseKey() })
        }
    }

    private static func read(_ file: String) throws -> String {
        guard let bytes = Files.read(file) else { throw ValidationError("cannot read \(file): \(String(cString: strerror(errno)))") }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func show(_ report: Web.JSON) {
        let standing = (report.asMembers ?? []).filter { !["license", "warnings"].contains($0.key) }
        let written = (report["license"]?.asMembers ?? []).map { Web.JSON.Member("license." + $0.key, $0.value) }
        print(TextTable.text((standing + written).map { [$0.key, text($0)] }))
        for warning in report["warnings"]?.asArray ?? [] { print("! " + (warning.asString ?? "")) }
    }

    private static func text(_ member: Web.JSON.Member) -> String {
        switch member.value {
        case .string(let text): text
        case .integer(let milliseconds) where member.key.hasSuffix("_at"): Instant(milliseconds: milliseconds).dateTime
        case .array(let values): values.map { $0.asString ?? $0.description }.joined(separator: ", ")
        case .object(let members): members.map { $0.value == .null ? $0.key : "\($0.key)=\($0.value)" }.joined(separator: ", ")
        default: member.value.description
        }
    }
}
