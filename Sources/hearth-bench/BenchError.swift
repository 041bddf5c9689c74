/// Why a run could not be made or is worth nothing; the text is for the person who started it.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
