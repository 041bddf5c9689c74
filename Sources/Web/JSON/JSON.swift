/// A JSON value. Members of an object keep their order, so that the same value always gives the same bytes.
///
/// Integers stay integers: ids are 53 bits and must not pass through a double on their way in.
public enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([Member])

    /// One `"key": value` of an object.
    public struct Member: Hashable, Sendable {
        public let key: String
        public let value: JSON

        public init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }
    }

    /// The member of an object, the last one where a key stands twice (as in JavaScript); nil for anything else.
    public subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.key == key }?.value
    }

    /// The element of an array; nil for anything else and out of bounds.
    public subscript(index: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    public var asString: String? { if case .string(let value) = self { value } else { nil } }
    public var asInteger: Int64? { if case .integer(let value) = self { value } else { nil } }
    public var asBool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var asArray: [JSON]? { if case .array(let value) = self { value } else { nil } }
    public var asMembers: [Member]? { if case .object(let value) = self { value } else { nil } }

    /// Whether a string or key anywhere inside holds U+0000, which PostgreSQL text cannot store.
    public var holdsNUL: Bool {
        switch self {
        case .string(let text): text.utf8.contains(0)
        case .array(let elements): elements.contains { $0.holdsNUL }
        case .object(let members): members.contains { $0.key.utf8.contains(0) || $0.value.holdsNUL }
        case .null, .bool, .integer, .number: false
        }
    }
}

extension JSON {
    /// A string, or null.
    public init(_ value: String?) { self = value.map(JSON.string) ?? .null }
    /// An integer, or null.
    public init(_ value: Int64?) { self = value.map(JSON.integer) ?? .null }
    /// An object without the members that have no value: the vendor's clients treat absent and null alike.
    public static func compact(_ members: KeyValuePairs<String, JSON?>) -> JSON {
        .object(members.compactMap { key, value in value.map { Member(key, $0) } })
    }
}

// No nil literal: where a `JSON?` is meant, `nil` would silently become a present null.
extension JSON: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}
