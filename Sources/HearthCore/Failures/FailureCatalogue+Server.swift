extension FailureCatalogue {
    /// Rows of the family Server.
    static let server: [FailureRow] = [
        FailureRow(
            .notFound, bmx: 3, laterBMX: 3, rest: 404, status: nil,
            message: "not found",
            when: "A path that does not exist: HTTP 200 with code 404 in the body. floo-web takes it as the sign of an "
                + "older server."
        ),
        FailureRow(
            .serverUnknownError, bmx: 701, laterBMX: 701, rest: 49701, status: .unknown,
            message: "unknown server error",
            when: "An unexpected error inside the server. Its log says more."
        ),
        FailureRow(
            .serverDecryptionFailed, bmx: 703, laterBMX: 703, rest: nil, status: .decryptFailure,
            message: "the payload cannot be decrypted",
            when: "A frame that claims to be encrypted without an agreed key, or does not decrypt under it."
        ),
        FailureRow(
            .serverEncryptMethodUnsupported, bmx: 704, laterBMX: 704, rest: nil, status: .encryptMethodUnsupported,
            message: "the encryption method is not supported",
            when: "PROVISION asks for an encryption method that the server does not offer."
        ),
        FailureRow(
            .serverBusy, bmx: 705, laterBMX: 705, rest: 49705, status: .fail,
            message: "server busy",
            reason: "server busy",
            when: "A queue or the number of connections is at its limit, or the database took too long over a statement or a lock."
        ),
        FailureRow(
            .serverNeedRetry, bmx: 706, laterBMX: 706, rest: 49706, status: .fail,
            message: "need retry",
            reason: "need retry",
            when: "The server is stopping, the database is away or full, a write met a conflict, or message ids run more "
                + "than ten seconds ahead of the clock."
        ),
        FailureRow(
            .serverDNSFailed, bmx: 709, laterBMX: 709, rest: 99998, status: nil,
            message: "the app does not exist",
            when: "GET /v2/app_dns knows no servers for the AppID. floo-web reads 99997 in the same way."
        ),
        FailureRow(
            .serverNeedReconnected, bmx: 710, laterBMX: 723, rest: 402, status: .publicKeyChanged,
            message: "the server's address has changed, connect again",
            notice: "CLUSTER_CHANGED(11) or DNS_UPDATE(12)",
            when: "POST /admin/apps/APPID/reconnect: connected devices receive the notice, their frames are answered with the "
                + "status, and they are closed after 5 seconds. CLUSTER_CHANGED ends their tokens as well."
        ),
        FailureRow(
            .serverInvalidLicense, bmx: 713, laterBMX: 726, rest: 30021, status: .invalidLicense,
            message: "the server license is not valid",
            when: "The signature of the license is broken: /token/* and PROVISION are refused."
        ),
        FailureRow(
            .serverLicenseLimit, bmx: 714, laterBMX: 727, rest: 30023, status: .licenseLimit,
            message: "the license has reached its number of users",
            when: "Registering one user more than the license allows, or PROVISION of a user above that number."
        ),
        FailureRow(
            .serverAppFrozen, bmx: 715, laterBMX: 728, rest: 40003, status: .appFrozen,
            message: "the app is frozen",
            when: "An administrator froze the app: GET /v2/app_dns says so, every call with its AppID gives 40003, PROVISION "
                + "gives status 19, and connected devices hear that status and are closed after 5 seconds."
        ),
        FailureRow(
            .serverTooManyRequest, bmx: 716, laterBMX: 729, rest: 49716, status: .rateLimitExceeded,
            message: "too many requests",
            when: "Operations, syncs, logins, registrations, REST calls or uploads above the app's setting `limit.NAME`. Messages give "
                + "MessageRateLimitExceeded, wrong codes TooManyFailedTries."
        ),
        FailureRow(
            .serverNotAllowOpenRegister, bmx: 717, laterBMX: 730, rest: 40001, status: nil,
            message: "open registration is off",
            when: "POST /user/register/v2 without an administrator's token while the app does not allow it."
        ),
        FailureRow(
            .serverFireplaceUnknownError, bmx: 718, laterBMX: 731, rest: nil, status: .unknownCommand,
            message: "the command is not known",
            when: "A frame with a command number that does not exist."
        ),
        FailureRow(
            .generalError, bmx: 1, laterBMX: 1, rest: 19001, status: .fail,
            message: "the operation failed",
            when: "Any refusal that has no name of its own."
        ),
        FailureRow(
            .serverAppLicenseInvalid, bmx: 721, laterBMX: 734, rest: 30021, status: .invalidLicense,
            message: "the license of the app is not valid",
            when: "ServerInvalidLicense where it concerns one app."
        ),
        FailureRow(
            .serverAppLicenseExpired, bmx: 722, laterBMX: 735, rest: 30022, status: .invalidLicense,
            message: "the license has expired",
            when: "Login after the last day of the license."
        ),
        FailureRow(
            .serverAppLicenseExceedLimit, bmx: 723, laterBMX: 736, rest: 30023, status: .licenseLimit,
            message: "the license has reached its number of users",
            when: "ServerLicenseLimit where it concerns one app. The cap of the app's own plan gives AppUserCapReached."
        ),
        FailureRow(
            .serverAppIdMissing, bmx: 724, laterBMX: 737, rest: 49724, status: nil,
            message: "the app_id is missing",
            when: "A REST call without an app_id header. Downloads and images may name it in the query."
        ),
        FailureRow(
            .serverAppIdInvalid, bmx: 725, laterBMX: 738, rest: 40000, status: nil,
            message: "the app does not exist",
            when: "A REST call with an unknown app_id."
        ),
        FailureRow(
            .serverAppSignInvalid, bmx: 726, laterBMX: 739, rest: 49726, status: nil,
            message: "the signature of the app is wrong",
            when: "POST /user/register/push with a wrong sign."
        ),
        FailureRow(
            .serverAppNotifierNotExist, bmx: 727, laterBMX: 740, rest: 49727, status: nil,
            message: "the push notifier does not exist",
            when: "POST /user/token/bind with a notifier_name that the app does not have. Push switched off gives "
                + "PushNotOpened."
        ),
        FailureRow(
            .serverNoClusterInfoForClusterId, bmx: 728, laterBMX: 741, rest: 49728, status: nil,
            message: "the cluster of the token is not known",
            when: "A token names a cluster that this server does not know."
        ),
        FailureRow(
            .serverAppStatusNotNormal, bmx: 730, laterBMX: 743, rest: 40003, status: .appFrozen,
            message: "the app is not in service",
            when: "An administrator banned or revoked the app: as ServerAppFrozen, which is the word for a frozen one."
        ),
        FailureRow(
            .serverDNSAppIdInvalid, bmx: nil, laterBMX: 714, rest: 99998, status: nil,
            message: "the app does not exist",
            when: "GET /v2/app_dns with an unknown AppID."
        ),
        FailureRow(
            .serverTokenRequestTooMany, bmx: nil, laterBMX: 718, rest: 49718, status: nil,
            message: "too many token requests",
            when: "/token/* is called more often than allowed."
        ),
        FailureRow(
            .serverTokenRequestParameterInvalid, bmx: nil, laterBMX: 719, rest: 10002, status: nil,
            message: "invalid request parameter",
            when: "/token/* with a missing field."
        ),
        FailureRow(
            .serverTokenRequestAppIdMissing, bmx: nil, laterBMX: 720, rest: 49724, status: nil,
            message: "the app_id is missing",
            when: "/token/* without an app_id header."
        ),
        FailureRow(
            .serverTokenRequestAppIdInvalid, bmx: nil, laterBMX: 721, rest: 40000, status: nil,
            message: "the app does not exist",
            when: "/token/* with an unknown app_id."
        ),
        FailureRow(
            .serverTokenAppStatusNotNormal, bmx: nil, laterBMX: 722, rest: 40003, status: nil,
            message: "the app is not in service",
            when: "ServerAppStatusNotNormal as /token/* gives it: the app is banned or revoked."
        ),
        FailureRow(
            .serverPlatformNotAllowed, bmx: nil, laterBMX: 744, rest: 49744, status: .unauthorized,
            message: "the app does not allow this platform",
            when: "PROVISION with an OS type that the app's settings forbid."
        ),
        FailureRow(
            .serverCannotCreateDeviceSn, bmx: nil, laterBMX: 745, rest: 49745, status: .fail,
            message: "the device could not be registered",
            when: "PROVISION of a new device whose record cannot be stored."
        ),
        FailureRow(
            .serverRtcNotOpen, bmx: nil, laterBMX: 746, rest: 49746, status: .fail,
            message: "calls are not switched on for the app",
            when: "A call signal while audio and video calls are off for the app."
        ),
        FailureRow(
            .pbParserError, bmx: nil, laterBMX: nil, rest: nil, status: .pbParserError,
            message: "the bytes do not decode",
            when: "Bytes that are not a Frame, or a SYNC frame whose payload does not decode."
        ),
        FailureRow(
            .checkSumFailure, bmx: nil, laterBMX: nil, rest: nil, status: .checkSumFailure,
            message: "the checksum of the frame is wrong",
            when: "A Frame with check_sum set: the algorithm is not published, so no sum can be right."
        ),
        FailureRow(
            .appUserCapReached, bmx: nil, laterBMX: nil, rest: 40002, status: nil,
            message: "the app has reached its number of users",
            when: "POST /user/register/v2 while the app has as many users as its plan allows."
        ),
    ]
}
