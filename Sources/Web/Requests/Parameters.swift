import HearthCore

extension Failure {
    /// A missing or unusable field. The text holds the words clients look for (floo-web, src/ui/login/registerError.js).
    public static func invalidParameter(_ field: String) -> Failure {
        Failure(.invalidRequestParameter, "invalid request parameter: \(field)")
    }
}

/// Typed, lenient access to the fields of a request.
///
/// Clients disagree with the published documentation about where a field goes and of which type it is
/// (floo-web, src/ui/layers/groupsetting.vue sends booleans as 0 and 1; native demo apps send numbers as text), so:
/// - a field is looked up in the query first, then in the JSON body;
/// - `null` is absent, and so is an empty text where a number or a boolean is asked for;
/// - text that holds U+0000 is refused.
///
/// Every accessor throws `InvalidRequestParameter` naming the field when the value has the wrong type, and the ones
/// without `IfPresent` also when it is missing.
public struct Parameters: Sendable {
    let query: Query
    private let body: JSON
    private let idsPerCall: Int

    /// - Throws: `InvalidRequestParameter` when there is a body that is not JSON. A multipart body is left alone.
    public init(_ request: Request) throws(Failure) {
        query = request.query
        idsPerCall = request.idsPerCall
        let isForm = request.headers["content-type"]?.lowercased().hasPrefix("multipart/") ?? false
        body = isForm ? .null : try request.json()
    }

    private init(row: JSON, idsPerCall: Int) {
        query = Query()
        body = row
        self.idsPerCall = idsPerCall
    }

    /// Any value: a member of the body, or text from the query. Nil when absent or null.
    public func value(_ name: String) throws(Failure) -> JSON? {
        let found = found(name)
        guard !found.holdsNUL else { throw .invalidParameter(name) }
        return found == .null ? nil : found
    }

    /// Whether there is text with U+0000 in it.
    func holdsNUL(_ name: String) -> Bool { found(name).holdsNUL }

    private func found(_ name: String) -> JSON { query[name].map(JSON.string) ?? body[name] ?? .null }

    public func stringIfPresent(_ name: String) throws(Failure) -> String? {
        guard let value = try value(name) else { return nil }
        guard let text = value.asString else { throw .invalidParameter(name) }
        return text
    }

    public func integerIfPresent(_ name: String) throws(Failure) -> Int64? {
        guard let value = try value(name), value != "" else { return nil }
        return try Self.integer(value, name)
    }

    /// Takes true, false, 0, 1 and these as text.
    public func booleanIfPresent(_ name: String) throws(Failure) -> Bool? {
        guard let value = try value(name), value != "" else { return nil }
        switch value {
        case true, 1, "true", "1": return true
        case false, 0, "false", "0": return false
        default: throw .invalidParameter(name)
        }
    }

    public func string(_ name: String) throws(Failure) -> String { try Self.required(try stringIfPresent(name), name) }
    public func integer(_ name: String) throws(Failure) -> Int64 { try Self.required(try integerIfPresent(name), name) }
    public func boolean(_ name: String) throws(Failure) -> Bool { try Self.required(try booleanIfPresent(name), name) }
    public func integers(_ name: String) throws(Failure) -> [Int64] {
        try Self.required(try integersIfPresent(name), name)
    }
    public func strings(_ name: String) throws(Failure) -> [String] {
        try Self.required(try stringsIfPresent(name), name)
    }

    /// The body as it came.
    var whole: JSON { body }

    /// Objects of a list as fields of their own.
    func rows(_ value: JSON, _ name: String) throws(Failure) -> [Parameters] {
        guard let elements = value.asArray, elements.count <= idsPerCall, !elements.contains(where: \.holdsNUL) else {
            throw .invalidParameter(name)
        }
        return elements.map { Parameters(row: $0, idsPerCall: idsPerCall) }
    }

    private static func required<Value>(_ value: Value?, _ name: String) throws(Failure) -> Value {
        guard let value else { throw .invalidParameter(name) }
        return value
    }
}

// MARK: Lists

extension Parameters {
    /// An array of the body, or `a=1&a=2`, `a[]=1&a[]=2` or `a=1,2` of the query.
    /// - Throws: also when there are more than the request's `idsPerCall`.
    public func integersIfPresent(_ name: String) throws(Failure) -> [Int64]? {
        guard let elements = try elements(name) else { return nil }
        var integers: [Int64] = []
        integers.reserveCapacity(elements.count)
        for element in elements { integers.append(try Self.integer(element, name)) }
        return integers
    }

    /// Texts, in the same forms as `integersIfPresent`.
    /// - Throws: also when there are more than the request's `idsPerCall`.
    public func stringsIfPresent(_ name: String) throws(Failure) -> [String]? {
        guard let elements = try elements(name) else { return nil }
        var strings: [String] = []
        for element in elements {
            guard let text = element.asString else { throw .invalidParameter(name) }
            strings.append(text)
        }
        return strings
    }

    private func elements(_ name: String) throws(Failure) -> [JSON]? {
        let texts = query.all(name)
        let found: JSON? =
            texts.isEmpty ? body[name] : .array(texts.flatMap { $0.split(separator: ",") }.map { .string(String($0)) })
        guard let found, found != .null else { return nil }
        guard let elements = found.asArray, elements.count <= idsPerCall, !found.holdsNUL else { throw .invalidParameter(name) }
        return elements
    }

    private static func integer(_ value: JSON, _ name: String) throws(Failure) -> Int64 {
        switch value {
        case .integer(let integer): return integer
        case .number(let number):
            if let integer = Int64(exactly: number) { return integer }
        case .string(let text):
            if let integer = Int64(text) { return integer }
        default: break
        }
        throw .invalidParameter(name)
    }
}
