extension Array where Element: Hashable {
    /// The values that were found for these keys, in the order of the keys; what was not found is left out.
    func inOrder<Value>(_ found: [Value], by key: (Value) -> Element) -> [Value] {
        let table = Dictionary(found.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
        return compactMap { table[$0] }
    }
}
