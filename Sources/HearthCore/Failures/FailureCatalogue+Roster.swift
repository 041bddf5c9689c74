extension FailureCatalogue {
    /// Rows of the family Roster.
    static let roster: [FailureRow] = [
        FailureRow(
            .currentUserIsInRoster, bmx: 304, laterBMX: 304, rest: 10005, status: nil,
            message: "current user is in roster",
            when: "POST /roster/apply to somebody who is already a friend."
        ),
        FailureRow(
            .currentUserIsInBlocklist, bmx: 305, laterBMX: 305, rest: 10006, status: nil,
            message: "current user is in block list",
            when: "B blocks A (POST /roster/block); A calls POST /roster/apply to B. Same answer when A itself has "
                + "B blocked (inferred)."
        ),
        FailureRow(
            .answerFailed, bmx: 306, laterBMX: 306, rest: 10007, status: nil,
            message: "the application does not exist or has already expired",
            when: "POST /roster/accept or /roster/decline with no open application from that user, or after "
                + "expired_time. The table reads: friend application missing or expired; the seed text says "
                + "application in the same sense."
        ),
        FailureRow(
            .rosterNotFriend, bmx: 500, laterBMX: 500, rest: 19500, status: .fail,
            message: "user was not in roster friend list",
            reason: "your relation with target does not allow chat",
            when: "App setting friends-only chat on; A sends a chat message to stranger B: status 2 with exactly "
                + "this phrase in the reason (floo-web matches it). REST twin on /roster/ext and /roster/delete for "
                + "a non-friend."
        ),
        FailureRow(
            .rosterBlockListExist, bmx: 501, laterBMX: 501, rest: 19501, status: .fail,
            message: "user was block by roster",
            reason: "you have been blocked by the recipient",
            when: "B blocks A; A sends a chat message to B: status 2 with exactly this phrase in the reason."
        ),
        FailureRow(
            .rosterRejectApplication, bmx: 502, laterBMX: 502, rest: 10012, status: nil,
            message: "user application was reject by roster",
            when: "Target has auth_mode 3: POST /roster/apply. Also auth_mode 2 with a wrong auth_answer "
                + "(inferred)."
        ),
        FailureRow(
            .rosterHasDeletedFromSystem, bmx: nil, laterBMX: 503, rest: 10021, status: nil,
            message: "roster has deleted from system",
            when: "GET /roster/id for a user deleted by POST /user/delete."
        ),
    ]
}
