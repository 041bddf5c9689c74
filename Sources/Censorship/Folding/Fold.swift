import CFold

/// What the table says of single scalars, for callers that are in no hurry.
enum Fold {
    /// The class of the entry: syllables and scalars that become several have classes of their own.
    static func kind(_ scalar: Unicode.Scalar) -> UInt32 { UInt32(fold_entry(scalar.value) & 7) }

    static func isIgnorable(_ scalar: Unicode.Scalar) -> Bool { kind(scalar) == UInt32(FOLD_IGNORABLE.rawValue) }

    /// No blank. Sees no difference between blanks and other separators that become one.
    static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        let entry = fold_entry(scalar.value)
        return Int(scalar.value) * 8 + Int(entry) != Int(UInt32.blankCode) && UInt32(entry & 7) != .lineBreak
    }
}
