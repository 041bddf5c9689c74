import HearthCore

/// Where the work of reading and compiling word lists is done: up to a second for a large one, in which nothing else may wait.
public protocol LexiconBuilding: Sendable {
    /// - Throws: `ServerBusy` when too much waits, `ServerNeedRetry` while stopping.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws(Failure) -> Value
}

/// Does it at once, where nobody else waits: for the command line.
public struct BuildingHere: LexiconBuilding {
    public init() {}

    public func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws(Failure) -> Value { work() }
}
