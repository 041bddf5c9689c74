extension FailureCatalogue {
    /// Rows of the family Accounts.
    static let accounts: [FailureRow] = [
        FailureRow(
            .invalidParam, bmx: 2, laterBMX: 2, rest: 10002, status: .invalidParameter,
            message: "invalid request parameter",
            when: "A SYNC frame without an xid gets status 8. REST calls get InvalidRequestParameter."
        ),
        FailureRow(
            .userNotLogin, bmx: 100, laterBMX: 100, rest: 10003, status: .unauthorized,
            message: "you must login first",
            reason: "you must login first",
            when: "A SYNC or UNREAD frame before PROVISION on a new connection. floo-web compares the whole reason and "
                + "logs in again. A REST call without a token gets MissingAccessToken."
        ),
        FailureRow(
            .userAuthFailed, bmx: 102, laterBMX: 102, rest: 11001, status: .unauthorized,
            message: "the user name or the password is wrong",
            when: "POST /token/user, /token/id or /token/login with a wrong password. Never 402: floo-web does not act "
                + "on 402 from the token paths."
        ),
        FailureRow(
            .userPermissionDenied, bmx: 103, laterBMX: 103, rest: 10010, status: .unauthorized,
            message: "permission denied",
            when: "An ordinary token on an administrator's endpoint (GET /user/list), or with a user_id header that "
                + "names somebody else."
        ),
        FailureRow(
            .userNotExist, bmx: 104, laterBMX: 104, rest: 10000, status: .fail,
            message: "the user does not exist",
            reason: "user not exist",
            when: "An id or a name that nobody has: GET /roster/id, POST /token/user, POST /roster/apply."
        ),
        FailureRow(
            .userAlreadyExist, bmx: 105, laterBMX: 105, rest: 10004, status: nil,
            message: "the user exists already",
            when: "POST /user/register/v2 with a name that is taken. POST /user/username gives UserNameInUse instead."
        ),
        FailureRow(
            .userFrozen, bmx: 106, laterBMX: 106, rest: 19106, status: .userFrozen,
            message: "the user is frozen",
            notice: "FROZEN(2)",
            when: "After PUT /user/disable: connected devices receive the notice, /token/* gives the REST code, "
                + "PROVISION gives status 10."
        ),
        FailureRow(
            .userBanned, bmx: 107, laterBMX: 107, rest: 19107, status: .userBanned,
            message: "the user is banned from sending messages",
            when: "A user under an app-wide ban sends a message, over the long connection or with POST /message/send."
        ),
        FailureRow(
            .userRemoved, bmx: 108, laterBMX: 108, rest: 10000, status: .invalidToken,
            message: "the user was removed",
            notice: "REMOVED(3)",
            when: "After POST /user/delete: connected devices receive the notice, /token/* gives 10000, PROVISION with "
                + "an old token gives status 7. A look-up of the id gives RosterHasDeletedFromSystem."
        ),
        FailureRow(
            .userTooManyDevice, bmx: 109, laterBMX: 109, rest: 19109, status: .tooManyDevices,
            message: "the user is signed in on too many devices",
            when: "PROVISION of a new device that the app's limit of devices per user does not allow."
        ),
        FailureRow(
            .userPasswordChanged, bmx: 110, laterBMX: 110, rest: 402, status: .invalidToken,
            message: "the password was changed on another device",
            notice: "PASSWORD_CHANGED(1)",
            when: "POST /user/change_password on one device: the other devices receive the notice and their tokens give "
                + "402."
        ),
        FailureRow(
            .userKickedBySameDevice, bmx: 111, laterBMX: 111, rest: nil, status: nil,
            message: "the same device connected again",
            notice: "KICK_BY_SAME_DEVICE(4)",
            when: "A second connection of the same user with the same device guid: the older connection receives the "
                + "notice and is closed."
        ),
        FailureRow(
            .userKickedByOtherDevices, bmx: 112, laterBMX: 112, rest: 402, status: .invalidToken,
            message: "another device ended this session",
            notice: "KICKED_BY_OTHER_DEVICE(5) or DEVICE_REMOVED(10)",
            when: "POST /user/kick sends notice 5, POST /user/device/remove sends notice 10. The token of that device "
                + "gives 402 afterwards."
        ),
        FailureRow(
            .userAbnormal, bmx: 113, laterBMX: 113, rest: 402, status: .invalidToken,
            message: "the session is not valid any more, sign in again",
            notice: "UNKNOWN(0)",
            when: "The server dropped the session, for example because all sessions of the user were revoked. On notice "
                + "0 floo-web asks the user to log in by hand."
        ),
        FailureRow(
            .invalidVerificationCode, bmx: 300, laterBMX: 300, rest: 10001, status: nil,
            message: "the verification code is wrong",
            when: "A wrong captcha on /app/user/info_pwd or /app/user/mobile_bind, or an unknown or used code on GET "
                + "/app/secret_info."
        ),
        FailureRow(
            .invalidRequestParameter, bmx: 301, laterBMX: 301, rest: 10002, status: .invalidParameter,
            message: "invalid request parameter",
            when: "A field is missing or malformed, or the body is not JSON. Every such message holds these words: "
                + "floo-web shows any other text under code 10002 as a problem with the user name."
        ),
        FailureRow(
            .invalidUserNameParameter, bmx: 302, laterBMX: 302, rest: 10002, status: nil,
            message: "the user name may hold letters, digits, underscores and Chinese characters, needs one that is not a "
                + "digit, and must not begin with mta or maxim",
            when: "POST /user/register/v2 with a name like 12345, mta1, maxim_x or one with a space. The number is that "
                + "of InvalidRequestParameter; the message tells them apart."
        ),
        FailureRow(
            .missingAccessToken, bmx: 303, laterBMX: 303, rest: 10003, status: .unauthorized,
            message: "missing access token",
            when: "A REST call that needs a token and has no access-token header."
        ),
        FailureRow(
            .invalidToken, bmx: 307, laterBMX: 307, rest: 10008, status: .invalidToken,
            message: "invalid token",
            when: "A REST call with a live token of another app. A token that is not live gives AccessTokenExpired. "
                + "PROVISION gives status 7 for both."
        ),
        FailureRow(
            .signInFailed, bmx: 7, laterBMX: 10, rest: nil, status: .fail,
            message: "the sign-in failed",
            when: "PROVISION is refused for a cause that has no name of its own."
        ),
        FailureRow(
            .userOldPasswordNotMatch, bmx: 115, laterBMX: 115, rest: 11001, status: nil,
            message: "the old password is wrong",
            when: "POST /user/change_password with a wrong old_password."
        ),
        FailureRow(
            .accessTokenExpired, bmx: nil, laterBMX: nil, rest: 402, status: .invalidToken,
            message: "the access token is not valid any more",
            reason: "invalid token",
            when: "A REST call with a token that does not verify, has expired or was revoked. JavaScript clients log in "
                + "again on 402."
        ),
        FailureRow(
            .userNameInUse, bmx: nil, laterBMX: nil, rest: 11011, status: nil,
            message: "the user name is in use",
            when: "POST /user/username with a name that another user has."
        ),
        FailureRow(
            .mobileInUse, bmx: nil, laterBMX: nil, rest: 11012, status: nil,
            message: "the mobile number is in use",
            when: "POST /user/mobile with a number that another user has."
        ),
        FailureRow(
            .tooManyFailedTries, bmx: nil, laterBMX: nil, rest: 10028, status: nil,
            message: "too many failed tries, try again later",
            when: "More one-time codes that are not there, from one address, than `limit.codes.address` allows; also for a right one then."
        ),
    ]
}
