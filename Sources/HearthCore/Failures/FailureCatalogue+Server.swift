extension FailureCatalogue {
    /// Rows of the family Server.
    static let server: [FailureRow] = [
        FailureRow(
            .notFound, bmx: 3, laterBMX: 3, rest: 404, status: nil,
            message: "not found",
            when: "Mostly a local file/path check of the native SDK. Server: call a path that does not exist; "
                + "answer HTTP 200 with body code 404 (floo-web tests code 404 to detect an older server)."
        ),
        FailureRow(
            .serverUnknownError, bmx: 701, laterBMX: 701, rest: 49701, status: .unknown,
            message: "unknown server error",
            when: "Fault injection: unexpected exception in any handler."
        ),
        FailureRow(
            .serverDecryptionFailed, bmx: 703, laterBMX: 703, rest: nil, status: .decryptFailure,
            message: "server decryption failed",
            when: "PROVISION or SYNC with an encrypted payload that does not decrypt under the session key."
        ),
        FailureRow(
            .serverEncryptMethodUnsupported, bmx: 704, laterBMX: 704, rest: nil, status: .encryptMethodUnsupported,
            message: "server don't support encrypt method",
            when: "PROVISION asking for encrypt method 3 (CUSTOM) or any method the server does not offer."
        ),
        FailureRow(
            .serverBusy, bmx: 705, laterBMX: 705, rest: 49705, status: .fail,
            message: "server busy",
            reason: "server busy",
            when: "Connection or work queue limit reached (config 0 in a test)."
        ),
        FailureRow(
            .serverNeedRetry, bmx: 706, laterBMX: 706, rest: 49706, status: .fail,
            message: "need retry",
            reason: "need retry",
            when: "Server in drain/shutdown, or a write conflict."
        ),
        FailureRow(
            .serverDNSFailed, bmx: 709, laterBMX: 709, rest: 99998, status: nil,
            message: "the app does not exist",
            when: "GET /v2/app_dns for an unknown app id: body code 99998 (99997 is the sibling, meaning unknown; "
                + "floo-web shows invalid AppID for both). Otherwise client side: DNS server unreachable."
        ),
        FailureRow(
            .serverNeedReconnected, bmx: 710, laterBMX: 723, rest: 402, status: .publicKeyChanged,
            message: "server changed need reconnect again",
            notice: "CLUSTER_CHANGED(11) or DNS_UPDATE(12)",
            when: "Admin/test hook emits UserNotice 11 or 12: client refetches DNS and logs in again."
        ),
        FailureRow(
            .serverInvalidLicense, bmx: 713, laterBMX: 726, rest: 30021, status: .invalidLicense,
            message: "server invalid license",
            when: "Install a license with a broken signature (30021) or past its end (30022): /token/* and "
                + "PROVISION are refused."
        ),
        FailureRow(
            .serverLicenseLimit, bmx: 714, laterBMX: 727, rest: 30023, status: .licenseLimit,
            message: "server license limit",
            when: "License user cap N reached: register user N+1 gives 30023; PROVISION of a user above the cap "
                + "gives status 18."
        ),
        FailureRow(
            .serverAppFrozen, bmx: 715, laterBMX: 728, rest: 40003, status: .appFrozen,
            message: "the app is frozen",
            when: "Console/admin freezes the app: app_dns answers app_status frozen, /token/* answers 40003, live "
                + "sessions get status 19."
        ),
        FailureRow(
            .serverTooManyRequest, bmx: 716, laterBMX: 729, rest: 49716, status: .rateLimitExceeded,
            message: "too many requests",
            when: "Exceed the per-user message rate on XSYNC (status 20) or the per-token REST rate. 10028 is the "
                + "client-code number for too many failed captcha tries only."
        ),
        FailureRow(
            .serverNotAllowOpenRegister, bmx: 717, laterBMX: 730, rest: 40001, status: nil,
            message: "open registration is off",
            when: "App setting open registration off; POST /user/register/v2 without an admin token."
        ),
        FailureRow(
            .serverFireplaceUnknownError, bmx: 718, laterBMX: 731, rest: nil, status: .unknownCommand,
            message: "server Fireplace unknown error",
            when: "Send a frame with command 9 (status 3) or bytes that are not a Frame (status 4). The mapping of "
                + "3 and 4 to this name is inferred."
        ),
        FailureRow(
            .generalError, bmx: 1, laterBMX: 1, rest: 19001, status: .fail,
            message: "general error",
            when: "Any failure with no own name."
        ),
        FailureRow(
            .serverAppLicenseInvalid, bmx: 721, laterBMX: 734, rest: 30021, status: .invalidLicense,
            message: "server app license invalid",
            when: "As ServerInvalidLicense, seen through REST."
        ),
        FailureRow(
            .serverAppLicenseExpired, bmx: 722, laterBMX: 735, rest: 30022, status: .invalidLicense,
            message: "server app license expired",
            when: "License end date passed: login refused."
        ),
        FailureRow(
            .serverAppLicenseExceedLimit, bmx: 723, laterBMX: 736, rest: 30023, status: .licenseLimit,
            message: "server app license exceed limit",
            when: "License user cap passed. 40002 (client code) is the separate per-app cap of the plan."
        ),
        FailureRow(
            .serverAppIdMissing, bmx: 724, laterBMX: 737, rest: 49724, status: nil,
            message: "the app_id is missing",
            when: "Any REST call without app_id header (query app_id allowed on downloads and images)."
        ),
        FailureRow(
            .serverAppIdInvalid, bmx: 725, laterBMX: 738, rest: 40000, status: nil,
            message: "the app does not exist",
            when: "Any REST call with an unknown app_id."
        ),
        FailureRow(
            .serverAppSignInvalid, bmx: 726, laterBMX: 739, rest: 49726, status: nil,
            message: "server app sign invalid",
            when: "POST /user/register/push with a wrong sign."
        ),
        FailureRow(
            .serverAppNotifierNotExist, bmx: 727, laterBMX: 740, rest: 49727, status: nil,
            message: "server app notifier not exist",
            when: "POST /user/token/bind with a notifier_name never uploaded in the console. 12006 when push is not "
                + "opened for the app."
        ),
        FailureRow(
            .serverNoClusterInfoForClusterId, bmx: 728, laterBMX: 741, rest: 49728, status: nil,
            message: "server no cluster info for cluster id",
            when: "Token names a cluster the server does not know."
        ),
        FailureRow(
            .serverAppStatusNotNormal, bmx: 730, laterBMX: 743, rest: 40003, status: .appFrozen,
            message: "server app status not normal",
            when: "App banned, frozen or revoked."
        ),
        FailureRow(
            .serverDNSAppIdInvalid, bmx: nil, laterBMX: 714, rest: 99998, status: nil,
            message: "the app does not exist",
            when: "GET /v2/app_dns for an unknown app id."
        ),
        FailureRow(
            .serverTokenRequestTooMany, bmx: nil, laterBMX: 718, rest: 49718, status: nil,
            message: "server token request too many",
            when: "Rate limit on /token/*."
        ),
        FailureRow(
            .serverTokenRequestParameterInvalid, bmx: nil, laterBMX: 719, rest: 10002, status: nil,
            message: "invalid request parameter",
            when: "/token/* with a missing field."
        ),
        FailureRow(
            .serverTokenRequestAppIdMissing, bmx: nil, laterBMX: 720, rest: 49724, status: nil,
            message: "the app_id is missing",
            when: "/token/* without app_id header (same number as ServerAppIdMissing)."
        ),
        FailureRow(
            .serverTokenRequestAppIdInvalid, bmx: nil, laterBMX: 721, rest: 40000, status: nil,
            message: "the app does not exist",
            when: "/token/* with an unknown app_id."
        ),
        FailureRow(
            .serverTokenAppStatusNotNormal, bmx: nil, laterBMX: 722, rest: 40003, status: nil,
            message: "server token app status not normal",
            when: "/token/* for a frozen app."
        ),
        FailureRow(
            .serverPlatformNotAllowed, bmx: nil, laterBMX: 744, rest: 49744, status: .unauthorized,
            message: "server platform not allowed",
            when: "App setting forbids the OS type given in PROVISION."
        ),
        FailureRow(
            .serverCannotCreateDeviceSn, bmx: nil, laterBMX: 745, rest: 49745, status: .fail,
            message: "server cannot create device sn",
            when: "Device record cannot be stored."
        ),
        FailureRow(
            .serverRtcNotOpen, bmx: nil, laterBMX: 746, rest: 49746, status: .fail,
            message: "server rtc not open",
            when: "RTC signal while RTC is off for the app."
        ),
        FailureRow(
            .pbParserError, bmx: nil, laterBMX: nil, rest: nil, status: .pbParserError,
            message: "bytes that do not decode",
            when: "Send bytes over XSYNC that are not a Frame, or a SYNC frame whose payload does not decode: "
                + "status 4."
        ),
        FailureRow(
            .checkSumFailure, bmx: nil, laterBMX: nil, rest: nil, status: .checkSumFailure,
            message: "the checksum of the frame is wrong",
            when: "Send a Frame whose check_sum is set: the algorithm is unpublished, so no sum can be right."
        ),
        FailureRow(
            .appUserCapReached, bmx: nil, laterBMX: nil, rest: 40002, status: nil,
            message: "the app has reached its number of users",
            when: "The user cap of the app plan is reached; register one more."
        ),
    ]
}
