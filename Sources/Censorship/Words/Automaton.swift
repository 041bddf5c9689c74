/// Finds all of many words in one pass over a text (Aho and Corasick, 1975).
///
/// The nodes of the trie are numbered level by level: the children of a node stand together, in the order of `rank`, right behind
/// those of the node before it, so that one number tells where they are. Most characters of a text fit no child, which one bit says.
struct Automaton: Sendable {
    struct Node {
        var code: UInt32
        /// The first child; the last one is before the first child of the next node.
        var child: UInt32
        /// Where to go on when no child fits: the longest other word beginning that the text ends with here.
        var fallback: UInt32
        /// The longest word that ends here, as a node; 0 if none does.
        var hit: UInt32
        /// For the low bits of a child's scalar the bit of that number.
        var present: UInt64 = 0
    }

    /// One more than there are, so that the last one has a next one.
    let nodes: ContiguousArray<Node>
    /// For each node the first of its words among `order`.
    let firstWord: ContiguousArray<UInt32>
    /// Words (numbers of keys), those of one node together.
    let order: ContiguousArray<UInt32>
    let roots: RootTable

    var isEmpty: Bool { order.isEmpty }

    var footprint: Int {
        nodes.count * MemoryLayout<Node>.stride + (firstWord.count + order.count) * MemoryLayout<UInt32>.stride + roots.footprint
    }

    /// - Parameters:
    ///   - onlyLetters: separators are passed over.
    ///   - found: a key that ends at this place of `text`, and how many letters there were up to it. Longer ones come first.
    @inline(__always)
    func scan(
        _ text: UnsafeMutablePointer<Folded>, _ count: Int, onlyLetters: Bool, found: (_ key: Int, _ place: Int, _ letters: Int) -> Void
    ) {
        nodes.withUnsafeBufferPointer { nodes in
            roots.withTables { roots in
                var (state, letters) = (0, 0)
                for place in 0..<count {
                    let kind = text[place].kind
                    if kind == .barrier {
                        state = 0
                        continue
                    }
                    if kind >= .attached { letters += 1 } else if onlyLetters { continue }
                    // A word with a blank may be broken into lines there.
                    let code = kind == .lineBreak ? .blankCode : text[place].code
                    state = Self.next(state, code, nodes, roots)
                    var hit = Int(nodes[state].hit)
                    while hit != 0 {
                        for at in Int(firstWord[hit])..<Int(firstWord[hit + 1]) { found(Int(order[at]), place, letters) }
                        hit = Int(nodes[Int(nodes[hit].fallback)].hit)
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func next(_ from: Int, _ code: UInt32, _ nodes: UnsafeBufferPointer<Node>, _ roots: RootTable.Tables) -> Int {
        var state = from
        while state != 0 {
            if let child = child(state, code, nodes) { return child }
            state = Int(nodes[state].fallback)
        }
        return roots[code]
    }

    @inline(__always)
    static func child(_ state: Int, _ code: UInt32, _ nodes: UnsafeBufferPointer<Node>) -> Int? {
        let (present, bit) = (nodes[state].present, bit(code))
        guard present & bit != 0 else { return nil }
        // Children with lower bits stand before it, and perhaps some with the same.
        var at = Int(nodes[state].child) + (present & (bit - 1)).nonzeroBitCount
        if nodes[at].code == code { return at }
        let end = Int(nodes[state + 1].child)
        at += 1
        while at < end {
            if nodes[at].code == code { return at }
            at += 1
        }
        return nil
    }

    static func bit(_ code: UInt32) -> UInt64 { 1 << UInt64(code >> 3 & 63) }

    /// The order of children: by the low bits of the scalar first.
    static func rank(_ code: UInt32) -> UInt32 { code >> 9 | code << 23 }
}

/// The children of the root, looked up at once: most characters of a text begin no word.
struct RootTable: Sendable {
    private let pageOf: ContiguousArray<UInt16>
    private let pages: ContiguousArray<UInt32>

    /// - Parameter children: codes with their nodes.
    init(_ children: [(code: UInt32, node: Int)]) {
        var pageOf = ContiguousArray<UInt16>(repeating: 0, count: 0x1100)
        // The first page is the empty one.
        var pages = ContiguousArray<UInt32>(repeating: 0, count: 256)
        for child in children {
            let page = Int(child.code >> 11)
            if pageOf[page] == 0 {
                pageOf[page] = UInt16(pages.count / 256)
                pages.append(contentsOf: repeatElement(0, count: 256))
            }
            pages[Int(pageOf[page]) * 256 + Int(child.code >> 3 & 255)] = UInt32(child.node)
        }
        (self.pageOf, self.pages) = (pageOf, pages)
    }

    struct Tables {
        let pageOf: UnsafeBufferPointer<UInt16>
        let pages: UnsafeBufferPointer<UInt32>

        @inline(__always)
        subscript(code: UInt32) -> Int {
            Int(pages[Int(pageOf[Int(code >> 11)]) << 8 | Int(code >> 3 & 255)])
        }
    }

    @inline(__always)
    func withTables(_ body: (Tables) -> Void) {
        pageOf.withUnsafeBufferPointer { pageOf in pages.withUnsafeBufferPointer { body(Tables(pageOf: pageOf, pages: $0)) } }
    }

    var footprint: Int { pageOf.count * 2 + pages.count * 4 }
}
