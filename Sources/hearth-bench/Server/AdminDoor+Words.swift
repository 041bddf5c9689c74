import HearthCore

extension AdminDoor {
    /// Gives the app one word list, of random words that no text of the bench holds; its server looks through texts from then on.
    func listWords(_ count: Int) async throws {
        var words: Set<String> = []
        while words.count < count {
            // Latin words with digits, and Chinese ones.
            if words.count.isMultiple(of: 2) {
                words.insert(String((0..<Int.random(in: 4...10)).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement() ?? "a" }) + "7")
            } else {
                let scalars = (0..<Int.random(in: 2...4)).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0x4E00...0x9FA5)) }
                words.insert(String(String.UnicodeScalarView(scalars)))
            }
        }
        let text = Array(words.joined(separator: "\n").utf8)
        let path = "/admin/apps/\(app.rawValue)/words/bench"
        _ = try await call(.PUT, path, body: text, type: "text/plain; charset=utf-8").success()
    }

    /// Lets the word lists of the app hold, or none of them.
    func censor(_ isCensoring: Bool) async throws {
        let body = Array("{\"censorship.enabled\": \(isCensoring)}".utf8)
        _ = try await call(.PATCH, "/admin/apps/\(app.rawValue)/settings", body: body).success()
    }
}
