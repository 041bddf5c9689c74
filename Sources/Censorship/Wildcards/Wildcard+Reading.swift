extension Wildcard {
    /// What a rule's text says: the wildcard, and its longest piece for the automaton.
    /// - Throws: `BadText` if it cannot be one.
    static func read(_ text: String, _ scratch: Scratch) throws(BadText) -> (wildcard: Wildcard, key: ContiguousArray<UInt32>) {
        let tokens = try trimmed(tokens(text, scratch))
        var (longest, weight, key): (Int, Int, ContiguousArray<UInt32>) = (0, 0, [])
        for (index, token) in tokens.enumerated() {
            guard case .literal(let codes) = token else { continue }
            if Self.weight(codes) > weight { (longest, weight, key) = (index, Self.weight(codes), codes) }
        }
        guard weight >= 2 else {
            throw BadText("it needs two letters without a * or ? between them, or one of Chinese or Japanese")
        }
        guard tokens.count(where: { $0 == .many }) <= mostAsterisks else {
            throw BadText("it has more than \(mostAsterisks) asterisks inside")
        }
        return (Wildcard(before: tokens[..<longest].reversed(), behind: Array(tokens[(longest + 1)...])), key)
    }

    /// Two are enough for a piece to be looked for.
    private static func weight(_ codes: ContiguousArray<UInt32>) -> Int {
        codes.reduce(0) { $0 + ($1 & 7 == .cjk ? 2 : $1 & 7 >= .attached ? 1 : 0) }
    }

    private static func tokens(_ text: String, _ scratch: Scratch) throws(BadText) -> [Token] {
        var tokens: [Token] = []
        var piece = String.UnicodeScalarView()
        func takePiece() throws(BadText) {
            guard !piece.isEmpty else { return }
            let codes = try RuleText.codes(String(piece), scratch)
            if !codes.isEmpty { tokens.append(.literal(codes)) }
            piece = String.UnicodeScalarView()
        }
        var isEscaped = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\" where !isEscaped:
                isEscaped = true
                continue
            case "*" where !isEscaped:
                try takePiece()
                if tokens.last != .many { tokens.append(.many) }
            case "?" where !isEscaped:
                try takePiece()
                tokens.append(.one)
            default: piece.append(scalar)
            }
            isEscaped = false
        }
        if isEscaped { piece.append("\\") }
        try takePiece()
        return tokens
    }

    private static func trimmed(_ tokens: [Token]) -> [Token] {
        var tokens = tokens[...]
        if tokens.first == .many { tokens.removeFirst() }
        if tokens.last == .many { tokens.removeLast() }
        return Array(tokens)
    }
}
