/// What one password hash costs. The defaults take about 30 ms of one core (argon2id, OWASP's smallest set).
public struct PasswordCost: Hashable, Sendable {
    /// A stored hash that asks for more than this is not verified: it would be a way to stop the server.
    static let most = PasswordCost(memoryKiB: 1 << 20, iterations: 64, parallelism: 16)

    public let memoryKiB: UInt32
    public let iterations: UInt32
    public let parallelism: UInt32

    public init(memoryKiB: UInt32 = 19_456, iterations: UInt32 = 2, parallelism: UInt32 = 1) {
        self.memoryKiB = memoryKiB
        self.iterations = iterations
        self.parallelism = parallelism
    }

    /// The cost that a PHC string names (`$argon2id$v=19$m=19456,t=2,p=1$salt$hash`); nil where it is none of
    /// argon2id, or asks for too much.
    init?(phc: String) {
        let fields = phc.split(separator: "$", omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0].isEmpty, fields[1] == "argon2id", fields[2] == "v=19" else { return nil }
        let costs = fields[3].split(separator: ",", omittingEmptySubsequences: false)
        guard costs.count == 3,
            let memory = Self.number(costs[0], named: "m="),
            let iterations = Self.number(costs[1], named: "t="),
            let parallelism = Self.number(costs[2], named: "p=")
        else { return nil }
        guard memory <= Self.most.memoryKiB, iterations <= Self.most.iterations, parallelism <= Self.most.parallelism
        else { return nil }
        self.init(memoryKiB: memory, iterations: iterations, parallelism: parallelism)
    }

    private static func number(_ text: Substring, named name: String) -> UInt32? {
        text.hasPrefix(name) ? UInt32(text.dropFirst(name.count)) : nil
    }
}
