import HearthCore

extension AppDirectory {
    /// An app before and after a change.
    public typealias Changed = (before: App, after: App)

    /// Changes the name or the status of an app. It holds when this returns: an app that is out of service refuses all calls of its
    /// clients and servers, and its sessions end.
    /// - Throws: `ServerAppIdInvalid`, `InvalidRequestParameter`.
    @discardableResult
    public func change(_ id: AppID, _ change: AppChange) async throws(Failure) -> Changed {
        try change.check()
        let before = try await store.change(try await find(id).app.number, change)
        return (before, try await read(id).entry.app)
    }

    /// Tells all devices of an app, on every server, to fetch the addresses and to log in again.
    /// - Throws: `ServerAppIdInvalid`.
    public func reconnect(_ id: AppID, _ notice: ReconnectNotice) async throws(Failure) -> Changed {
        let before = try await store.reconnect(try await find(id).app.number, notice)
        return (before, try await read(id).entry.app)
    }
}
