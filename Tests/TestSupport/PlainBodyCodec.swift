import HearthCore
import IM

/// Bodies that anybody can read: their fields with bars between them.
public struct PlainBodyCodec: BodyCodec {
    public init() {}

    public func encode(_ fields: BodyFields, as shape: BodyShape) throws(Failure) -> [UInt8] {
        let marks = (fields.isSystem ? "S" : "") + (fields.isEphemeral ? "E" : "")
        let parts = ["\(shape)", "\(fields.contentType)", fields.content, fields.attachment, fields.config, fields.ext, marks]
        return Array(parts.joined(separator: "|").utf8)
    }

    public func decode(_ body: [UInt8]) -> BodyFields? {
        let parts = String(decoding: body, as: UTF8.self).split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 7, let contentType = Int32(parts[1]) else { return nil }
        var fields = BodyFields(
            contentType: contentType, content: parts[2], attachment: parts[3], config: parts[4], ext: parts[5])
        fields.isSystem = parts[6].contains("S")
        fields.isEphemeral = parts[6].contains("E")
        return fields
    }

    public func replacing(_ fields: BodyFields, in body: [UInt8]) throws(Failure) -> [UInt8] {
        let parts = String(decoding: body, as: UTF8.self).split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 7 else { throw Failure(.messageInvalid) }
        let texts = [fields.content, fields.attachment, fields.config, fields.ext]
        return Array((parts[..<2] + texts + parts[6...]).joined(separator: "|").utf8)
    }

    public func forEachText(in body: [UInt8], _ visit: (BodyText, UnsafeBufferPointer<UInt8>) -> Void) {
        guard let fields = decode(body) else { return }
        let texts: [(BodyText, String)] = [
            (.content, fields.content), (.attachment, fields.attachment), (.config, fields.config), (.ext, fields.ext),
        ]
        for (text, value) in texts where !value.isEmpty { Array(value.utf8).withUnsafeBufferPointer { visit(text, $0) } }
    }
}
