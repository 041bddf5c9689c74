/// What an automaton is made to find: sequences of codes, numbered as they were added.
struct Keys {
    private(set) var codes: ContiguousArray<UInt32> = []
    /// Where each begins, and where the last one ends.
    private(set) var bounds: ContiguousArray<Int> = [0]

    var count: Int { bounds.count - 1 }

    /// - Returns: the number of the key.
    mutating func add(_ key: some Sequence<UInt32>) -> Int {
        codes.append(contentsOf: key)
        bounds.append(codes.count)
        return count - 1
    }
}

extension Automaton {
    init(_ keys: Keys) {
        self = keys.codes.withUnsafeBufferPointer { codes in
            keys.bounds.withUnsafeBufferPointer { bounds in
                var building = Building(codes: codes, bounds: bounds)
                return building.automaton()
            }
        }
    }

    /// The trie level by level, from sorted keys: a node is a stretch of keys that begin alike.
    private struct Building {
        let codes: UnsafeBufferPointer<UInt32>
        let bounds: UnsafeBufferPointer<Int>
        private var order: ContiguousArray<UInt32> = []
        private var nodes: ContiguousArray<Node> = []
        private var firstWord: ContiguousArray<UInt32> = []
        /// The stretch of `order` of each node.
        private var stretches: ContiguousArray<(low: UInt32, high: UInt32)> = []

        init(codes: UnsafeBufferPointer<UInt32>, bounds: UnsafeBufferPointer<Int>) {
            (self.codes, self.bounds) = (codes, bounds)
        }

        mutating func automaton() -> Automaton {
            sort()
            var endOrder: ContiguousArray<UInt32> = []
            endOrder.reserveCapacity(order.count)
            append(code: 0, low: 0, high: UInt32(order.count))
            var (node, depth, endOfLevel) = (0, 0, 1)
            while node < nodes.count {
                if node == endOfLevel { (depth, endOfLevel) = (depth + 1, nodes.count) }
                split(node, depth, &endOrder)
                node += 1
            }
            nodes.append(Node(code: 0, child: UInt32(nodes.count), fallback: 0, hit: 0))
            firstWord.append(UInt32(endOrder.count))
            stretches = []
            let children = (Int(nodes[0].child)..<Int(nodes[1].child)).map { (code: nodes[$0].code, node: $0) }
            link()
            return Automaton(nodes: nodes, firstWord: firstWord, order: endOrder, roots: RootTable(children))
        }

        private mutating func sort() {
            let (codes, bounds) = (codes, bounds)
            order = ContiguousArray((0..<UInt32(max(0, bounds.count - 1))))
            order.sort { left, right in
                var (a, b) = (bounds[Int(left)], bounds[Int(right)])
                let (endOfA, endOfB) = (bounds[Int(left) + 1], bounds[Int(right) + 1])
                while a < endOfA, b < endOfB {
                    if codes[a] != codes[b] { return Automaton.rank(codes[a]) < Automaton.rank(codes[b]) }
                    a += 1
                    b += 1
                }
                return endOfA - a != endOfB - b ? endOfA - a < endOfB - b : left < right
            }
        }

        private mutating func append(code: UInt32, low: UInt32, high: UInt32) {
            nodes.append(Node(code: code, child: 0, fallback: 0, hit: 0))
            stretches.append((low, high))
        }

        /// Keys that end here stand before the longer ones; of these each run with the same next code is a child.
        private mutating func split(_ node: Int, _ depth: Int, _ endOrder: inout ContiguousArray<UInt32>) {
            nodes[node].child = UInt32(nodes.count)
            firstWord.append(UInt32(endOrder.count))
            var at = Int(stretches[node].low)
            let high = Int(stretches[node].high)
            while at < high, length(at) == depth {
                endOrder.append(order[at])
                nodes[node].hit = UInt32(node)
                at += 1
            }
            while at < high {
                let (code, low) = (self.code(at, depth), at)
                repeat { at += 1 } while at < high && self.code(at, depth) == code
                append(code: code, low: UInt32(low), high: UInt32(at))
                nodes[node].present |= Automaton.bit(code)
            }
        }

        private func length(_ at: Int) -> Int { bounds[Int(order[at]) + 1] - bounds[Int(order[at])] }

        private func code(_ at: Int, _ depth: Int) -> UInt32 { codes[bounds[Int(order[at])] + depth] }

        /// Fallbacks, from the root outwards: that of a child is a child of a fallback of its parent.
        private mutating func link() {
            let count = nodes.count - 1
            nodes.withUnsafeMutableBufferPointer { nodes in
                let reading = UnsafeBufferPointer(nodes)
                for parent in 0..<count {
                    for child in Int(nodes[parent].child)..<Int(nodes[parent + 1].child) {
                        var (state, target) = (parent, 0)
                        while state != 0, target == 0 {
                            state = Int(nodes[state].fallback)
                            target = Automaton.child(state, nodes[child].code, reading) ?? 0
                        }
                        nodes[child].fallback = UInt32(target)
                        if nodes[child].hit == 0 { nodes[child].hit = nodes[target].hit }
                    }
                }
            }
        }
    }
}
