import HearthCore
import IM

extension OutgoingMessage {
    /// What its sender hears when its batch could not be committed: faults of what groups are kept in have a name of their own.
    func refusal(_ failure: Failure) -> Failure {
        guard failure.name == .serverUnknownError, case .group = target else { return failure }
        return Failure(.groupServerDbError)
    }
}
