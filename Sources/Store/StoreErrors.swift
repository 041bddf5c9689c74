import Database
import HearthCore
import IM

/// Turns trouble of the database into what a client may hear of it.
///
/// The internal text goes to `report` alone: it never reaches a client.
public struct StoreErrors: Sendable {
    private let report: @Sendable (DatabaseError) -> Void
    /// What a statement that the database refuses is told as.
    private let fault: FailureName

    /// - Parameter report: where the internal text goes, a log line for example.
    public init(report: @escaping @Sendable (DatabaseError) -> Void) { self.init(report: report, fault: .serverUnknownError) }

    private init(report: @escaping @Sendable (DatabaseError) -> Void, fault: FailureName) {
        self.report = report
        self.fault = fault
    }

    /// For the storage of groups, whose faults have a name of their own.
    var ofGroups: StoreErrors { StoreErrors(report: report, fault: .groupServerDbError) }

    func failure(for error: any Error) -> Failure {
        if let failure = error as? Failure { return failure }
        guard let error = error as? DatabaseError else { return Failure(.serverUnknownError) }
        switch error.kind {
        case .busy: return Failure(.serverBusy)
        case .unavailable: return Failure(.serverNeedRetry)
        case .full:
            // Nothing is lost: senders try again, and an operator makes room.
            report(error)
            return Failure(.serverNeedRetry)
        default:
            report(error)
            return Failure(fault)
        }
    }
}

/// A database and the words for its trouble: what every part of the store is made of.
public struct StoreContext: Sendable {
    let database: any Database
    let errors: StoreErrors
    /// What is to be written down for callbacks; nil for nothing.
    let callbacks: CallbackWishes?

    public init(database: any Database, errors: StoreErrors, callbacks: CallbackWishes? = nil) {
        self.database = database
        self.errors = errors
        self.callbacks = callbacks
    }

    func read<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T,
        completion: @escaping @Sendable (Result<T, Failure>) -> Void
    ) {
        database.read(body) { completion($0.mapError(errors.failure)) }
    }

    func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T,
        completion: @escaping @Sendable (Result<T, Failure>) -> Void
    ) {
        database.write(body) { completion($0.mapError(errors.failure)) }
    }

    func reading<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws(Failure) -> T {
        let result: Result<T, Failure> = await withCheckedContinuation { continuation in
            read(body) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    func writing<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws(Failure) -> T {
        let result: Result<T, Failure> = await withCheckedContinuation { continuation in
            write(body) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }
}
