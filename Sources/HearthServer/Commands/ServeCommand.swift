import ArgumentParser
import Cryptography
import Glibc
import HearthCore
import Logging
import Observability
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Run the server until SIGTERM or SIGINT.")

    @OptionGroup var options: ConfigurationOptions

    @Option(help: ArgumentHelp("Where to listen; port 0 picks a free one (http.listen).", valueName: "host:port"))
    var http: String?

    @Option(help: ArgumentHelp("Where to listen for frames over plain TCP (tcp.listen).", valueName: "host:port"))
    var tcp: String?

    @Option(help: ArgumentHelp("A file to write when connections are accepted, as JSON.", valueName: "file"))
    var readyFile: String?

    func run() async throws {
        let configuration = try options.load(
            [http.map { "http.listen=\($0)" }, tcp.map { "tcp.listen=\($0)" }].compactMap { $0 })
        let logger = Self.logger(configuration.logLevel)
        Self.raiseFileLimit()
        // Trapped before anything is started: a signal that comes early still stops in order.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        do {
            let server = try await HearthServer(
                configuration, clock: SystemClock(), randomness: SystemRandomness(), logger: logger)
            let address = try await server.start()
            let announcement = Announcement(address)
            try announcement.write(to: configuration.data + "/server.json")
            if let readyFile { try announcement.write(to: readyFile) }
            print(announcement.text)
            fflush(nil)
            for await signal in signals {
                logger.info("stopping", metadata: .with([.signal: "\(signal)"]))
                break
            }
            await server.stop()
            unlink(configuration.data + "/server.json")
            logger.info("stopped")
        } catch let error as StartError {
            // One line, and the exit code that says "configuration or environment".
            Files.printError("hearth: \(error.description)")
            throw ExitCode(78)
        }
    }

    private static func logger(_ level: LogLevel) -> Logger {
        var logger = Logger(label: "hearth") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: level.rawValue) ?? .info
        return logger
    }

    /// Every connection is a file: takes what the system allows.
    private static func raiseFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
