import Testing

@testable import hearth_bench

struct HistogramTests {
    @Test func percentilesAreWithinAPercent() {
        var histogram = Histogram()
        for value in 1...100_000 { histogram.record(UInt64(value) * 1_000) }
        for share in [0.01, 0.5, 0.9, 0.99, 0.999] {
            let exact = share * 100_000_000
            #expect(abs(Double(histogram.percentile(share)) - exact) <= exact / 100)
        }
        #expect(histogram.largest == 100_000_000)
        #expect(histogram.percentile(1) == 100_000_000)
        #expect(histogram.count == 100_000)
    }

    @Test func smallValuesAreExact() {
        var histogram = Histogram()
        for value: UInt64 in [0, 1, 1, 7] { histogram.record(value) }
        #expect(histogram.percentile(0.25) == 0)
        #expect(histogram.percentile(0.5) == 1)
        #expect(histogram.percentile(0.99) == 7)
    }

    @Test(arguments: [127, 128, 255, 256, 257, 511, 512, UInt64.max - 1, .max])
    func everyValueHasABucket(value: UInt64) {
        var histogram = Histogram()
        histogram.record(value)
        histogram.record(.max)
        #expect(histogram.percentile(0.5) >= value)
        #expect(histogram.percentile(0.5) - value <= value / 128)
    }

    @Test func anEmptyOneHasNoTimes() { #expect(Histogram().percentile(0.99) == 0) }
}

struct TextTests {
    @Test func numbersAreGrouped() {
        #expect([0, 999, 1_000, 1_234_567, -1_000].map(Text.count) == ["0", "999", "1,000", "1,234,567", "-1,000"])
    }

    @Test func fractionsAreRounded() {
        #expect(Text.fixed(1.005, 1) == "1.0")
        #expect(Text.fixed(2.096, 2) == "2.10")
        #expect(Text.milliseconds(1_234_567) == "1.23 ms")
    }
}
