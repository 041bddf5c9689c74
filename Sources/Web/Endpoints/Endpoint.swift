import HearthCore

/// What a call is: who may make it, what it takes and what it can answer. The OpenAPI document and the reference pages are made
/// of this, and the tests hold the server to it.
public struct Endpoint: Sendable {
    public let methods: [Method]
    public let path: String
    public let access: Access
    /// One line for the reader.
    public let summary: String
    public let fields: [FieldDescription]
    public let answer: AnswerShape
    /// What it can answer with, beside the failures that come with its access and those that every call has.
    public let failures: [FailureName]
    /// What who calls must be in the group that it is about; nil where it is about none.
    public let groupRight: String?

    public init(
        _ methods: [Method], _ path: String, _ access: Access, _ summary: String, fields: [FieldDescription],
        answer: AnswerShape, failures: [FailureName], groupRight: String? = nil
    ) {
        self.methods = methods
        self.path = path
        self.access = access
        self.summary = summary
        self.fields = fields
        self.answer = answer
        self.failures = failures
        self.groupRight = groupRight
    }

    /// The first part of its path, under which the vendor's documentation has it.
    public var tag: String { path.split(separator: "/").first.map(String.init) ?? "server" }

    /// Every failure it can answer with, each once, by its REST code.
    public var allFailures: [FailureName] {
        var names = access.failures + failures
        if !fields.isEmpty { names.append(.invalidRequestParameter) }
        if groupRight != nil { names.append(.groupServerDbError) }
        var seen: Set<FailureName> = []
        return (names + Self.always).filter { seen.insert($0).inserted }.sorted { $0.code < $1.code }
    }

    /// The codes of all failures, each once.
    public var codes: [Int] { allFailures.map(\.code).reduce(into: []) { if $0.last != $1 { $0.append($1) } } }

    /// Trouble of the server itself, and too many calls: no call is free of that.
    public static let always: [FailureName] = [.serverUnknownError, .serverBusy, .serverNeedRetry, .serverTooManyRequest]
}

extension FailureName {
    fileprivate var code: Int { Failure(self).restCode }
}

extension Access {
    /// The failures of who may not call, or of whom nothing is known.
    public var failures: [FailureName] {
        let app: [FailureName] = [
            .serverAppIdMissing, .serverAppIdInvalid, .serverAppFrozen, .serverAppStatusNotNormal,
        ]
        let token: [FailureName] = [
            .missingAccessToken, .invalidToken, .accessTokenExpired, .userPermissionDenied, .serverNoClusterInfoForClusterId,
            .serverPlatformNotAllowed,
        ]
        switch self {
        case .open: return []
        case .app: return app
        // An admin token may name a user in a header, and rightly or not.
        case .user, .admin: return app + token + [.invalidRequestParameter, .userNotExist]
        }
    }
}

/// The shape of an answer that is no failure.
public struct AnswerShape: Sendable {
    /// What stands under `data`.
    public let data: Schema
    /// Members beside `data`.
    public let beside: [Schema.Property]
    /// Whether the answer is the vendor's envelope; else it is something of its own.
    public let isEnvelope: Bool

    public init(_ data: Schema, beside: [Schema.Property] = [], isEnvelope: Bool = true) {
        self.data = data
        self.beside = beside
        self.isEnvelope = isEnvelope
    }

    /// `true`.
    public static let done = AnswerShape(.boolean)

    /// A list in pages: `cursor` is absent with the last one.
    /// - Parameter isCounted: whether `total` tells how many rows the whole list has.
    public static func page(_ element: Schema, isCounted: Bool = false) -> AnswerShape {
        AnswerShape(
            .list(element),
            beside: [
                Schema.Property("cursor", .text(), isOptional: true, "Names the next page; absent with the last one."),
                Schema.Property("version", .integer(), isOptional: true, "Milliseconds of the last change of the list."),
            ] + (isCounted ? [Schema.Property("total", .integer(), "Rows of the whole list.")] : []))
    }

    /// The envelope, or what stands in its place.
    public var schema: Schema {
        guard isEnvelope else { return data }
        return .object(
            [
                Schema.Property("code", .integer(200...200)), Schema.Property("data", data), Schema.Property("message", .null),
            ] + beside)
    }
}
