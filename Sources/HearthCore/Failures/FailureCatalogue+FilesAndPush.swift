extension FailureCatalogue {
    /// Rows of the family FilesAndPush.
    static let filesAndPush: [FailureRow] = [
        FailureRow(
            .serverFileUploadUnknownError, bmx: 711, laterBMX: 724, rest: 10009, status: nil,
            message: "server file upload unknow error",
            when: "Storage back end fails: upload answer lacks data true and Status OK."
        ),
        FailureRow(
            .serverFileDownloadUnknownError, bmx: 712, laterBMX: 725, rest: 10009, status: nil,
            message: "server file download unknow error",
            when: "Storage back end fails on /file/download/*; HTTP status other than 200 is proposed for binary "
                + "endpoints only."
        ),
        FailureRow(
            .pushTokenInvalid, bmx: 200, laterBMX: 200, rest: 19200, status: nil,
            message: "push token invalid",
            when: "POST /user/push/alias with an unknown push_token."
        ),
        FailureRow(
            .pushAliasBindByOtherUser, bmx: 201, laterBMX: 201, rest: 10011, status: nil,
            message: "push alias bind by other user",
            when: "POST /user/push/alias with an alias of another user. Table text for 10011: user_id already "
                + "bound; link to this name inferred."
        ),
        FailureRow(
            .pushAliasTokenNotMatch, bmx: 202, laterBMX: 202, rest: 19202, status: nil,
            message: "push alias token not match",
            when: "Alias exists but belongs to another push token."
        ),
        FailureRow(
            .invalidFileSign, bmx: 308, laterBMX: 308, rest: 19308, status: nil,
            message: "invalid file sign",
            when: "GET /file/download/chat or /file/upload/forward with a broken file_sign."
        ),
        FailureRow(
            .invalidFileObjectType, bmx: 309, laterBMX: 309, rest: 19309, status: nil,
            message: "invalid file object type",
            when: "GET /file/upload/chat with file_type 7. (99 must be accepted, see rest.md.)"
        ),
        FailureRow(
            .invalidFileUploadToType, bmx: 310, laterBMX: 310, rest: 19310, status: nil,
            message: "invalid file upload to type",
            when: "GET /file/upload/chat with to_type 9."
        ),
        FailureRow(
            .invalidFileDownloadUrl, bmx: 311, laterBMX: 311, rest: 19311, status: nil,
            message: "invalid file download url",
            when: "Download of an object name that is not stored."
        ),
        FailureRow(
            .serverFileDownloadFailure, bmx: 729, laterBMX: 742, rest: 49729, status: nil,
            message: "server file download failure",
            when: "Download broke off."
        ),
        FailureRow(
            .pushTargetsTooMany, bmx: nil, laterBMX: nil, rest: 12005, status: nil,
            message: "the push target list is over 500",
            when: "POST /push/notify with more than 500 targets."
        ),
        FailureRow(
            .pushNotOpened, bmx: nil, laterBMX: nil, rest: 12006, status: nil,
            message: "push is not opened for the app",
            when: "POST /push/notify while push is off for the app."
        ),
    ]
}
