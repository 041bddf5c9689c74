extension Instant {
    /// The moment as RFC 3339 writes it, in UTC: what the vendor's documentation calls a date-time.
    public var dateTime: String {
        let (days, rest) = (milliseconds / 86_400_000, milliseconds % 86_400_000)
        let (day, time) = rest < 0 ? (days - 1, rest + 86_400_000) : (days, rest)
        let (year, month, date) = Self.civil(day)
        let clock = [time / 3_600_000, time / 60_000 % 60, time / 1_000 % 60].map { Self.digits($0, 2) }.joined(separator: ":")
        return "\(Self.digits(year, 4))-\(Self.digits(month, 2))-\(Self.digits(date, 2))T\(clock).\(Self.digits(time % 1_000, 3))Z"
    }

    /// The date of a day since 1970 in the Gregorian calendar. Years begin in March here, so that the day that comes and goes
    /// is the last one; 400 of them are 146,097 days.
    private static func civil(_ day: Int64) -> (year: Int64, month: Int64, date: Int64) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Reads a day, `2027-12-31`, which is its beginning, or a moment, `2027-12-31T23:59:59Z`; both in UTC. Nil for anything else.
    public init?(dateTime text: String) {
        let shape = text.utf8.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) ? UInt8(ascii: "0") : $0 }
        guard shape == Array("0000-00-00".utf8) || shape == Array("0000-00-00T00:00:00Z".utf8) else { return nil }
        let numbers = text.split { "-T:Z".contains($0) }.compactMap { Int64($0) }
        let (year, month, date) = (numbers[0], numbers[1], numbers[2])
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + date - 1
        let day = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
        // The year 0000 begins before March, where the rule above does not hold; and there is no 30th of February.
        guard year > 0, Self.civil(day) == (year, month, date) else { return nil }
        let clock = numbers.dropFirst(3)
        guard zip(clock, [24, 60, 60]).allSatisfy({ $0 < $1 }) else { return nil }
        self.init(milliseconds: day * 86_400_000 + zip(clock, [3_600_000, 60_000, 1_000]).reduce(0) { $0 + $1.0 * $1.1 })
    }

    private static func digits(_ number: Int64, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
