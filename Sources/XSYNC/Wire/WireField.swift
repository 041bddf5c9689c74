/// How a field's value is laid out. The group types 3 and 4 are missing: they are refused.
enum WireType: UInt8 {
    case varint = 0
    case fixed64 = 1
    case delimited = 2
    case fixed32 = 5
}

/// The number and wire type that stand before every value.
struct WireField {
    let number: Int
    let type: WireType
}
