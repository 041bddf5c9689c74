extension MessageBody {
    /// Hands on each text of a body that is not empty where it stands, with the number of its field: 4 content, 7 config,
    /// 8 attachment, 9 ext, 11 the sender's name (xsync.proto, MessageBody). Bytes that are no body have none from where they
    /// go wrong.
    public static func forEachText(in body: [UInt8], _ visit: (Int, UnsafeBufferPointer<UInt8>) -> Void) {
        body.withUnsafeBytes { bytes in
            var reader = WireReader(bytes)
            while case .some(.some(let field)) = try? reader.field() {
                switch (field.number, field.type) {
                case (4, .delimited), (7, .delimited), (8, .delimited), (9, .delimited), (11, .delimited):
                    guard let text = try? reader.region() else { return }
                    if !text.isEmpty { visit(field.number, text.assumingMemoryBound(to: UInt8.self)) }
                default:
                    guard (try? reader.skip(field, knownUpTo: 15)) != nil else { return }
                }
            }
        }
    }
}
