extension FailureCatalogue {
    /// Rows of the family FilesAndPush.
    static let filesAndPush: [FailureRow] = [
        FailureRow(
            .serverFileUploadUnknownError, bmx: 711, laterBMX: 724, rest: 10009, status: nil,
            message: "the file could not be stored",
            when: "An upload while the file storage fails."
        ),
        FailureRow(
            .serverFileDownloadUnknownError, bmx: 712, laterBMX: 725, rest: 10009, status: nil,
            message: "the file could not be read",
            when: "A download while the file storage fails."
        ),
        FailureRow(
            .pushTokenInvalid, bmx: 200, laterBMX: 200, rest: 19200, status: nil,
            message: "the push token is not known",
            when: "POST /user/push/alias with an unknown push_token."
        ),
        FailureRow(
            .pushAliasBindByOtherUser, bmx: 201, laterBMX: 201, rest: 10011, status: nil,
            message: "the push alias belongs to another user",
            when: "POST /user/push/alias with an alias that another user has."
        ),
        FailureRow(
            .pushAliasTokenNotMatch, bmx: 202, laterBMX: 202, rest: 19202, status: nil,
            message: "the push alias belongs to another push token",
            when: "POST /user/push/alias with an alias that is bound to another push token."
        ),
        FailureRow(
            .invalidFileSign, bmx: 308, laterBMX: 308, rest: 19308, status: nil,
            message: "the file_sign is not valid",
            when: "GET /file/download/chat or /file/upload/forward with a broken file_sign."
        ),
        FailureRow(
            .invalidFileObjectType, bmx: 309, laterBMX: 309, rest: 19309, status: nil,
            message: "the file_type is not valid",
            when: "GET /file/upload/chat with a file_type that does not exist, 7 for example; 99 is valid."
        ),
        FailureRow(
            .invalidFileUploadToType, bmx: 310, laterBMX: 310, rest: 19310, status: nil,
            message: "the to_type is not valid",
            when: "GET /file/upload/chat with a to_type that does not exist, 9 for example."
        ),
        FailureRow(
            .invalidFileDownloadUrl, bmx: 311, laterBMX: 311, rest: 19311, status: nil,
            message: "the file does not exist",
            when: "A download that names an object which is not stored."
        ),
        FailureRow(
            .serverFileDownloadFailure, bmx: 729, laterBMX: 742, rest: 49729, status: nil,
            message: "the download broke off",
            when: "A download that ended before the last byte."
        ),
        FailureRow(
            .pushTargetsTooMany, bmx: nil, laterBMX: nil, rest: 12005, status: nil,
            message: "more than 500 push targets",
            when: "POST /push/notify with more than 500 targets."
        ),
        FailureRow(
            .pushNotOpened, bmx: nil, laterBMX: nil, rest: 12006, status: nil,
            message: "push is not switched on for the app",
            when: "POST /push/notify while push is off for the app."
        ),
    ]
}
