import ArgumentParser
import HearthServer

/// The binary. Everything else is in libraries, so that tests start a whole server in process.
@main
struct Hearth {
    static func main() async { await HearthCommand.main() }
}
