extension FailureCatalogue {
    /// Rows of the family Roster.
    static let roster: [FailureRow] = [
        FailureRow(
            .currentUserIsInRoster, bmx: 304, laterBMX: 304, rest: 10005, status: nil,
            message: "the user is a friend already",
            when: "POST /roster/apply to a friend."
        ),
        FailureRow(
            .currentUserIsInBlocklist, bmx: 305, laterBMX: 305, rest: 10006, status: nil,
            message: "one of the two users has blocked the other",
            when: "POST /roster/apply to a user who has blocked the caller, or whom the caller has blocked."
        ),
        FailureRow(
            .answerFailed, bmx: 306, laterBMX: 306, rest: 10007, status: nil,
            message: "the application does not exist or has already expired",
            when: "POST /roster/accept or /roster/decline without an open application from that user."
        ),
        FailureRow(
            .rosterNotFriend, bmx: 500, laterBMX: 500, rest: 19500, status: .fail,
            message: "the user is not a friend",
            reason: "your relation with target does not allow chat",
            when: "A message to a stranger while the app allows messages between friends only; floo-web looks for the "
                + "reason. POST /roster/ext or /roster/delete with a user who is not a friend."
        ),
        FailureRow(
            .rosterBlockListExist, bmx: 501, laterBMX: 501, rest: 19501, status: .fail,
            message: "the recipient has blocked the sender",
            reason: "you have been blocked by the recipient",
            when: "A message to a user who has blocked the sender; floo-web looks for the reason."
        ),
        FailureRow(
            .rosterRejectApplication, bmx: 502, laterBMX: 502, rest: 10012, status: nil,
            message: "the user rejected the application",
            when: "POST /roster/apply to a user with auth_mode 3, or with auth_mode 2 and a wrong auth_answer."
        ),
        FailureRow(
            .rosterHasDeletedFromSystem, bmx: nil, laterBMX: 503, rest: 10021, status: nil,
            message: "the user was deleted",
            when: "GET /roster/id for a user whom POST /user/delete removed."
        ),
    ]
}
