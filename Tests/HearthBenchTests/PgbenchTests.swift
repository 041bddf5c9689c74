import Testing

@testable import hearth_bench

struct PgbenchTests {
    @Test func rateAndCountAreReadFromTheReport() {
        let report = """
            pgbench (15.18 (Debian 15.18-0+deb12u1))
            number of transactions actually processed: 3642
            latency average = 10.9 ms
            initial connection time = 12.067 ms
            tps = 730.123456 (without initial connection time)
            """
        #expect(Pgbench.result(in: report) == Pgbench.Result(rate: 730.123456, transactions: 3642))
    }

    @Test func connectingIsNotCounted() {
        let report = """
            number of transactions actually processed: 425
            tps = 85.1 (including connections establishing)
            tps = 85.9 (excluding connections establishing)
            """
        #expect(Pgbench.result(in: report)?.rate == 85.9)
    }

    @Test func aReportWithoutRateHasNone() {
        #expect(Pgbench.result(in: "number of transactions actually processed: 0\ntps = unknown") == nil)
    }
}

struct ChildProcessTests {
    @Test func itsWordsComeBack() async throws {
        #expect(try ChildProcess.run("/bin/sh", ["-c", "echo one; echo two >&2"]) == "one\ntwo")
        #expect(try await ChildProcess.running("/bin/sh", ["-c", "echo one"]) == "one")
    }

    @Test func aFailureTellsThem() {
        #expect { try ChildProcess.run("/bin/sh", ["-c", "echo why; exit 3"]) } throws: {
            ($0 as? BenchError)?.description == "/bin/sh failed: why"
        }
        #expect(throws: BenchError.self) { try ChildProcess.run("/no/such/program", []) }
    }

    /// A pool's threads block signals; a program that got their mask could not be stopped, nor could `pgbench` stop itself.
    @Test func itTakesSignals() async throws {
        let blocked = try await ChildProcess.running("/bin/sh", ["-c", "grep SigBlk /proc/self/status"])
        #expect(blocked.hasSuffix("0000000000000000"))
    }
}

struct AskingTests {
    @Test func whoGotNothingIsNotTakenForFast() {
        let finding = Asking(.heartbeat, times: 200).finding("nobody", of: 1_000)
        #expect(finding.remark.contains("ONLY 0 OF 200 ANSWERED"))
    }
}
