/// Finds the name a person may have meant.
public enum NearestName {
    /// The name with the smallest edit distance; the first of several. Empty where there are no names.
    public static func of(_ text: String, among names: [String]) -> String {
        names.min { distance(text, $0) < distance(text, $1) } ?? ""
    }

    /// How many characters must be put in, taken out or changed to get from one text to the other.
    public static func distance(_ left: String, _ right: String) -> Int {
        let target = Array(right)
        var row = Array(0...target.count)
        for (index, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in target.indices {
                let change = diagonal + (character == target[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, diagonal + 1, row[column] + 1)
            }
        }
        return row[target.count]
    }
}
