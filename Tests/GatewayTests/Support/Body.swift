/// The bytes of a MessageBody.
struct Body {
    let bytes: [UInt8]

    /// - Parameters:
    ///   - type: 1 operation, 2 chat, 3 group chat.
    ///   - contentType: 0 text to 8 RTC.
    ///   - qos: 1 is at most once.
    ///   - priority: 0 is always delivered.
    init(_ text: String = "hi", type: UInt8 = 2, contentType: UInt8 = 0, qos: UInt8 = 0, priority: UInt8 = 0) {
        var bytes: [UInt8] = [0x08, type, 0x22, UInt8(text.utf8.count)] + Array(text.utf8)
        if contentType > 0 { bytes += [0x28, contentType] }
        if qos > 0 { bytes += [0x50, qos] }
        if priority > 0 { bytes += [0x68, priority] }
        self.bytes = bytes
    }
}
