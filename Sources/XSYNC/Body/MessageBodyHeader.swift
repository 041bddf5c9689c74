import NIOCore

/// What the server has to know of a `MessageBody`, read in one walk that builds no strings.
///
/// Numbers are raw, so that the caller decides what to refuse: web clients send `ctype` -1 for a kind they
/// do not know (floo-web, src/sdk/core/base/messageMaker.js).
public struct MessageBodyHeader: Equatable, Sendable {
    /// 0 normal, 1 operation, 2 chat, 3 group chat.
    public private(set) var type: Int32 = 0
    /// `ctype`: 0 text to 8 RTC.
    public private(set) var contentType: Int32 = 0
    /// 1 is "at most once": typing.
    public private(set) var qos: Int32 = 0
    /// 0 is always delivered; 1 to 10 may be dropped in very large groups.
    public private(set) var priority: UInt32 = 0
    /// Present but empty on ordinary messages of JavaScript clients.
    public private(set) var operation: Operation?
    /// Fields that only the server may fill, yet are in the bytes.
    public private(set) var carriesServerFields = ServerFields()
    /// Clients may read other values from these bytes than protobuf does: refuse them.
    ///
    /// protobuf.js 6, inside the JavaScript clients, goes by the field number alone: a known field with a foreign
    /// wire type, skipped here, is read there and puts the rest out of step. Of a repeated sub-message it keeps the
    /// last where protobuf merges, and a 32-bit number or a length of six to nine bytes it takes for ten.
    public private(set) var isAmbiguous = false

    init() {}

    /// The operation on an earlier message.
    public struct Operation: Equatable, Sendable {
        /// 1 READ_ACK to 9 REPLACE (`Im_Floo_Protobuf_MessageOperation.OpType`).
        public internal(set) var type: Int32 = 0
        /// The server's id of the message operated on.
        public internal(set) var mid: UInt64 = 0
        /// The conversation of that message, where the client names it.
        public internal(set) var xid: XID?
    }

    /// Which of the server's own fields a client has put in, whatever the value.
    public struct ServerFields: Equatable, Sendable {
        public internal(set) var isSystem = false
        public internal(set) var status = false
        public internal(set) var editTimestamp = false
    }

    /// Walks all fields of a `MessageBody`: wire types, lengths, and text being UTF-8.
    public static func read(_ buffer: ByteBuffer) throws(WireError) -> MessageBodyHeader { try decode(buffer) }
}

extension MessageBodyHeader: WireReadable {
    mutating func merge(_ reader: inout WireReader) throws(WireError) {
        var from: XID?  // of SDK 1.0.0: checked, superseded by those of Meta
        var to: XID?
        while let field = try reader.field() {
            switch (field.number, field.type) {
            case (1, .varint): type = try reader.int32()
            case (2, .delimited): try reader.message(into: &from)
            case (3, .delimited): try reader.message(into: &to)
            case (4, .delimited), (7, .delimited), (8, .delimited), (9, .delimited), (11, .delimited): try reader.text()
            case (5, .varint): contentType = try reader.int32()
            case (6, .delimited): try reader.message(into: &operation)
            case (10, .varint): qos = try reader.int32()
            case (12, .varint):
                _ = try reader.bool()
                carriesServerFields.isSystem = true
            case (13, .varint): priority = try reader.uint32()
            case (14, .varint):
                _ = try reader.int32()
                carriesServerFields.status = true
            case (15, .varint):
                _ = try reader.varint()
                carriesServerFields.editTimestamp = true
            default: try reader.skip(field, knownUpTo: 15)
            }
        }
        isAmbiguous = reader.sawAmbiguity
    }
}

extension MessageBodyHeader.Operation: WireReadable {
    mutating func merge(_ reader: inout WireReader) throws(WireError) {
        while let field = try reader.field() {
            switch (field.number, field.type) {
            case (1, .varint): type = try reader.int32()
            case (2, .varint): mid = try reader.varint()
            case (3, .delimited): try reader.message(into: &xid)
            default: try reader.skip(field, knownUpTo: 3)
            }
        }
    }
}
