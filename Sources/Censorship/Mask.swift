/// Takes out of a text what was found in it.
public enum Mask {
    /// The text with an asterisk in place of each visible character of these ranges, two at least for each.
    /// - Parameter ranges: bytes of the text, on the bounds of characters; in any order, overlapping or not.
    public static func masked(_ text: String, _ ranges: [Range<Int>]) -> String {
        var text = text
        return text.withUTF8 { utf8 in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(utf8.count)
            var done = 0
            for range in merged(ranges, within: utf8.count) {
                bytes.append(contentsOf: utf8[done..<range.lowerBound])
                let count = visible(UnsafeBufferPointer(rebasing: utf8[range]))
                bytes.append(contentsOf: repeatElement(UInt8(ascii: "*"), count: max(2, count)))
                done = range.upperBound
            }
            bytes.append(contentsOf: utf8[done...])
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// In order, those that overlap as one.
    private static func merged(_ ranges: [Range<Int>], within count: Int) -> [Range<Int>] {
        let inside = ranges.map { $0.clamped(to: 0..<count) }.filter { !$0.isEmpty }
        return inside.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, range in
            if let last = merged.last, range.lowerBound < last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
    }

    /// Characters that are seen as one, near enough: scalars without those that are left out or belong to the one before.
    private static func visible(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        String(decoding: text, as: UTF8.self).unicodeScalars.count { !Fold.isIgnorable($0) && Fold.kind($0) != .attached }
    }
}
