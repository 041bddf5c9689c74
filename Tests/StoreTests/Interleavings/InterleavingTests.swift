import Foundation
import HearthCore
import IM
import TestSupport
import Testing

@testable import HearthServer

/// Whatever several devices do at once, in the end each shows what was done, in the order in which it was committed.
///
/// A failing run prints its seed; `HEARTH_SEED=N` in the environment runs that one alone.
struct InterleavingTests {
    private static let blocks = 20
    private static let seedsInABlock = 100

    @Test(arguments: StoreKind.all, 0..<blocks)
    func everyDeviceEndsUpShowingWhatWasDone(kind: StoreKind, block: Int) async throws {
        let chosen = ProcessInfo.processInfo.environment["HEARTH_SEED"].flatMap { UInt64($0) }
        if chosen != nil, block > 0 { return }
        let seeds = chosen.map { [$0] } ?? (0..<Self.seedsInABlock).map { UInt64(block * Self.seedsInABlock + $0 + 1) }
        let store = try await OpenStore(kind, editor: FlooBodyEditor())
        let app = try await store.app()
        for seed in seeds {
            let cast = try await Self.cast(seed, app, store)
            let faults = Self.run(seed, store, cast)
            #expect(faults == [], "seed \(seed) on \(kind.testDescription)")
            if !faults.isEmpty { return }
        }
    }

    /// On one thread from beginning to end.
    private static func run(_ seed: UInt64, _ store: OpenStore, _ cast: Interleaving.Cast) -> [String] {
        Interleaving(seed: seed, store, cast).run(steps: 120)
    }

    private static func cast(_ seed: UInt64, _ app: AppNumber, _ store: OpenStore) async throws -> Interleaving.Cast {
        var people: [Account] = []
        for name in ["anna", "ben", "carl"] { people.append(try await store.account(app, "\(name)\(seed)")) }
        let group = GroupID(Int64(seed) * 2 + 1)
        try await store.gather(people, in: group, admins: false)
        return Interleaving.Cast(people: people, group: group)
    }
}
