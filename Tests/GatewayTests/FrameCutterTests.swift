import NIOCore
import Testing

@testable import Gateway

/// Frames on a TCP stream, however it is cut.
struct FrameCutterTests {
    private static let frames: [[UInt8]] = [[1, 2, 3], [], [0, 0, 0, 1], [UInt8](repeating: 7, count: 300), [9]]

    private static func stream(_ frames: [[UInt8]]) -> [UInt8] {
        frames.flatMap { frame in withUnsafeBytes(of: UInt32(frame.count).bigEndian, Array.init) + frame }
    }

    private func frames(of pieces: [ArraySlice<UInt8>]) throws -> [[UInt8]] {
        var cutter = FrameCutter()
        var found: [[UInt8]] = []
        for piece in pieces {
            cutter.append(ByteBuffer(bytes: piece))
            while let frame = try cutter.next() { found.append(Array(frame.readableBytesView)) }
        }
        return found
    }

    @Test(arguments: [1, 2, 3, 4, 5, 7, 64, 1_000])
    func theSameFramesAreFoundInPiecesOfAnySize(_ size: Int) throws {
        let stream = Self.stream(Self.frames)
        let pieces = stride(from: 0, to: stream.count, by: size).map { stream[$0..<min($0 + size, stream.count)] }
        #expect(try frames(of: pieces) == Self.frames)
    }

    @Test func oneCutAnywhereMakesNoDifference() throws {
        let stream = Self.stream(Self.frames)
        for place in 0...stream.count {
            #expect(try frames(of: [stream[..<place], stream[place...]]) == Self.frames)
        }
    }

    @Test func whatIsNotWholeWaits() throws {
        var cutter = FrameCutter()
        #expect(try cutter.next() == nil)
        cutter.append(ByteBuffer(bytes: [0, 0, 0]))
        #expect(try cutter.next() == nil)
        cutter.append(ByteBuffer(bytes: [2, 8]))
        #expect(try cutter.next() == nil)
        cutter.append(ByteBuffer(bytes: [9, 0]))
        #expect(try cutter.next() == ByteBuffer(bytes: [8, 9]))
        #expect(try cutter.next() == nil)
    }

    @Test func theLargestFrameIsTakenAndOneByteMoreIsNot() throws {
        var cutter = FrameCutter(largest: 5)
        cutter.append(ByteBuffer(bytes: [0, 0, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0, 6]))
        #expect(try cutter.next() == ByteBuffer(bytes: [1, 2, 3, 4, 5]))
        #expect(throws: FrameCutter.FrameTooLong(announced: 6)) { try cutter.next() }
        cutter.append(ByteBuffer(bytes: [1, 2, 3, 4, 5, 6]))
        #expect(throws: FrameCutter.FrameTooLong(announced: 6)) { try cutter.next() }
    }

    @Test func aLengthBeyondAllBoundsIsRefusedBeforeAnythingOfItCame() {
        var cutter = FrameCutter()
        cutter.append(ByteBuffer(bytes: [255, 255, 255, 255]))
        #expect(throws: FrameCutter.FrameTooLong(announced: 4_294_967_295)) { try cutter.next() }
    }

    @Test func framesThatWereTakenDoNotPileUp() throws {
        var cutter = FrameCutter()
        // The end of one frame and the beginning of the next in every piece, so that something always waits.
        let piece = ByteBuffer(bytes: [7, 0, 0, 0, 2, 7])
        cutter.append(ByteBuffer(bytes: [0, 0, 0, 2, 7]))
        var largest = 0
        for _ in 0..<10_000 {
            cutter.append(piece)
            let frame = try #require(try cutter.next())
            largest = max(largest, frame.storageCapacity)
            #expect(try cutter.next() == nil)
        }
        #expect(largest <= 64)
    }
}
