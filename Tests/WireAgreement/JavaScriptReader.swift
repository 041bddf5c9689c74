import XSYNC

/// Reads a `MessageBody` as protobuf.js 6 does inside the clients: by field number alone, sub-messages replaced,
/// five bytes more after a 32-bit varint that does not end (protobuf.js, src/reader.js and src/decoder.js).
struct JavaScriptReader {
    struct OutOfRange: Error {}

    private let bytes: [UInt8]
    private var index = 0

    static func messageBody(_ bytes: [UInt8]) throws -> Im_Floo_Protobuf_MessageBody {
        var reader = JavaScriptReader(bytes: bytes)
        var body = Im_Floo_Protobuf_MessageBody()
        while reader.index < bytes.count {
            let tag = try reader.uint32()
            switch tag >> 3 {
            case 1: body.type = try reader.choice()
            case 2: body.from = try reader.xid()
            case 3: body.to = try reader.xid()
            case 4: body.content = try reader.string()
            case 5: body.ctype = try reader.choice()
            case 6: body.operation = try reader.operation()
            case 7: body.config = try reader.string()
            case 8: body.attachment = try reader.string()
            case 9: body.ext = try reader.string()
            case 10: body.qos = try reader.choice()
            case 11: body.senderName = try reader.string()
            case 12: body.isSystem = try reader.uint32() != 0
            case 13: body.priority = try reader.uint32()
            case 14: body.status = try reader.choice()
            case 15: body.editTimestamp = try reader.uint64()
            default: try reader.skip(tag & 7)
            }
        }
        return body
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func operation() throws -> Im_Floo_Protobuf_MessageOperation {
        let length = Int(try uint32())
        let end = index + length
        var operation = Im_Floo_Protobuf_MessageOperation()
        while index < end {
            let tag = try uint32()
            switch tag >> 3 {
            case 1: operation.type = try choice()
            case 2: operation.mid = try uint64()
            case 3: operation.xid = try xid()
            default: try skip(tag & 7)
            }
        }
        return operation
    }

    private mutating func xid() throws -> Im_Floo_Protobuf_XID {
        let length = Int(try uint32())
        let end = index + length
        var xid = Im_Floo_Protobuf_XID()
        while index < end {
            let tag = try uint32()
            switch tag >> 3 {
            case 1: xid.uid = try uint64()
            case 2: xid.deviceSn = try uint32()
            default: try skip(tag & 7)
            }
        }
        return xid
    }

    private mutating func byte() throws -> UInt8 {
        guard index < bytes.count else { throw OutOfRange() }
        index += 1
        return bytes[index - 1]
    }

    private mutating func uint32() throws -> UInt32 {
        var value: UInt32 = 0
        for shift: UInt32 in [0, 7, 14, 21, 28] {
            let byte = try byte()
            value |= UInt32(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        try advance(5)
        return value
    }

    private mutating func uint64() throws -> UInt64 {
        var value: UInt64 = 0
        for shift: UInt64 in stride(from: 0, to: 70, by: 7) {
            let byte = try byte()
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        throw OutOfRange()
    }

    private mutating func choice<Choice: RawRepresentable>() throws -> Choice where Choice.RawValue == Int {
        guard let value = Choice(rawValue: Int(Int32(bitPattern: try uint32()))) else { throw OutOfRange() }
        return value
    }

    private mutating func string() throws -> String {
        let length = Int(try uint32())
        let start = index
        try advance(length)
        return String(decoding: bytes[start..<start + length], as: UTF8.self)
    }

    private mutating func advance(_ count: Int) throws {
        guard count <= bytes.count - index else { throw OutOfRange() }
        index += count
    }

    private mutating func skip(_ type: UInt32) throws {
        switch type {
        case 0: while try byte() >= 0x80 {}
        case 1: try advance(8)
        case 2: try advance(Int(try uint32()))
        case 5: try advance(4)
        default: throw OutOfRange()
        }
    }
}
