/// What a group costs the one who writes to it.
extension Scenarios {
    private static let rounds = 5
    private static let oneByOne = 100
    private static let paced = 10
    /// From one paced message to the next: all members have read by then.
    private static let pause = Duration.milliseconds(50)
    private static let burst = 1_000
    private static let window = 8
    /// How many times a 1:1 send a send to a large group may take.
    private static let costBar = 2.0
    /// Until all that are connected have read.
    private static let calm = Duration.milliseconds(500)

    /// One and the same sender writes to a user and to a large group in turn: one message at a time, right after each other, where
    /// the members who read take the cores; the same with pauses, where the way of the message alone counts; and several at a
    /// time. He has a thread of his own: he does not wait for what the others of this process read.
    func costs(_ count: Int, online: Int, on generator: isolated Generator, _ other: Generator) async throws -> [Finding] {
        let users = try await server.users(count + 1)
        let (owner, friend) = (users[0], users[count])
        let group = try await server.group(of: owner, with: Array(users[1..<count]))
        let readers = try await generator.loggedIn(Array(users[1...online]) + [friend])
        let solo = try await solo(owner, friend.id, group, on: other)
        await generator.leave(readers)
        let what = "\(Text.count(count)) members, \(online) online"
        return findings("\(what): send to ack, one at a time", solo.oneByOne, bar: Self.costBar)
            + findings("\(what): send to ack, 50 ms apart", solo.paced, bar: nil)
            + [
                finding(
                    "\(what): acknowledged a second, window \(Self.window)", Text.count(Int(solo.burst.group.rate)),
                    "1:1: \(Text.count(Int(solo.burst.user.rate)))" + solo.burst.refused)
            ]
    }

    private func findings(_ what: String, _ costs: Costs, bar: Double?) -> [Finding] {
        let ratio = Double(costs.group.toAck.percentile(0.5)) / Double(max(1, costs.user.toAck.percentile(0.5)))
        let above = bar.flatMap { ratio > $0 ? "; ABOVE \(Text.fixed($0, 0))" : nil } ?? ""
        return [
            finding(what, Text.percentiles(costs.group.toAck), "times a 1:1 send: p50 \(Text.fixed(ratio, 2))" + above + costs.refused),
            finding("\(what): the 1:1 sends between", Text.percentiles(costs.user.toAck)),
        ]
    }

    /// The same sends to a user and to a group.
    private struct Costs: Sendable {
        struct Acks: Sendable {
            let toAck: Histogram
            let refused: Int
            let rate: Double

            init(_ solo: Solo) { (toAck, refused, rate) = (solo.toAck, solo.refused, solo.rate) }
        }

        let user: Acks
        let group: Acks

        var refused: String {
            let count = user.refused + group.refused
            return count > 0 ? "; \(count) REFUSED" : ""
        }
    }

    private struct AllCosts: Sendable {
        let oneByOne: Costs
        let paced: Costs
        let burst: Costs
    }

    private func solo(_ owner: LoadUser, _ friend: UInt64, _ group: UInt64, on generator: isolated Generator) async throws -> AllCosts {
        let sender = try await generator.loggedIn([owner])[0]
        func inTurn(_ send: (Solo) async throws -> Void) async throws -> Costs {
            let (user, all) = (Solo(), Solo())
            for _ in 0..<Self.rounds {
                for (solo, isGroup) in [(user, false), (all, true)] {
                    sender.write(to: isGroup ? group : friend, isGroup: isGroup)
                    try await send(solo)
                    try await Task.sleep(for: Self.calm)
                }
            }
            return Costs(user: Costs.Acks(user), group: Costs.Acks(all))
        }
        let oneByOne = try await inTurn { try await $0.send(Self.oneByOne, window: 1, from: sender, on: generator) }
        let paced = try await inTurn { solo in
            for _ in 0..<Self.paced {
                try await solo.send(1, window: 1, from: sender, on: generator)
                try await Task.sleep(for: Self.pause)
            }
        }
        let burst = try await inTurn { try await $0.send(Self.burst, window: Self.window, from: sender, on: generator) }
        await generator.leave([sender])
        return AllCosts(oneByOne: oneByOne, paced: paced, burst: burst)
    }
}
