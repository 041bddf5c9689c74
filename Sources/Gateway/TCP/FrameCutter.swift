import HearthCore
import NIOCore

/// Finds the frames in a stream of bytes: four bytes of length, the highest first, then one frame, again and again.
///
/// How the stream was cut on its way makes no difference. Frames share the storage of what was read.
package struct FrameCutter: Sendable {
    /// A length was announced that no frame may have. The stream is of no use any more.
    package struct FrameTooLong: Error, Equatable {
        package let announced: Int
    }

    /// Bytes in front of every frame.
    package static let lengthBytes = 4

    private let largest: Int
    /// What came and is not given out yet. Nil rather than empty: a connection at rest keeps no storage alive.
    private var rest: ByteBuffer?

    /// - Parameter largest: bytes that a frame may have.
    package init(largest: Int = Limits.frameBytes) { self.largest = largest }

    /// Takes what was read from the stream. Ask for `next()` until nil before more is appended, or it piles up here.
    package mutating func append(_ bytes: ByteBuffer) {
        guard var rest else {
            self.rest = bytes.readableBytes > 0 ? bytes : nil
            return
        }
        self.rest = nil  // so that the bytes are not copied for a second owner
        rest.discardReadBytes()
        rest.writeImmutableBuffer(bytes)
        self.rest = rest
    }

    /// The next whole frame, without its length; nil until more comes.
    /// - Throws: `FrameTooLong`, as soon as the length is there and again whenever it is asked.
    package mutating func next() throws(FrameTooLong) -> ByteBuffer? {
        guard let length = rest?.getInteger(at: rest?.readerIndex ?? 0, as: UInt32.self) else { return nil }
        guard length <= largest else { throw FrameTooLong(announced: Int(length)) }
        guard var rest, rest.readableBytes >= Self.lengthBytes + Int(length) else { return nil }
        rest.moveReaderIndex(forwardBy: Self.lengthBytes)
        let frame = rest.readSlice(length: Int(length))
        self.rest = rest.readableBytes > 0 ? rest : nil
        return frame
    }
}
