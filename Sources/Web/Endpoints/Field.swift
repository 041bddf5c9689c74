import HearthCore

/// What documents tell of one field of a call.
public struct FieldDescription: Sendable, Equatable {
    /// Where the vendor's documentation puts a field. Every field is looked for in the query first and then in the body.
    public enum Place: Sendable {
        case query
        case body
        /// The body as a whole, which is no object then.
        case wholeBody
    }

    public let name: String
    public let schema: Schema
    public var place: Place?
    public var isRequired = true
    public let help: String

    public init(_ name: String, _ schema: Schema, _ help: String) {
        self.name = name
        self.schema = schema
        self.help = help
    }
}

/// One field of a call, or several that are one value: names, types, how they are read, and what documents tell of them.
/// Declared once, in the route table.
public struct Field<Value: Sendable>: Sendable {
    public let descriptions: [FieldDescription]
    /// Nil where the field is absent.
    private let find: @Sendable (Parameters) throws(Failure) -> Value?

    private init(_ descriptions: [FieldDescription], find: @escaping @Sendable (Parameters) throws(Failure) -> Value?) {
        self.descriptions = descriptions
        self.find = find
    }

    /// - Parameter find: nil where the field is absent.
    init(_ description: FieldDescription, find: @escaping @Sendable (Parameters) throws(Failure) -> Value?) {
        self.init([description], find: find)
    }

    /// Several fields that make up one value.
    public static func together<each Part: Sendable>(
        _ fields: repeat Field<each Part>, make: @escaping @Sendable (repeat each Part) throws(Failure) -> Value
    ) -> Field {
        var descriptions: [FieldDescription] = []
        repeat descriptions += (each fields).descriptions
        return Field(descriptions) { parameters throws(Failure) in try make(repeat try (each fields).read(parameters)) }
    }

    private var name: String { descriptions.map(\.name).joined(separator: ", ") }

    /// - Throws: `InvalidRequestParameter` naming the field.
    public func read(_ parameters: Parameters) throws(Failure) -> Value {
        guard let value = try find(parameters) else { throw .invalidParameter(name) }
        return value
    }

    /// The same field as another type.
    /// - Parameter convert: nil for what is no such value: `InvalidRequestParameter`.
    public func map<New: Sendable>(_ convert: @escaping @Sendable (Value) -> New?) -> Field<New> {
        Field<New>(descriptions) { [find, name] parameters throws(Failure) in
            guard let value = try find(parameters) else { return nil }
            guard let new = convert(value) else { throw .invalidParameter(name) }
            return new
        }
    }

    /// A field that may be absent.
    public var optional: Field<Value?> {
        Field<Value?>(described { $0.isRequired = false }) { [find] parameters throws(Failure) in .some(try find(parameters)) }
    }

    /// A field with a value where it is absent.
    public func or(_ standard: Value) -> Field<Value> {
        Field(described { $0.isRequired = false }) { [find] parameters throws(Failure) in try find(parameters) ?? standard }
    }

    /// The field where the vendor's documentation puts it into the query of a POST, PUT or DELETE.
    public var inQuery: Field<Value> { Field(described { $0.place = .query }, find: find) }

    private func described(_ change: (inout FieldDescription) -> Void) -> [FieldDescription] {
        descriptions.map { description in
            var description = description
            change(&description)
            return description
        }
    }
}

extension Field where Value == Int64 {
    public static func integer(_ name: String, in range: ClosedRange<Int64>? = nil, _ help: String = "") -> Field {
        Field(FieldDescription(name, .integer(range), help)) { parameters throws(Failure) in
            let value = try parameters.integerIfPresent(name)
            if let value, let range, !range.contains(value) { throw .invalidParameter(name) }
            return value
        }
    }
}

extension Field where Value == Bool {
    public static func flag(_ name: String, _ help: String = "") -> Field {
        Field(FieldDescription(name, .boolean, help)) { parameters throws(Failure) in try parameters.booleanIfPresent(name) }
    }
}

extension Field where Value == String {
    /// - Parameter range: characters it may have; of what is checked elsewhere this only tells.
    public static func text(_ name: String, in range: ClosedRange<Int>? = nil, _ help: String = "") -> Field {
        Field(FieldDescription(name, .text(range), help)) { parameters throws(Failure) in
            let value = try parameters.stringIfPresent(name)
            if let value, let range, !range.contains(value.unicodeScalars.count) { throw .invalidParameter(name) }
            return value
        }
    }

    /// A text of a message, which may not hold U+0000: what of it clients in C would show is not what was sent.
    /// - Throws: `MessageBadArg` for one that does, other than all other fields.
    public static func messageText(_ name: String, _ help: String = "") -> Field {
        Field(FieldDescription(name, .text(), help)) { parameters throws(Failure) in
            guard !parameters.holdsNUL(name) else { throw Failure(.messageBadArg) }
            return try parameters.stringIfPresent(name)
        }
    }

    /// A text that is the whole body: JSON, though not an object.
    public static func wholeText(_ name: String, _ help: String) -> Field {
        var description = FieldDescription(name, .text(), help)
        description.place = .wholeBody
        return Field(description) { parameters throws(Failure) in
            guard let text = parameters.whole.asString, !text.utf8.contains(0) else { throw .invalidParameter(name) }
            return text
        }
    }
}

extension Field where Value == [Int64] {
    public static func integers(_ name: String, _ help: String = "") -> Field {
        Field(FieldDescription(name, .list(.integer()), help)) { parameters throws(Failure) in try parameters.integersIfPresent(name) }
    }
}

extension Field where Value == [String] {
    public static func texts(_ name: String, _ help: String = "") -> Field {
        Field(FieldDescription(name, .list(.text()), help)) { parameters throws(Failure) in try parameters.stringsIfPresent(name) }
    }
}

extension Field where Value == [Parameters] {
    /// A list of objects, each with fields of its own. What is wrong with one of them is for its reader to say.
    public static func rows(_ name: String, of properties: [Schema.Property], _ help: String = "") -> Field {
        Field(FieldDescription(name, .list(.object(properties)), help)) { parameters throws(Failure) in
            try parameters.value(name).map { value throws(Failure) in try parameters.rows(value, name) }
        }
    }

    /// A list of objects that is the whole body.
    public static func wholeRows(_ name: String, of properties: [Schema.Property], _ help: String = "") -> Field {
        var description = FieldDescription(name, .list(.object(properties)), help)
        description.place = .wholeBody
        return Field(description) { parameters throws(Failure) in try parameters.rows(parameters.whole, name) }
    }
}
