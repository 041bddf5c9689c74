import Testing

@testable import HearthServer

struct ConfigurationLoadTests {
    private func file(_ text: String) -> ConfigurationFile { ConfigurationFile(path: "hearth.conf", text: text) }

    private func problems(
        file: ConfigurationFile? = nil, environment: [String: String] = [:], flags: [String] = []
    ) -> String {
        do throws(ConfigurationError) {
            _ = try Configuration.load(file: file, environment: environment, flags: flags)
            return ""
        } catch {
            return error.description
        }
    }

    @Test func withoutAnyConfigurationTheDefaultsHold() throws {
        let configuration = try Configuration.load()
        #expect(configuration.data == "./data")
        #expect(configuration.database == .sqlite(path: "./data/hearth.db"))
        #expect(configuration.httpListen == HostPort(host: "0.0.0.0", port: 8080))
        #expect(configuration.publicURL == nil)
        #expect(!configuration.trustProxy)
        #expect(configuration.appDefaultName == "default")
        #expect(configuration.tokenLifetimeDays == 30)
        #expect(configuration.passwordThreads == 2)
        #expect(configuration.passwordQueue == 256)
        #expect(configuration.storeReaders(on: .sqlite) == 2 && configuration.storeReaders(on: .postgres) == 8)
        #expect(configuration.connectionsIdleSeconds == 130)
        #expect(configuration.frameBytes == 1 << 20)
        #expect(configuration.httpBodyBytes == 1 << 20)
        #expect(configuration.idsPerCall == 10_000)
        #expect(configuration.logLevel == .info)
        #expect(configuration.eventLoops == 0)
        #expect(configuration.drainSeconds == 10)
    }

    @Test func laterSourcesWin() throws {
        let all = "drain.seconds = 1\nstore.readers = 3\nevent.loops = 4\n"
        let environment = ["HEARTH_DRAIN_SECONDS": "2", "HEARTH_STORE_READERS": "5"]
        let configuration = try Configuration.load(file: file(all), environment: environment, flags: ["drain.seconds=6"])
        #expect(configuration.drainSeconds == 6)
        #expect(configuration.storeReaders == 5)
        #expect(configuration.eventLoops == 4)
    }

    @Test func ofTwoFlagsForOneKeyTheLastHolds() throws {
        #expect(try Configuration.load(flags: ["drain.seconds=1", "drain.seconds=2"]).drainSeconds == 2)
    }

    @Test func theDatabaseFollowsTheDataDirectoryUnlessNamed() throws {
        #expect(try Configuration.load(flags: ["data=/srv"]).database == .sqlite(path: "/srv/hearth.db"))
        #expect(try Configuration.load(flags: ["data=/srv", "database=sqlite:x.db"]).database == .sqlite(path: "x.db"))
    }

    @Test func aFileMayHoldCommentsBlankLinesAndWindowsLineEnds() throws {
        let text = "\u{FEFF}# head\r\n\r\n  app.default.name =  A = B # C \r\n\t# indented\r\npublic.url=\r\n"
        let configuration = try Configuration.load(file: file(text))
        #expect(configuration.appDefaultName == "A = B # C")
        #expect(configuration.publicURL == nil)
    }

    @Test func anUnknownKeyInTheFileNamesItsLineAndTheNearestKey() {
        #expect(
            problems(file: file("# x\nhttp.lisen = 0.0.0.0:80"))
                == "hearth.conf:2: unknown key 'http.lisen'; the nearest known key is 'http.listen'"
        )
    }

    @Test func anUnknownVariableNamesTheNearestVariable() {
        #expect(
            problems(environment: ["HEARTH_LOGLEVEL": "debug", "PATH": "/bin"])
                == "environment HEARTH_LOGLEVEL: unknown key 'HEARTH_LOGLEVEL'; the nearest known key is 'HEARTH_LOG_LEVEL'"
        )
    }

    @Test func anUnknownFlagNamesTheNearestKey() {
        #expect(problems(flags: ["dta=x"]) == "flag --set: unknown key 'dta'; the nearest known key is 'data'")
        #expect(problems(flags: ["data"]) == "flag --set: expected KEY=VALUE")
    }

    @Test func aBadValueSaysWhereItIsAndWhatIsExpected() {
        #expect(
            problems(file: file("\nhttp.listen = 8080"))
                == "hearth.conf:2: http.listen: expected HOST:PORT, an IPv6 address in brackets, found '8080'"
        )
        #expect(
            problems(environment: ["HEARTH_TRUST_PROXY": "yes"])
                == "environment HEARTH_TRUST_PROXY: trust.proxy: expected true or false, found 'yes'"
        )
    }

    @Test func aLineThatIsNoAssignmentIsNamed() {
        #expect(
            problems(file: file("data\n= 5")) == """
                hearth.conf:1: expected KEY = VALUE, or a comment that begins with #
                hearth.conf:2: expected KEY = VALUE, or a comment that begins with #
                """
        )
    }

    @Test func aKeySetTwiceInTheFileIsNamed() {
        #expect(
            problems(file: file("data = a\n\ndata = b"))
                == "hearth.conf:3: data: set before in line 1, expected one line for each key"
        )
    }

    @Test func allProblemsAreToldAtOnce() {
        let text = problems(file: file("nonsense\nevent.loops = many"), environment: ["HEARTH_X": ""], flags: ["drain.seconds=-1"])
        #expect(text.split(separator: "\n").count == 4)
    }

    @Test func aBadValueIsToldEvenWhereALaterSourceSetsTheKey() {
        #expect(!problems(file: file("event.loops = many"), flags: ["event.loops=1"]).isEmpty)
    }

    @Test(arguments: [
        ("HEARTH_SERVICE_HOST", "10.0.0.1"), ("HEARTH_SERVICE_PORT", "80"), ("HEARTH_SERVICE_PORT_HTTP", "80"),
        ("HEARTH_PORT", "tcp://10.0.0.1:80"), ("HEARTH_PORT_80_TCP", "tcp://10.0.0.1:80"),
        ("HEARTH_PORT_80_TCP_ADDR", "10.0.0.1"), ("HEARTH_PORT_80_TCP_PROTO", "tcp"),
    ])
    func variablesThatKubernetesMakesDoNotStopTheStart(variable: String, value: String) {
        #expect(problems(environment: [variable: value]).isEmpty)
    }

    @Test func aPortThatAPersonSetStopsTheStart() {
        #expect(!problems(environment: ["HEARTH_PORT": "9000"]).isEmpty)
    }
}
