import HearthCore

/// Where it is kept which conversations users have on top.
public protocol PinStore: Sendable {
    /// - Returns: whether it was not pinned before.
    /// - Throws: `UserNotExist` for somebody who is not there or removed, `GroupNotExist` for a group the user is not in,
    ///   `InvalidRequestParameter` beyond `Limits.pinnedConversations`.
    func pin(_ peer: Peer, of account: Account, now: Instant) async throws(Failure) -> Bool
    /// - Returns: whether it was pinned before.
    func unpin(_ peer: Peer, of account: Account) async throws(Failure) -> Bool
    /// What was pinned last comes first.
    func pins(of account: Account) async throws(Failure) -> [Peer]
}

/// The conversations a user keeps on top of his list. His other devices hear of changes.
public struct Pins: Sendable {
    private let store: any PinStore
    private let notifier: any Notifier
    private let clock: any WallClock

    public init(store: any PinStore, notifier: any Notifier, clock: any WallClock) {
        self.store = store
        self.notifier = notifier
        self.clock = clock
    }

    /// Pins a conversation; one that is pinned stays where it is.
    /// - Parameter device: the device that does it, and is not told.
    /// - Throws: `UserNotExist`, `GroupNotExist`, `InvalidRequestParameter` for one too many.
    public func pin(_ peer: Peer, of account: Account, except device: DeviceSN? = nil) async throws(Failure) {
        if try await store.pin(peer, of: account, now: clock.now()) { await tell(account, device) }
    }

    /// Lets a conversation go, if it is pinned.
    /// - Parameter device: the device that does it, and is not told.
    public func unpin(_ peer: Peer, of account: Account, except device: DeviceSN? = nil) async throws(Failure) {
        if try await store.unpin(peer, of: account) { await tell(account, device) }
    }

    /// What was pinned last comes first.
    public func list(of account: Account) async throws(Failure) -> [Peer] { try await store.pins(of: account) }

    private func tell(_ account: Account, _ device: DeviceSN?) async {
        await notifier.tell([Notice(account, except: device, .ownInfoUpdated)])
    }
}
