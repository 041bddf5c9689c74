import Foundation

/// What the reference says about one failure that a server can produce (`error-codes.json`).
struct FailureReference: Decodable {
    let name: String
    let restCode: Int?
    let xsyncCode: Int?
    /// The text clients compare; empty where they compare none.
    let xsyncReason: String

    /// All rows except `NoError`, which is success.
    static func rows() throws -> [FailureReference] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("error-codes.json")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([FailureReference].self, from: Data(contentsOf: file)).filter { $0.name != "NoError" }
    }
}
