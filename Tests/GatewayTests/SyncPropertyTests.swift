import Testing

/// Whatever comes late, throws or breaks: every message is shown, once, in order.
struct SyncPropertyTests {
    @Test(arguments: 1...100)
    func everyMessageIsShownOnceAndInOrder(seed: Int) {
        let simulation = SyncSimulation(seed: UInt64(seed))
        simulation.run(steps: 1_500)
        #expect(simulation.faults == [])
    }

    /// The test above is worth little if nothing ever goes wrong in it.
    @Test func theSimulationHasMishaps() {
        var reconnects = 0
        var throwings = 0
        for seed in 1...20 {
            let simulation = SyncSimulation(seed: UInt64(seed))
            simulation.run(steps: 1_500)
            reconnects += simulation.reconnects
            throwings += simulation.throwings
        }
        #expect(reconnects > 20)
        #expect(throwings > 40)
    }
}
