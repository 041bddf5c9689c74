/// A folded text as expressions see it: UTF-8, blanks as one, letters with their marks as one character where there is such a one.
struct ExpressionText {
    private(set) var utf8: [UInt8] = []
    /// For each byte the place among the folded characters.
    private(set) var places: [Int32] = []
    /// Bytes that stand for barriers, and the end: nothing is looked for across them.
    private(set) var barriers: [Int] = []
    /// Room for the numbers of the expressions that find something.
    var numbers: [Int32] = []

    mutating func fill(_ all: UnsafeMutablePointer<Folded>, _ count: Int) {
        utf8.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        barriers.removeAll(keepingCapacity: true)
        var place = 0
        while place < count {
            let (scalar, taken) = Self.composed(all, count, place)
            if all[place].kind == .barrier {
                barriers.append(utf8.count)
                // A word goes on beside it, as it did before something was taken out.
                append(UInt32(UInt8(ascii: "_")), place)
            } else {
                append(scalar, place)
            }
            place += taken
        }
        barriers.append(utf8.count)
    }

    /// What stands at a place as one scalar, and how many places it takes.
    static func composed(_ all: UnsafeMutablePointer<Folded>, _ count: Int, _ place: Int) -> (scalar: UInt32, taken: Int) {
        let first = all[place].scalar
        guard place + 1 < count, all[place + 1].kind == .attached else { return (first, 1) }
        let second = all[place + 1].scalar
        if let kana = Attachment.composedKana(first, second) { return (kana, 2) }
        guard 0x1100...0x1112 ~= first, 0x1161...0x1175 ~= second else { return (first, 1) }
        let syllable = 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28
        guard place + 2 < count, 0x11A8...0x11C2 ~= all[place + 2].scalar else { return (syllable, 2) }
        return (syllable + all[place + 2].scalar - 0x11A7, 3)
    }

    private mutating func append(_ value: UInt32, _ place: Int) {
        guard let scalar = Unicode.Scalar(value) else { return }
        for byte in UTF8.encode(scalar) ?? UTF8.EncodedScalar() {
            utf8.append(byte)
            places.append(Int32(truncatingIfNeeded: place))
        }
    }
}
