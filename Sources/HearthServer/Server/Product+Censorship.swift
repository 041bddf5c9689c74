import HearthCore
import IM
import Logging
import Observability
import Store

extension WordLists {
    /// Over a store, on a thread of its own.
    convenience init(
        _ stores: SQLStore, _ lexicons: Lexicons, _ building: any LexiconBuilding, _ clock: any WallClock, _ logger: Logger
    ) {
        self.init(store: stores.wordLists, lexicons: lexicons, building: building, clock: clock) { head, reason in
            logger.error(
                "a word list cannot be read; the version before it stays in force",
                metadata: .with([.error: "\(head.list.rawValue), version \(head.version) of app number \(head.app.rawValue): \(reason)"]))
        }
    }
}

extension Reviews {
    /// Over a store.
    init(
        _ stores: SQLStore, _ messages: UserMessages, _ profiles: Profiles, _ changes: GroupChanges, _ restrictions: Restrictions,
        _ clock: any WallClock
    ) {
        self.init(
            store: stores.reviews,
            taking: TextRecalls(
                messages: messages, accounts: stores.accounts, profiles: profiles,
                groups: TextRecalls.GroupStores(stores.groups, stores.groupPeople, stores.groupBoard), changes: changes),
            restrictions: restrictions, clock: clock)
    }
}
