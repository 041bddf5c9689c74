/// The shape of a JSON value, as documents tell it.
public indirect enum Schema: Sendable, Equatable {
    case null
    case boolean
    /// A whole number, at most 2^53 - 1 where it is an id.
    case integer(ClosedRange<Int64>? = nil)
    case number
    /// With the number of characters it may have.
    case text(ClosedRange<Int>? = nil)
    /// One of these texts.
    case word([String])
    case list(Schema)
    /// These members and no others.
    case object([Property])
    /// One of several shapes.
    case either([Schema])
    case anything

    /// One member of an object.
    public struct Property: Sendable, Equatable {
        public let name: String
        public let schema: Schema
        /// Whether it may be absent.
        public let isOptional: Bool
        /// For the reader; empty where the name says it.
        public let help: String

        public init(_ name: String, _ schema: Schema, isOptional: Bool = false, _ help: String = "") {
            self.name = name
            self.schema = schema
            self.isOptional = isOptional
            self.help = help
        }
    }

    /// As JSON Schema (2020-12), which OpenAPI 3.1 uses.
    public var json: JSON { json(help: "") }

    func json(help: String) -> JSON {
        guard !help.isEmpty else { return .object(members) }
        return .object(members + [JSON.Member("description", .string(help))])
    }

    private var members: [JSON.Member] {
        switch self {
        case .null: [JSON.Member("type", "null")]
        case .boolean: [JSON.Member("type", "boolean")]
        case .integer(let range):
            [JSON.Member("type", "integer"), JSON.Member("format", "int64")]
                + Self.bounds("minimum", "maximum", range?.lowerBound, range?.upperBound)
        case .number: [JSON.Member("type", "number")]
        case .text(let range):
            [JSON.Member("type", "string")]
                + Self.bounds("minLength", "maxLength", (range?.lowerBound).map(Int64.init), (range?.upperBound).map(Int64.init))
        case .word(let words): [JSON.Member("type", "string"), JSON.Member("enum", .array(words.map(JSON.string)))]
        case .list(let element): [JSON.Member("type", "array"), JSON.Member("items", element.json)]
        case .object(let properties): Self.object(properties)
        case .either(let schemas): [JSON.Member("anyOf", .array(schemas.map(\.json)))]
        case .anything: []
        }
    }

    private static func bounds(_ low: String, _ high: String, _ least: Int64?, _ most: Int64?) -> [JSON.Member] {
        [least.map { JSON.Member(low, .integer($0)) }, most.map { JSON.Member(high, .integer($0)) }].compactMap { $0 }
    }

    private static func object(_ properties: [Property]) -> [JSON.Member] {
        let required = properties.filter { !$0.isOptional }.map { JSON.string($0.name) }
        return [
            JSON.Member("type", "object"),
            JSON.Member("properties", .object(properties.map { JSON.Member($0.name, $0.schema.json(help: $0.help)) })),
        ] + (required.isEmpty ? [] : [JSON.Member("required", .array(required))]) + [JSON.Member("additionalProperties", false)]
    }
}
