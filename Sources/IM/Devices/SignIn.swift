import HearthCore

/// Logs a connection in: the Provision frame.
public struct SignIn: Sendable {
    /// What a client sends to log in.
    public struct Request: Sendable {
        /// `xid.uid`: who the client says it is.
        public let user: UInt64
        public let token: String
        public let device: DeviceClaim
        /// `encrypt_method`, 0 for none. No published client sets it.
        public let encryptMethod: Int

        public init(user: UInt64, token: String, device: DeviceClaim, encryptMethod: Int) {
            self.user = user
            self.token = token
            self.device = device
            self.encryptMethod = encryptMethod
        }
    }

    /// A connection's identity from here on.
    public struct Granted: Sendable {
        public let device: DeviceAddress
        /// The token that it ends with.
        public let tokenID: String
        /// The app as it is at any time: settings that change while the connection lasts are read here.
        public let app: AppState
        public let sdkVersion: String
    }

    private let tokens: Tokens
    private let accounts: any AccountStore
    private let devices: any DeviceStore
    private let live: any LiveDevices
    private let clock: any WallClock
    private let license: any LicenseChecking

    public init(
        tokens: Tokens, accounts: any AccountStore, devices: any DeviceStore, live: any LiveDevices, clock: any WallClock,
        license: any LicenseChecking = NoLicense()
    ) {
        self.tokens = tokens
        self.accounts = accounts
        self.devices = devices
        self.live = live
        self.clock = clock
        self.license = license
    }

    /// Checks in the order signature, app state, license, account state, token, device: who is frozen is to hear that, although
    /// his tokens are revoked as well.
    /// - Throws: `ServerEncryptMethodUnsupported`, `InvalidToken`, `ServerAppFrozen`, what `LicenseChecking` throws, `UserRemoved`,
    ///   `UserFrozen`, `InvalidParam` for a device without a usable guid, `UserTooManyDevice`.
    public func signIn(_ request: Request) async throws(Failure) -> Granted {
        guard request.encryptMethod == 0 else { throw Failure(.serverEncryptMethodUnsupported) }
        let token = try await Self.checkingToken { () throws(Failure) in try await tokens.signed(request.token) }
        guard token.account.user == UserID(wire: request.user) else { throw Failure(.invalidToken) }
        guard token.app.app.status == .normal else { throw Failure(.serverAppFrozen) }
        try license.check(token.app.app.id)
        try await license.checkRank(of: token.account, in: token.app.app.id)
        switch try await accounts.credentials(token.account)?.status {
        case .normal: break
        case .frozen: throw Failure(.userFrozen)
        case .removed, nil: throw Failure(.userRemoved)
        }
        let bearer = try await Self.checkingToken { () throws(Failure) in try await tokens.live(token) }
        guard bearer.role == .user else { throw Failure(.invalidToken) }
        let device = try await admit(try checked(request.device), bearer, token.state.settings)
        return Granted(
            device: DeviceAddress(account: bearer.account, device: device), tokenID: bearer.tokenID, app: token.state,
            sdkVersion: request.device.sdkVersion)
    }

    /// The device's number. Who had to go for it, and who is there, hears of it even if this connection is gone by now.
    private func admit(
        _ claim: DeviceClaim, _ bearer: Tokens.Bearer, _ settings: AppSettings
    ) async throws(Failure) -> DeviceSN {
        let now = clock.now()
        let account = bearer.account
        // Who is connected to another server counts by the time it was last seen, which is written every few minutes.
        let device = try await devices.admit(
            DeviceRequest(
                account: account, claim: claim, tokenID: bearer.tokenID, registeredAt: MessageID(at: now, node: 0),
                limit: DeviceLimit(settings), connected: live.connected(account), now: now))
        for evicted in device.evicted { live.tell(.evicted, account, device: evicted) }
        if device.isNew { live.tell(.firstLogin, account, device: device.number) }
        return device.number
    }

    /// On the long connection a missing, wrong and dead token are all status 7: the client fetches a new one.
    private static func checkingToken<Value>(_ check: () async throws(Failure) -> Value) async throws(Failure) -> Value {
        do throws(Failure) {
            return try await check()
        } catch {
            throw [.missingAccessToken, .accessTokenExpired].contains(error.name) ? Failure(.invalidToken) : error
        }
    }

    private func checked(_ claim: DeviceClaim) throws(Failure) -> DeviceClaim {
        let texts = [claim.guid, claim.userAgent, claim.sdkVersion]
        guard !claim.guid.isEmpty, texts.allSatisfy({ $0.utf8.count <= 256 && !$0.utf8.contains(0) }) else {
            throw Failure(.invalidParam)
        }
        return claim
    }
}
