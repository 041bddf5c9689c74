import HearthCore
import IM
import Synchronization

/// Reviews in memory.
public final class InMemoryReviews: ReviewStore {
    private let reviews = Mutex<[Review]>([])

    public init() {}

    public func add(_ reviews: [Review]) async throws(Failure) { self.reviews.withLock { $0 += reviews } }

    public func find(_ id: Int64, in app: AppNumber) async throws(Failure) -> Review? {
        reviews.withLock { $0.first { $0.id == id && $0.author.app == app } }
    }

    public func list(
        of app: AppNumber, isOpen: Bool?, user: UserID?, before: Int64, limit: Int
    ) async throws(Failure) -> [Review] {
        reviews.withLock { reviews in
            let found = reviews.filter { review in
                review.author.app == app && review.id < before && (user.map { $0 == review.author.user } ?? true)
                    && (isOpen.map { $0 == (review.decision == nil) } ?? true)
            }
            return Array(found.sorted { $0.id > $1.id }.prefix(limit))
        }
    }

    public func decide(_ id: Int64, in app: AppNumber, _ decision: Review.Decision) async throws(Failure) -> Bool {
        reviews.withLock { reviews in
            let index = reviews.firstIndex { $0.id == id && $0.author.app == app && $0.decision == nil }
            guard let index else { return false }
            let open = reviews[index]
            reviews[index] = Review(
                id: id, at: open.at, author: open.author, subject: open.subject, text: open.text, hits: open.hits, decision: decision)
            return true
        }
    }
}
