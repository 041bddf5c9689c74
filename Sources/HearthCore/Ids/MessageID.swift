/// The id of a message: 53 bits that grow with time and, inside a conversation, with commit order.
///
/// 41 bits of milliseconds since 2025-01-01, 4 bits of node, 8 bits of sequence. JavaScript clients
/// carry ids as doubles, so nothing above 2^53 may be used (floo-web asks for history with a number).
public struct MessageID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 2025-01-01T00:00:00Z in milliseconds since 1970.
    public static let epoch: Int64 = 1_735_689_600_000
    static let sequenceBits: Int64 = 8
    static let nodeBits: Int64 = 4
    static let largestSequence: Int64 = (1 << sequenceBits) - 1
    /// Nodes are numbered 0 to 15.
    public static let largestNode: Int64 = (1 << nodeBits) - 1

    public let rawValue: Int64

    public init(_ rawValue: Int64) { self.rawValue = rawValue }

    /// An id from the wire; larger numbers are clamped to the largest id there can be.
    public init(clamping wire: UInt64) {
        rawValue = Int64(min(wire, Limits.largestClientInteger))
    }

    /// The first id that a node may give at an instant.
    public init(at instant: Instant, node: Int64, sequence: Int64 = 0) {
        let tick = max(0, instant.milliseconds - Self.epoch)
        rawValue = (tick << (Self.nodeBits + Self.sequenceBits)) | (node << Self.sequenceBits) | sequence
    }

    /// "Before the first message."
    public static let zero = MessageID(0)

    /// The millisecond the id was made in; it is the message's `timestamp`.
    public var instant: Instant {
        Instant(milliseconds: (rawValue >> (Self.nodeBits + Self.sequenceBits)) + Self.epoch)
    }

    var node: Int64 { (rawValue >> Self.sequenceBits) & Self.largestNode }
    var sequence: Int64 { rawValue & Self.largestSequence }

    /// The smallest id of `node` that is larger than this one.
    func next(of node: Int64) -> MessageID {
        if self.node < node {
            return MessageID(at: instant, node: node)
        }
        if self.node == node, sequence < Self.largestSequence {
            return MessageID(rawValue + 1)
        }
        return MessageID(at: instant.advanced(by: 1), node: node)
    }

    public static func < (left: MessageID, right: MessageID) -> Bool { left.rawValue < right.rawValue }
    public var description: String { String(rawValue) }
}
