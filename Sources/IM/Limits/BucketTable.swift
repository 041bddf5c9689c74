import HearthCore

/// Buckets of many subjects in bounded memory. A full bucket is as good as none, so those go first; then those nearest to full.
struct BucketTable {
    struct Key: Hashable {
        let limit: RateLimit
        let app: AppNumber
        let subject: RateSubject

        /// Two words and not four: each costs time on the way of every message. Only what apps have in common may meet here.
        func hash(into hasher: inout Hasher) {
            hasher.combine(subject.number)
            hasher.combine(subject.kind ^ UInt64(limit.rawValue) << 56 ^ UInt64(bitPattern: app.rawValue) &* 0x9E37_79B9_7F4A_7C15)
        }
    }

    private let most: Int
    private var buckets: [Key: TokenBucket] = [:]

    /// - Parameter most: buckets at most.
    init(most: Int) { self.most = max(2, most) }

    var count: Int { buckets.count }

    mutating func take(_ key: Key, at now: Instant, _ rate: Rate) -> Bool {
        if buckets.count >= most { forget(at: now) }
        return buckets[key, default: TokenBucket()].take(at: now, rate)
    }

    mutating func giveBack(_ key: Key, _ rate: Rate) { buckets[key]?.giveBack(rate) }

    /// At least half of the room becomes free, so that this is rare.
    private mutating func forget(at now: Instant) {
        buckets = buckets.filter { !$0.value.isFull(at: now) }
        guard buckets.count > most / 2 else { return }
        let emptiest = buckets.sorted { TokenBucket.isNearerToFull($1.value, $0.value) }.prefix(most / 2)
        buckets = Dictionary(uniqueKeysWithValues: emptiest.map { ($0.key, $0.value) })
    }
}
