extension FailureCatalogue {
    /// Rows of the family Messages.
    static let messages: [FailureRow] = [
        FailureRow(
            .messageInvalid, bmx: 400, laterBMX: 400, rest: 10002, status: .invalidParameter,
            message: "invalid request parameter: the message is not valid",
            when: "A message whose body does not decode or that names no receiver; POST /message/send with empty targets."
        ),
        FailureRow(
            .messageOutRecallTime, bmx: 401, laterBMX: 401, rest: 19401, status: .fail,
            message: "the message is too old to be recalled",
            reason: "exceed recall time limit",
            when: "Recall of a message older than the app's recall time; floo-web compares the whole reason."
        ),
        FailureRow(
            .messageRecallDisabled, bmx: 402, laterBMX: 402, rest: 19402, status: .fail,
            message: "recall is switched off",
            reason: "recall disabled",
            when: "Recall of any message while the app does not allow it."
        ),
        FailureRow(
            .messageCensored, bmx: 403, laterBMX: 403, rest: 19403, status: .wordCensored,
            message: "the message holds a forbidden word",
            reason: "antispam",
            when: "A text with a word from the app's word lists, or one that its hook refuses; floo-web looks for the reason."
        ),
        FailureRow(
            .messageInvalidType, bmx: 404, laterBMX: 404, rest: 19404, status: .fail,
            message: "the message does not support the operation",
            reason: "message type does not support the operation",
            when: "Recall or edit of a message that is itself an operation or a system notice."
        ),
        FailureRow(
            .messageBadArg, bmx: nil, laterBMX: 405, rest: 19405, status: .invalidParameter,
            message: "the message holds characters that are not allowed",
            when: "A message whose content has characters that are not allowed."
        ),
        FailureRow(
            .messageRateLimitExceeded, bmx: nil, laterBMX: 406, rest: 19406, status: .rateLimitExceeded,
            message: "too many messages",
            when: "More messages of a user than `limit.messages.user` allows, or of an app than `limit.messages.app` does: on the long "
                + "connection, or by POST /message/send in his name (header user_id)."
        ),
    ]
}
