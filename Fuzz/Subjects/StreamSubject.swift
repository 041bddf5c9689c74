import Gateway
import HearthCore
import NIOCore

/// Frames on a TCP stream: the same ones are found however the bytes are cut.
///
/// The first byte says how the rest is cut.
enum StreamSubject {
    private struct Found: Equatable {
        var frames: [[UInt8]] = []
        var isRefused = false
    }

    static func check(_ bytes: [UInt8]) throws(Finding) {
        guard let how = bytes.first else { return }
        let stream = bytes.dropFirst()
        let expected = plainly(stream)
        try require(cut(stream, sizes: [max(stream.count, 1)]) == expected, "whole, the stream has other frames")
        try require(cut(stream, sizes: [1]) == expected, "byte by byte, the stream has other frames")
        let sizes = [Int(how & 15) + 1, Int(how >> 4) + 1, Int(how) * 3 + 1]
        try require(cut(stream, sizes: sizes) == expected, "in pieces of \(sizes), the stream has other frames")
    }

    /// The definition, without regard to speed.
    private static func plainly(_ stream: ArraySlice<UInt8>) -> Found {
        var found = Found()
        var rest = stream
        while rest.count >= 4 {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            guard length <= Limits.frameBytes else {
                found.isRefused = true
                return found
            }
            guard rest.count >= 4 + length else { return found }
            found.frames.append(Array(rest.dropFirst(4).prefix(length)))
            rest = rest.dropFirst(4 + length)
        }
        return found
    }

    private static func cut(_ stream: ArraySlice<UInt8>, sizes: [Int]) -> Found {
        var cutter = FrameCutter()
        var found = Found()
        var rest = stream
        var turn = 0
        do throws(FrameCutter.FrameTooLong) {
            while !rest.isEmpty {
                let size = sizes[turn % sizes.count]
                turn += 1
                cutter.append(ByteBuffer(bytes: rest.prefix(size)))
                rest = rest.dropFirst(size)
                while let frame = try cutter.next() { found.frames.append(Array(frame.readableBytesView)) }
            }
        } catch {
            found.isRefused = true
        }
        return found
    }
}
