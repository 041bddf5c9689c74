extension FailureCatalogue {
    /// Rows of the family Messages.
    static let messages: [FailureRow] = [
        FailureRow(
            .messageInvalid, bmx: 400, laterBMX: 400, rest: 10002, status: .invalidParameter,
            message: "invalid request parameter: the message is not valid",
            when: "XSYNC: SYNC frame with a MESSAGE meta whose body does not decode or has no receiver. REST: POST "
                + "/message/send with empty targets."
        ),
        FailureRow(
            .messageOutRecallTime, bmx: 401, laterBMX: 401, rest: 19401, status: .fail,
            message: "out of recall permission time",
            reason: "exceed recall time limit",
            when: "Recall (XSYNC RECALL operation or POST /message/recall) of a message older than the window (5 "
                + "minutes in floo-web docs; proposed app setting so that a test can use 1 s). Reason must EQUAL "
                + "this text."
        ),
        FailureRow(
            .messageRecallDisabled, bmx: 402, laterBMX: 402, rest: 19402, status: .fail,
            message: "disable recall message",
            reason: "recall disabled",
            when: "App setting recall off (proposed); recall any message."
        ),
        FailureRow(
            .messageCensored, bmx: 403, laterBMX: 403, rest: 19403, status: .wordCensored,
            message: "message include censored content",
            reason: "antispam",
            when: "Put a word on the app word list; send a text containing it: status 12 with antispam inside the "
                + "reason."
        ),
        FailureRow(
            .messageInvalidType, bmx: 404, laterBMX: 404, rest: 19404, status: .fail,
            message: "message don't support the operation",
            reason: "message type does not support the operation",
            when: "Recall or edit a message that is itself an operation or a system notice."
        ),
        FailureRow(
            .messageBadArg, bmx: nil, laterBMX: 405, rest: 19405, status: .invalidParameter,
            message: "message bad arg",
            when: "Message content has illegal characters."
        ),
        FailureRow(
            .messageRateLimitExceeded, bmx: nil, laterBMX: 406, rest: 19406, status: .rateLimitExceeded,
            message: "message rate limit exceeded",
            when: "Message rate limit, see ServerTooManyRequest."
        ),
    ]
}
