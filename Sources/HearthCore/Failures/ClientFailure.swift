/// An error that clients make up by themselves and no server sends. Listed so that who looks a name up finds it.
public struct ClientFailure: Sendable {
    /// The vendor's name (lanying-im-embedded, floo/include/bmx_error.h; floo-ios, core/include/bmx_error.h).
    public let name: String
    /// As in `FailureRow`.
    public let bmx: Int?
    /// As in `FailureRow`.
    public let laterBMX: Int?
    /// What a client means by it.
    public let when: String

    init(_ name: String, _ bmx: Int?, _ laterBMX: Int?, _ when: String) {
        self.name = name
        self.bmx = bmx
        self.laterBMX = laterBMX
        self.when = when
    }
}

extension FailureCatalogue {
    /// What clients alone can produce.
    public static let clientOnly: [ClientFailure] = [
        ClientFailure("UserAlreadyLogin", 101, 101, "A sign-in while another account is signed in."),
        ClientFailure("UserCancel", 114, 114, "The user breaks an upload or a download off."),
        ClientFailure("SignInCancelled", 5, 8, "A sign-out during the sign-in."),
        ClientFailure("SignInTimeout", 6, 9, "No answer to the sign-in within the client's time."),
        ClientFailure("DbOperationFailed", 4, 4, "Trouble of the database on the device."),
        ClientFailure("ServerNotReachable", 700, 700, "No way to the server."),
        ClientFailure("ServerInvalid", 702, 702, "The address in the DNS document cannot be used."),
        ClientFailure("ServerTimeOut", 707, 707, "No answer within the client's time (20 s in floo-web)."),
        ClientFailure("ServerConnectFailed", 708, 708, "TCP, TLS or the WebSocket were refused."),
        ClientFailure("ServerResponseInvalid", 719, 732, "An answer that the client cannot read."),
        ClientFailure("ServerInvalidUploadUrl", 720, 733, "An upload address that is empty or none."),
        ClientFailure("SignInInvalidParam", nil, 5, "Arguments that the client refuses."),
        ClientFailure("SignInUserMapDbOperationFailed", nil, 6, "Trouble of the database on the device."),
        ClientFailure("SignInUserDbOperationFailed", nil, 7, "Trouble of the database on the device."),
        ClientFailure("UserSigningIn", nil, 116, "A sign-in while another one is under way."),
        ClientFailure("ServerDNSFetchFailed", nil, 710, "The DNS document could not be fetched."),
        ClientFailure("ServerDNSUserCancelFailed", nil, 711, "The user broke off while the DNS document was fetched."),
        ClientFailure("ServerDNSParseDataFailed", nil, 712, "The DNS document could not be read."),
        ClientFailure("ServerDNSAppIdEmpty", nil, 713, "The client was given no AppID."),
        ClientFailure("ServerDNSHealthCheckFailed", nil, 715, "None of the servers of the DNS document answered."),
        ClientFailure("ServerPrivateDNSParseDataFailed", nil, 716, "The DNS document of a private server could not be read."),
        ClientFailure("ServerTokenResponseInvalid", nil, 717, "The answer to a token request could not be read."),
    ]

    /// What is in the contract and no part of the server can produce yet: files and push.
    public static let later: Set<FailureName> = [
        .serverFileUploadUnknownError, .serverFileDownloadUnknownError, .pushTokenInvalid, .pushAliasBindByOtherUser,
        .pushAliasTokenNotMatch, .invalidFileSign, .invalidFileObjectType, .invalidFileUploadToType, .invalidFileDownloadUrl,
        .serverFileDownloadFailure, .pushTargetsTooMany, .pushNotOpened, .serverAppNotifierNotExist,
    ]
}
