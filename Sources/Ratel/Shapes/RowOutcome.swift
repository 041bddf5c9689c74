import HearthCore
import IM
import Web

/// What became of one row of a call that takes many: `BatchOperationResult` of the vendor's documentation.
struct RowOutcome {
    /// 0 where there is none.
    let user: Int64
    /// Nil in calls that do not tell it.
    var name: String?
    let failure: Failure?

    init(_ outcome: Registration.Outcome) {
        name = outcome.name
        switch outcome.user {
        case .success(let user): (self.user, failure) = (user.rawValue, nil)
        case .failure(let failure): (self.user, self.failure) = (0, failure)
        }
    }

    init(_ outcome: Profiles.Outcome) {
        user = outcome.user.rawValue
        failure = outcome.failure
    }

    static func shape(naming: Bool) -> AnswerShape {
        AnswerShape(
            .list(
                .object(
                    [
                        Schema.Property("user_id", .integer()), Schema.Property("success", .boolean),
                        Schema.Property("reason", .text(), "Begins with the number of the failure; empty for success."),
                    ] + (naming ? [Schema.Property("username", .text())] : []))))
    }

    var json: JSON {
        .compact([
            "user_id": .integer(user), "success": .bool(failure == nil), "reason": .string(failure?.numbered ?? ""),
            "username": name.map(JSON.string),
        ])
    }
}
