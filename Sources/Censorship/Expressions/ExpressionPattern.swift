/// The text of an expression, made to fit folded texts: its letters that are not ASCII are folded one by one.
enum ExpressionPattern {
    /// Letters beside a hyphen stay as they are, since they may be the bounds of a range.
    static func folded(_ text: String, _ scratch: Scratch) -> [UInt8] {
        let scalars = Array(text.unicodeScalars)
        var pattern: [UInt8] = []
        for (index, scalar) in scalars.enumerated() {
            let isBound =
                (index > 0 && scalars[index - 1] == "-") || (index + 1 < scalars.count && scalars[index + 1] == "-")
            if scalar.isASCII || isBound || Fold.kind(scalar) == .attached {
                pattern.append(contentsOf: UTF8.encode(scalar) ?? UTF8.EncodedScalar())
            } else {
                append(scalar, to: &pattern, scratch)
            }
        }
        return pattern
    }

    private static func append(_ scalar: Unicode.Scalar, to pattern: inout [UInt8], _ scratch: Scratch) {
        var text = String(scalar)
        text.withUTF8 { scratch.fold($0) }
        var folded = ExpressionText()
        folded.fill(scratch.all, scratch.count)
        for byte in folded.utf8 {
            // A full width parenthesis is a parenthesis to look for.
            let isSign = byte < 0x80 && !isWord(byte) && byte != 0x20 && byte != 0x0A
            if isSign { pattern.append(UInt8(ascii: "\\")) }
            pattern.append(byte)
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
        default: false
        }
    }
}
