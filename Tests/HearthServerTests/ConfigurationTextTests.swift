import Testing

@testable import HearthServer

struct ConfigurationTextTests {
    @Test func printShowsEachValueAndItsSource() throws {
        let configuration = try Configuration.load(
            file: ConfigurationFile(path: "a.conf", text: "log.level = debug"), environment: ["HEARTH_DATA": "/srv"],
            flags: ["drain.seconds=3"]
        )
        let lines = configuration.printed().split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.count == ConfigurationTable.keys.count)
        #expect(lines.contains("log.level debug a.conf:1"))
        #expect(lines.contains("data /srv environment HEARTH_DATA"))
        #expect(lines.contains("drain.seconds 3 flag --set"))
        #expect(lines.contains("http.listen 0.0.0.0:8080 default"))
    }

    @Test func aSecretIsNeitherPrintedNorTold() {
        let secret = Setting("mail.password", .text(8...64), standard: "", help: "Test.", isSecret: true).key
        var reader = ConfigurationReader(keys: [secret])
        reader.read(flags: ["mail.password=open sesame"])
        let text = Configuration.columns(Array(reader.values.values))
        #expect(text.contains("********"))
        #expect(!text.contains("sesame"))
        reader.read(flags: ["mail.password=short"])
        #expect(reader.problems.map(\.description) == ["flag --set: mail.password: expected a text of 8 to 64 characters"])
    }

    @Test func theDefaultFileHasEveryKeyAndSetsNone() throws {
        let text = Configuration.standardFile()
        for key in ConfigurationTable.keys {
            #expect(text.contains("\n#\(key.name) ="), "\(key.name)")
        }
        let configuration = try Configuration.load(file: ConfigurationFile(path: "default", text: text))
        #expect(configuration.values.allSatisfy { $0.source == .standard })
    }

    @Test func theDefaultFileWithItsKeysUncommentedIsTheDefault() throws {
        let lines = Configuration.standardFile().split(separator: "\n").map { line in
            line.hasPrefix("#") && !line.hasPrefix("# ") && line != "#" ? line.dropFirst() : line
        }
        let configuration = try Configuration.load(file: ConfigurationFile(path: "default", text: lines.joined(separator: "\n")))
        #expect(configuration.values.allSatisfy { $0.source != .standard && $0.text == $0.key.standard })
    }
}
