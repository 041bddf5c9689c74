import NIOCore

/// The name of an event and what its first argument is: all that a frame needs to be known by.
struct SocketIOEvent: Hashable {
    enum Argument: Hashable {
        case none
        /// `{"_placeholder":true,"num":N}`: attachment number N.
        case attachment(Int)
        case other
    }

    let name: String
    let argument: Argument

    /// Reads `["name", argument, ...]` however it is spelled.
    /// - Throws: `badJSON`.
    init(json: String) throws(PacketError) {
        var cursor = JSONCursor(ByteBuffer(string: json))
        guard cursor.take("[") else { throw .badJSON }
        name = try cursor.readString()
        argument = cursor.take(",") ? try Self.argument(&cursor) : .none
        while cursor.take(",") {
            try cursor.skipValue()
        }
        guard cursor.take("]") else { throw .badJSON }
        try cursor.finish()
    }

    private static func argument(_ cursor: inout JSONCursor) throws(PacketError) -> Argument {
        guard cursor.isAtObject else {
            try cursor.skipValue()
            return .other
        }
        var isPlaceholder = false
        var number: Int?
        try cursor.readObject { (cursor, key) throws(PacketError) in
            switch key {
            case "_placeholder" where cursor.take("true"): isPlaceholder = true
            case "num" where cursor.isAtNumber: number = try cursor.readNumber()
            default: try cursor.skipValue()
            }
        }
        guard isPlaceholder, let number else { return .other }
        return .attachment(number)
    }
}
