import HearthCore

/// Logs a connection in: the Provision frame.
public struct SignIn: Sendable {
    /// What a client sends to log in.
    public struct Request: Sendable {
        /// `xid.uid`: who the client says it is.
        public let user: UInt64
        public let token: String
        /// Whether it sends a password. Without a token nobody knows of which app, so it is right for nobody.
        public let hasPassword: Bool
        public let device: DeviceClaim
        /// `encrypt_method`, 0 for none. No published client sets it.
        public let encryptMethod: Int
        /// Where the connection comes from.
        public let address: String

        public init(
            user: UInt64, token: String, hasPassword: Bool = false, device: DeviceClaim, encryptMethod: Int, address: String = ""
        ) {
            self.hasPassword = hasPassword
            self.user = user
            self.token = token
            self.device = device
            self.encryptMethod = encryptMethod
            self.address = address
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
        /// What `App.reconnection` was when the login began.
        public var reconnections: Int64 = 0

        /// Why this login is over before it began: the app was changed while it was checked. Nil while it is not.
        public var ending: AppEnding? {
            let now = app.entry.app
            if now.status.refusal != nil { return .outOfService(now.status) }
            guard now.reconnection.number > reconnections else { return nil }
            return now.reconnection.notice.map { .reconnect($0) }
        }
    }

    private let tokens: Tokens
    private let accounts: any AccountStore
    private let devices: any DeviceStore
    private let live: any LiveDevices
    private let clock: any WallClock
    private let rates: RateLimits
    private let license: any LicenseChecking

    public init(
        tokens: Tokens, accounts: any AccountStore, devices: any DeviceStore, live: any LiveDevices, clock: any WallClock,
        rates: RateLimits = .off, license: any LicenseChecking = NoLicense()
    ) {
        self.tokens = tokens
        self.accounts = accounts
        self.devices = devices
        self.live = live
        self.clock = clock
        self.rates = rates
        self.license = license
    }

    /// Checks in the order signature, app state, rate, license, account state, token, device: who is frozen is to hear that, although
    /// his tokens are revoked as well.
    /// - Throws: `ServerEncryptMethodUnsupported`, `UserAuthFailed` for a password in place of a token, `InvalidToken` or why a token
    ///   was ended, `SignInFailed` with an admin token, `ServerAppFrozen`, `ServerAppStatusNotNormal`, `ServerTooManyRequest`, what
    ///   `LicenseChecking` throws, `UserRemoved`, `UserFrozen`, `ServerPlatformNotAllowed`, `InvalidParam` for a device without a
    ///   usable guid, `UserTooManyDevice`.
    public func signIn(_ request: Request) async throws(Failure) -> Granted {
        guard request.encryptMethod == 0 else { throw Failure(.serverEncryptMethodUnsupported) }
        if request.token.isEmpty, request.hasPassword { throw Failure(.userAuthFailed) }
        let address = RateSubject.address(request.address)
        let token = try await signed(request, from: address)
        if let refusal = token.app.app.status.refusal { throw refusal }
        // By the token and not by what is claimed: nobody uses up what another one has. First, so that one user alone does not use up
        // what many have who share his address.
        try rates.check(.loginsUser, .user(token.account.user), in: token.app)
        try rates.check(.loginsAddress, address, in: token.app)
        try license.check(token.app.app.id)
        try await license.checkRank(of: token.account, in: token.app.app.id)
        switch try await accounts.credentials(token.account)?.status {
        case .normal: break
        case .frozen: throw Failure(.userFrozen)
        case .removed, nil: throw Failure(.userRemoved)
        }
        let bearer = try await Self.checkingToken { () throws(Failure) in try await tokens.live(token) }
        guard bearer.role == .user else { throw Failure(.signInFailed) }
        let settings = token.state.settings
        try settings.platformsForbidden.allow(request.device.platform)
        let device = try await admit(try checked(request.device), bearer, settings)
        return Granted(
            device: DeviceAddress(account: bearer.account, device: device), tokenID: bearer.tokenID, app: token.state,
            sdkVersion: request.device.sdkVersion, reconnections: token.app.app.reconnection.number)
    }

    /// The token, if its signature is right and it is his who says so. Others are counted by where they come from.
    private func signed(_ request: Request, from address: RateSubject) async throws(Failure) -> Tokens.Signed {
        do throws(Failure) {
            let token = try await Self.checkingToken { () throws(Failure) in try await tokens.signed(request.token) }
            // A new token, as the client fetches for an invalid one, would be no better.
            guard token.claims.role == .user else { throw Failure(.signInFailed) }
            guard token.account.user == UserID(wire: request.user) else { throw Failure(.invalidToken) }
            return token
        } catch {
            try rates.check(.loginsAddress, address)
            throw error
        }
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

    /// On the long connection a missing, wrong and dead token are all status 7: the client fetches a new one. So is one of another
    /// cluster, or from before the app was moved: the present one is reached already.
    private static func checkingToken<Value>(_ check: () async throws(Failure) -> Value) async throws(Failure) -> Value {
        do throws(Failure) {
            return try await check()
        } catch {
            throw Self.asksForToken.contains(error.name) ? Failure(.invalidToken) : error
        }
    }

    private static let asksForToken: Set<FailureName> = [
        .missingAccessToken, .accessTokenExpired, .serverNoClusterInfoForClusterId, .serverNeedReconnected,
    ]

    private func checked(_ claim: DeviceClaim) throws(Failure) -> DeviceClaim {
        let texts = [claim.guid, claim.userAgent, claim.sdkVersion]
        guard !claim.guid.isEmpty, texts.allSatisfy({ $0.utf8.count <= 256 && !$0.utf8.contains(0) }) else {
            throw Failure(.invalidParam)
        }
        return claim
    }
}
