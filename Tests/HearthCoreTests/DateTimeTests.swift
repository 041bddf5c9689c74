import HearthCore
import Testing

struct DateTimeTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("1970-01-01T00:00:01Z", 1_000), ("2019-09-27T12:18:55Z", 1_569_586_735_000),
        ("2000-02-29", 951_782_400_000), ("2100-02-28T23:59:59Z", 4_107_542_399_000), ("9999-12-31T23:59:59Z", 253_402_300_799_000),
        ("1969-12-31T23:59:59Z", -1_000), ("0001-01-01", -62_135_596_800_000),
    ])
    func aDateAndATimeAreRead(text: String, milliseconds: Int64) throws {
        let instant = try #require(Instant(dateTime: text))
        #expect(instant.milliseconds == milliseconds)
        #expect(instant.dateTime.hasPrefix(text.dropLast(text.hasSuffix("Z") ? 1 : 0)))
    }

    @Test(arguments: [
        "", "2027", "2027-1-1", "2027-13-01", "2027-00-10", "2027-02-30", "2100-02-29", "2027-04-31", "2027-01-00", "0000-03-01",
        "2027-01-01T", "2027-01-01T00:00:00", "2027-01-01T24:00:00Z", "2027-01-01T23:60:00Z", "2027-01-01T23:59:60Z",
        "2027-01-01 00:00:00Z", "2027-01-01T00:00:00.5Z", "２027-01-01",
    ])
    func whatIsNoDateIsNone(text: String) {
        #expect(Instant(dateTime: text) == nil)
    }

    @Test func everyDayComesBack() {
        for day in stride(from: Int64(-100_000), to: 200_000, by: 17) {
            let instant = Instant(milliseconds: day * 86_400_000)
            #expect(Instant(dateTime: String(instant.dateTime.prefix(10))) == instant)
        }
    }
}
