import Censorship
import Glibc

/// What a list of 100,000 words costs, in this process: no server takes part.
struct WordChecks {
    private static let words = 100_000
    private static let patterns = 1_000
    private static let messages = 2_000
    private static let characters = 200
    private static let loadBar = 2.0
    private static let memoryBar = 100.0
    private static let checkBar = 20.0

    private var samples = WordSamples()

    static func measure() throws -> [Finding] {
        var checks = WordChecks()
        return try checks.findings()
    }

    private mutating func findings() throws -> [Finding] {
        let rules = samples.rules(Self.words)
        let before = Machine.residentMemory(of: getpid())
        var lexicon: Lexicon?
        let seconds = try Self.seconds { lexicon = try Lexicon(rules) }
        guard let lexicon else { return [] }
        let growth = before.flatMap { before in Machine.residentMemory(of: getpid()).map { Double($0 - before) / 1_024 } }
        let held = Double(lexicon.footprint) / 1_048_576
        var found = [
            Finding(
                scenario: "words", what: "a list of \(Text.count(Self.words)) words is made ready", result: Text.fixed(seconds, 2) + " s",
                remark: seconds > Self.loadBar ? "ABOVE \(Text.fixed(Self.loadBar, 0)) s" : ""),
            Finding(
                scenario: "words", what: "what it holds", result: Text.fixed(held, 1) + " MB",
                remark: (growth.map { "resident memory grew by \(Text.fixed($0, 1)) MB" } ?? "")
                    + (max(held, growth ?? 0) > Self.memoryBar ? "; ABOVE \(Text.fixed(Self.memoryBar, 0)) MB" : "")),
        ]
        let texts = WordSamples.Language.allCases.map { language in
            (language, (0..<Self.messages).map { _ in samples.message(language, Self.characters) })
        }
        for (language, messages) in texts { found.append(check(lexicon, language, messages, "")) }
        let more = try Lexicon(rules + samples.patterns(Self.patterns))
        for (language, messages) in texts {
            found.append(check(more, language, messages, " and \(Text.count(Self.patterns)) wildcards and expressions"))
        }
        return found
    }

    private func check(_ lexicon: Lexicon, _ language: WordSamples.Language, _ messages: [[UInt8]], _ more: String) -> Finding {
        func all() -> [Bool] { messages.map { !$0.withUnsafeBufferPointer { lexicon.matches(in: $0) }.isEmpty } }
        let hits = all().count { $0 }
        // The median of some rounds.
        let rounds = (0..<9).map { _ in Self.seconds { _ = all() } }.sorted()
        let each = rounds[rounds.count / 2] * 1e6 / Double(messages.count)
        return Finding(
            scenario: "words", what: "a message of \(Self.characters) characters, \(language.rawValue)\(more)",
            result: Text.fixed(each, 1) + " µs",
            remark: "\(hits * 100 / messages.count) % hold a listed word"
                + (each > Self.checkBar && more.isEmpty ? "; ABOVE \(Text.fixed(Self.checkBar, 0)) µs" : ""))
    }

    /// Of this thread's processor time, so that what else runs on the machine does not count.
    private static func seconds<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) -> Double {
        let start = processorTime()
        try body()
        return processorTime() - start
    }

    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
