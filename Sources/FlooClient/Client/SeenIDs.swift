/// The last few thousand ids that were delivered, to know a repeated one by.
struct SeenIDs {
    private var known: Set<UInt64> = []
    private var order: [UInt64] = []
    private var oldest = 0
    private let capacity: Int

    init(capacity: Int = 8_192) { self.capacity = max(1, capacity) }

    /// False when the id was here already. 0 is no id and always new.
    mutating func insert(_ id: UInt64) -> Bool {
        guard id != 0 else { return true }
        guard known.insert(id).inserted else { return false }
        if order.count < capacity {
            order.append(id)
        } else {
            known.remove(order[oldest])
            order[oldest] = id
            oldest = (oldest + 1) % capacity
        }
        return true
    }
}
