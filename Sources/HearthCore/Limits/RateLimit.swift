/// What is limited in its frequency. Each is a setting of an app, `limit.NAME`, and a name among the counts of refusals.
public enum RateLimit: Int, CaseIterable, Sendable {
    case messagesUser
    case messagesApp
    case operationsUser
    case syncsDevice
    case loginsUser
    case loginsAddress
    case tokensAddress
    case registrationsAddress
    case registrationsApp
    case callsUser
    case callsAddress
    case uploadsUser
    case codesAddress

    /// As settings and metrics call it.
    public var name: String {
        switch self {
        case .messagesUser: "messages.user"
        case .messagesApp: "messages.app"
        case .operationsUser: "operations.user"
        case .syncsDevice: "syncs.device"
        case .loginsUser: "logins.user"
        case .loginsAddress: "logins.address"
        case .tokensAddress: "tokens.address"
        case .registrationsAddress: "registrations.address"
        case .registrationsApp: "registrations.app"
        case .callsUser: "calls.user"
        case .callsAddress: "calls.address"
        case .uploadsUser: "uploads.user"
        case .codesAddress: "codes.address"
        }
    }

    /// What holds unless an app has something else.
    public var standard: Rate {
        let rate: Rate? =
            switch self {
            case .messagesUser: Rate(300, per: 10)
            case .operationsUser: Rate(3_000, per: 10)
            case .syncsDevice: Rate(1_200, per: 10)
            case .loginsUser: Rate(120, per: 60)
            case .loginsAddress: Rate(20_000, per: 10)
            case .tokensAddress: Rate(1_200, per: 60)
            case .registrationsAddress: Rate(1_200, per: 600)
            case .callsUser: Rate(1_200, per: 60)
            case .callsAddress: Rate(6_000, per: 60)
            case .uploadsUser: Rate(300, per: 60)
            case .codesAddress: Rate(600, per: 600)
            case .messagesApp, .registrationsApp: .unlimited
            }
        return rate ?? .unlimited
    }

    /// How a refusal is answered.
    public var failure: FailureName {
        switch self {
        case .messagesUser, .messagesApp: .messageRateLimitExceeded
        case .tokensAddress: .serverTokenRequestTooMany
        case .codesAddress: .tooManyFailedTries
        case .operationsUser, .syncsDevice, .loginsUser, .loginsAddress, .registrationsAddress, .registrationsApp, .callsUser,
            .callsAddress, .uploadsUser:
            .serverTooManyRequest
        }
    }

    /// What it counts, in words for the person who runs the app.
    public var help: String {
        switch self {
        case .messagesUser:
            "Messages of one user, from all his devices together and by REST in his name; typing too. More are refused with status 20 "
                + "or 19406."
        case .messagesApp: "The same for all users of the app together."
        case .operationsUser:
            "Receipts, recalls, edits and deletions of one user, from all his devices together. More are refused with status 20."
        case .syncsDevice: "Heartbeats and requests for messages of one device. More are refused with status 20."
        case .loginsUser: "Logins of one user on the long connection. More are refused with status 20."
        case .loginsAddress:
            "The same from one client address. Many people may share one; behind a proxy all share its own. "
                + "An IPv6 address counts with its network of 64 bits, here and below."
        case .tokensAddress: "Calls of /token/* from one client address. More are refused with 49718."
        case .registrationsAddress: "Registrations from one client address, whether an account is made or not. More are refused with 49716."
        case .registrationsApp: "The same from all addresses together."
        case .callsUser: "REST calls with a token of one user. More are refused with 49716."
        case .callsAddress: "REST calls without a token from one client address. More are refused with 49716."
        case .uploadsUser: "Files that one user adds to those of groups. More are refused with 49716."
        case .codesAddress:
            "Wrong one-time codes from one client address. After so many no code is looked at for a while, whether right or wrong: 10028."
        }
    }
}
