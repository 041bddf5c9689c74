import Foundation
import FuzzSubjects
import Testing

/// Every input that fuzzing keeps, tried again. An input that crashed once is put among them, and is a test from then on.
struct CorpusTests {
    private static let corpus = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fuzz/corpus")

    private static func inputs(of subject: Subject) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: corpus.appending(path: subject.rawValue), includingPropertiesForKeys: nil
        ).sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    @Test(arguments: Subject.allCases)
    func everyInputOfTheCorpusIsTakenWell(_ subject: Subject) throws {
        let inputs = try Self.inputs(of: subject)
        #expect(inputs.count >= 5, "there is next to no corpus")
        for input in inputs {
            let bytes = [UInt8](try Data(contentsOf: input))
            #expect(throws: Never.self, "\(subject.rawValue)/\(input.lastPathComponent)") { try subject.check(bytes) }
        }
    }
}
