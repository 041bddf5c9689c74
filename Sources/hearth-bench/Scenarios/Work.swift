import XSYNC

/// What a load does again and again: plain sends, or one kind of operation on messages that are there.
enum Work: CaseIterable {
    case send
    case readAck
    case append
    case recall

    static let operations = allCases.filter { $0 != .send }

    var name: String {
        switch self {
        case .send: "plain send"
        case .readAck: "read ack"
        case .append: "append"
        case .recall: "recall"
        }
    }

    var type: Im_Floo_Protobuf_MessageOperation.OpType {
        switch self {
        case .send: .unknown
        case .readAck: .readAck
        case .append: .append
        case .recall: .recall
        }
    }

    /// Whether it is about messages of the one who does it, or about those that came to him.
    var isOnOwn: Bool { self != .readAck }

    /// How many devices of a pair are given it: who appends in a chat is told himself, too.
    var deliveries: Int { self == .append ? 2 : 1 }

    /// What each one adds to the messages of a history.
    var inHistory: Int {
        switch self {
        case .send: 1
        case .readAck, .append: 0
        case .recall: -1
        }
    }
}
