import HearthCore
import NIOCore
import Observability
import TestSupport
import Testing
import XSYNC

@testable import Gateway

struct RefusedFrameTests {
    private let world = GatewayWorld()
    private let bob: TestConnection

    init() { bob = TestConnection(world, GatewayWorld.device(4)) }

    /// A heartbeat with more fields behind it; the last of a kind wins.
    private func frame(_ fields: [UInt8]) -> ByteBuffer {
        var bytes = UpFrame.unread.bytes()
        bytes.writeBytes(fields)
        return bytes
    }

    @Test(arguments: [[0xFF], [0x22, 0x05, 0x00], [0x00], [0x0B], [UInt8](repeating: 0x80, count: 20)])
    func garbageIsAParserErrorAndTheConnectionStays(_ bytes: [UInt8]) {
        #expect(bob.send(ByteBuffer(bytes: bytes)).page?.status.code == .pbParserError)
        #expect(world.counters.value(of: .framesUndecodable) == 1)
        #expect(!bob.transport.isDisconnected)
        #expect(bob.send(.unread).list?.status == .ok)
    }

    @Test func aSyncThatDoesNotDecodeIsAParserError() {
        #expect(bob.send(frame([0x18, 0x01, 0x22, 0x01, 0xFF])).page?.status.code == .pbParserError)
    }

    @Test func aProvisionThatDoesNotDecodeLeavesTheLoginAlone() {
        let answer = bob.send(frame([0x18, 0x03, 0x22, 0x01, 0xFF]))
        #expect(answer == [.provision(ProvisionDL(status: StatusValue(Failure(.pbParserError)), xid: XID()))])
        #expect(bob.send(.unread).list?.status == .ok)
    }

    @Test func noBytesAreAHeartbeat() {
        #expect(bob.send(ByteBuffer()).list?.status == .ok)
    }

    @Test(arguments: [[0x18, 0x02], [0x18, 0x04], [0x18, 0x63]] as [[UInt8]])
    func anUnknownCommandIsSaidToBe(_ fields: [UInt8]) {
        #expect(bob.send(frame(fields)).page?.status.code == .unknownCommand)
    }

    @Test(
        arguments: [
            ([0x28, 0x01], SyncStatus.decryptFailure), ([0x32, 0x01, 0x07], .decryptFailure), ([0x10, 0x01], .pbParserError),
            ([0x38, 0x01], .checkSumFailure),
        ] as [([UInt8], SyncStatus)])
    func whatNobodyAgreedOnIsRefused(_ fields: [UInt8], _ status: SyncStatus) {
        #expect(bob.send(frame(fields)).list?.status.code == status)
        #expect(bob.send(frame(fields + [0x18, 0x01])).page?.status.code == status)
    }

    @Test func randomBytesNeverStopASession() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<5_000 {
            var bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            if Bool.random(using: &random) { bytes = [0x18, UInt8.random(in: 0...3, using: &random), 0x22] + bytes }
            if case .loggingIn = bob.session.state { break }
            bob.send(ByteBuffer(bytes: bytes))
        }
        #expect(!bob.transport.isDisconnected)
    }
}
