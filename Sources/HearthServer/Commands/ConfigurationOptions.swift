import ArgumentParser
import Glibc

/// Where settings come from: shared by every verb that needs some.
struct ConfigurationOptions: ParsableArguments {
    @Option(help: "A file of `key = value` lines.")
    var config: String?

    @Option(help: "The directory of everything the server keeps (data).")
    var data: String?

    @Option(help: "The store: sqlite:PATH or postgres://USER@HOST/DATABASE (database).")
    var database: String?

    @Option(name: .customLong("set"), help: ArgumentHelp("Any setting; may be given several times.", valueName: "key=value"))
    var settings: [String] = []

    /// Reads all sources. The environment is read here and nowhere else.
    /// - Throws: `ValidationError` with one line for each thing that is wrong.
    func load(_ more: [String] = []) throws -> Configuration {
        let named = [data.map { "data=\($0)" }, database.map { "database=\($0)" }].compactMap { $0 }
        do {
            return try Configuration.load(
                file: try file(), environment: Self.environment(), flags: settings + named + more)
        } catch let error as ConfigurationError {
            throw ValidationError(error.description)
        }
    }

    private func file() throws -> ConfigurationFile? {
        guard let config else { return nil }
        guard let bytes = Files.read(config) else {
            throw ValidationError("cannot read \(config): \(String(cString: strerror(errno)))")
        }
        return ConfigurationFile(path: config, text: String(decoding: bytes, as: UTF8.self))
    }

    private static func environment() -> [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let sign = text.firstIndex(of: "=") {
                variables[String(text[..<sign])] = String(text[text.index(after: sign)...])
            }
            next += 1
        }
        return variables
    }
}
