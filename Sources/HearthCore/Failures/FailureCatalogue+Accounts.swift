extension FailureCatalogue {
    /// Rows of the family Accounts.
    static let accounts: [FailureRow] = [
        FailureRow(
            .invalidParam, bmx: 2, laterBMX: 2, rest: 10002, status: .invalidParameter,
            message: "invalid request parameter",
            when: "Client rejects bad arguments itself. Server: log in over XSYNC, send a SYNC frame whose xid is "
                + "absent; answer is SyncDL with status 8. REST twin is InvalidRequestParameter."
        ),
        FailureRow(
            .userNotLogin, bmx: 100, laterBMX: 100, rest: 10003, status: .unauthorized,
            message: "you must login first",
            reason: "you must login first",
            when: "Send any SYNC/UNREAD frame before PROVISION on a fresh socket; status 9 with exactly this reason "
                + "text, which floo-web turns into a re-login. The REST twin (no token) is MissingAccessToken."
        ),
        FailureRow(
            .userAuthFailed, bmx: 102, laterBMX: 102, rest: 11001, status: .unauthorized,
            message: "the user name or the password is wrong",
            when: "POST /token/user (or /token/id, /token/login) with an existing name and a wrong password. 11001 "
                + "is the number client apps read as wrong password; its use on /token/* is proposed. Body code 402 "
                + "must not be used here: floo-web excludes the token URLs from its 402 handling."
        ),
        FailureRow(
            .userPermissionDenied, bmx: 103, laterBMX: 103, rest: 10010, status: .unauthorized,
            message: "permission denied",
            when: "Ordinary user token on an admin endpoint (GET /user/list), or an ordinary token that carries a "
                + "user_id header naming somebody else."
        ),
        FailureRow(
            .userNotExist, bmx: 104, laterBMX: 104, rest: 10000, status: .fail,
            message: "the user does not exist",
            reason: "user not exist",
            when: "GET /roster/id for an id never issued; POST /token/user with an unknown name; POST /roster/apply "
                + "to an unknown id."
        ),
        FailureRow(
            .userAlreadyExist, bmx: 105, laterBMX: 105, rest: 10004, status: nil,
            message: "the user exists already",
            when: "POST /user/register/v2 twice with one username. 11011 (client code: name already used) is "
                + "treated the same by floo-web; use 11011 for POST /user/username."
        ),
        FailureRow(
            .userFrozen, bmx: 106, laterBMX: 106, rest: 19106, status: .userFrozen,
            message: "user was frozen",
            notice: "FROZEN(2)",
            when: "Admin PUT /user/disable {list:[id]}: a live session receives UserNotice 2; afterwards /token/* "
                + "gives the REST code and PROVISION gives status 10."
        ),
        FailureRow(
            .userBanned, bmx: 107, laterBMX: 107, rest: 19107, status: .userBanned,
            message: "user was banned to send message",
            when: "App-wide send ban set by console/admin (no published endpoint; proposed admin switch). Banned "
                + "user sends a chat message over XSYNC: status 11 on that client_mid. REST: user-token or on- "
                + "behalf /message/send from that user."
        ),
        FailureRow(
            .userRemoved, bmx: 108, laterBMX: 108, rest: 10000, status: .invalidToken,
            message: "the user was removed",
            notice: "REMOVED(3)",
            when: "POST /user/delete while a second device is connected: that device receives UserNotice 3. Later "
                + "/token/* gives 10000; lookup of the id gives 10021 (see RosterHasDeletedFromSystem); PROVISION "
                + "with the old token gives status 7."
        ),
        FailureRow(
            .userTooManyDevice, bmx: 109, laterBMX: 109, rest: 19109, status: .tooManyDevices,
            message: "user sign in from too many devices",
            when: "Set the per-user device cap of the app to 1 (proposed app setting); PROVISION with a second "
                + "device guid gives status 13."
        ),
        FailureRow(
            .userPasswordChanged, bmx: 110, laterBMX: 110, rest: 402, status: .invalidToken,
            message: "user password was changed from other device",
            notice: "PASSWORD_CHANGED(1)",
            when: "Two devices online; POST /user/change_password on one; the other receives UserNotice 1; its REST "
                + "calls with the old token give body code 402."
        ),
        FailureRow(
            .userKickedBySameDevice, bmx: 111, laterBMX: 111, rest: nil, status: nil,
            message: "user was kicked out by the same device",
            notice: "KICK_BY_SAME_DEVICE(4)",
            when: "Open a second socket with the same user and the same device guid: the older socket receives "
                + "UserNotice 4 and is closed. Status 15 is not used: SDKs share one guid between users of one "
                + "browser."
        ),
        FailureRow(
            .userKickedByOtherDevices, bmx: 112, laterBMX: 112, rest: 402, status: .invalidToken,
            message: "user was kicked out by another device",
            notice: "KICKED_BY_OTHER_DEVICE(5) or DEVICE_REMOVED(10)",
            when: "POST /user/kick {device_sn}: target receives UserNotice 5. POST /user/device/remove: target "
                + "receives UserNotice 10. Token of that device then answers 402."
        ),
        FailureRow(
            .userAbnormal, bmx: 113, laterBMX: 113, rest: 402, status: .invalidToken,
            message: "user sign in status is abnomal, advise to sign in again",
            notice: "UNKNOWN(0)",
            when: "Session record dropped on the server (test hook: revoke all sessions of the user). floo-web "
                + "treats UserNotice type 0 as log in again by hand."
        ),
        FailureRow(
            .invalidVerificationCode, bmx: 300, laterBMX: 300, rest: 10001, status: nil,
            message: "invalid verification code",
            when: "Wrong captcha on /app/user/info_pwd or /app/user/mobile_bind (with a fake SMS provider in "
                + "tests); proposed also for an unknown or used code on GET /app/secret_info."
        ),
        FailureRow(
            .invalidRequestParameter, bmx: 301, laterBMX: 301, rest: 10002, status: .invalidParameter,
            message: "invalid request parameter",
            when: "POST /user/register/v2 without password; GET /group/info without group_id; body that is not "
                + "JSON. Generic failures must have a message containing the words invalid request parameter, else "
                + "floo-web shows the message verbatim as a user-name problem."
        ),
        FailureRow(
            .invalidUserNameParameter, bmx: 302, laterBMX: 302, rest: 10002, status: nil,
            message: "the user name may hold letters, digits, underscores and Chinese characters, needs one that is not a digit, and must not begin with mta or maxim",
            when: "Register with name 12345, maxim_x or mta1, or with a space. Same number as above; told apart by "
                + "message (human readable, WITHOUT the words invalid request parameter)."
        ),
        FailureRow(
            .missingAccessToken, bmx: 303, laterBMX: 303, rest: 10003, status: .unauthorized,
            message: "missing access token",
            when: "GET /user/profile with app_id header and no access-token."
        ),
        FailureRow(
            .invalidToken, bmx: 307, laterBMX: 307, rest: 10008, status: .invalidToken,
            message: "invalid token",
            when: "access-token that is a valid live token of another app (wrong app_id header): 10008. Anything "
                + "that does not verify as a live token (garbage, bad signature, expired, revoked) answers body "
                + "code 402, which makes JS clients log in again. XSYNC PROVISION with either: status 7. The split "
                + "is proposed."
        ),
        FailureRow(
            .signInFailed, bmx: 7, laterBMX: 10, rest: nil, status: .fail,
            message: "sign in operation failed",
            when: "Native SDK summary of a refused sign in; server sends status 2 on PROVISION for a cause with no "
                + "own number."
        ),
        FailureRow(
            .userOldPasswordNotMatch, bmx: 115, laterBMX: 115, rest: 11001, status: nil,
            message: "user old password not match",
            when: "POST /user/change_password with a wrong old_password. 11001 here is proposed; the number is seen "
                + "on /app/user/mobile_prechange_by_password."
        ),
        FailureRow(
            .deviceGuidConflict, bmx: nil, laterBMX: nil, rest: nil, status: .deviceGuidConflict,
            message: "the device guid belongs to another user who is online",
            when: "Never by default: SDKs share one guid between the users of one browser."
        ),
        FailureRow(
            .accessTokenExpired, bmx: nil, laterBMX: nil, rest: 402, status: .invalidToken,
            message: "the access token is not valid any more",
            reason: "invalid token",
            when: "Call GET /user/profile with a token that does not verify, has expired or was revoked: body code "
                + "402, which makes JS clients log in again."
        ),
        FailureRow(
            .userNameInUse, bmx: nil, laterBMX: nil, rest: 11011, status: nil,
            message: "the username is in use",
            when: "POST /user/username with a name that another user has."
        ),
        FailureRow(
            .tooManyFailedTries, bmx: nil, laterBMX: nil, rest: 10028, status: nil,
            message: "too many failed tries, retry later",
            when: "Fail a captcha or verification too often."
        ),
        FailureRow(
            .qrCodeNotScanned, bmx: nil, laterBMX: nil, rest: 11022, status: nil,
            message: "the QR code is not scanned yet",
            when: "GET /app/qr_login before a signed-in device allowed it: keep polling."
        ),
    ]
}
