/// What a device asks for, and how long it takes from the request to the answer.
enum Question {
    /// All conversations, as after each login.
    case listAfterLogin
    /// Those with something unread.
    case heartbeat
    /// The first page of each of these, which is then confirmed and read to its end.
    case page(of: [UInt64])
    /// The newest messages of each of these.
    case history(of: [UInt64])

    var name: String {
        switch self {
        case .listAfterLogin: "list after a login"
        case .heartbeat: "heartbeat"
        case .page: "first page of a conversation"
        case .history: "page of history"
        }
    }
}

/// One device that asks for one thing after the other.
final class Asking: LoadListener {
    /// What nobody should wait longer for.
    private static let bar: UInt64 = 10_000_000

    private let question: Question
    private let times: Int
    private var asked = 0
    private var start: UInt64?
    private var samples = Histogram()
    /// Of the last answer.
    private var listed: (conversations: Int, unread: Int)?
    private var items = 0
    private(set) var isOver = false

    /// - Parameter times: how often a list is asked for; pages are as many as there are conversations.
    init(_ question: Question, times: Int) {
        self.question = question
        switch question {
        case .listAfterLogin, .heartbeat: self.times = times
        case .page(let peers), .history(let peers): self.times = peers.count
        }
    }

    func begin(_ client: LoadClient) {
        guard asked < times else {
            isOver = true
            return
        }
        asked += 1
        switch question {
        case .listAfterLogin: client.login()
        case .heartbeat: ask { client.list() }
        case .page(let peers): ask { client.read(peers[asked - 1]) }
        case .history(let peers):
            client.partner = peers[asked - 1]
            ask { client.history(before: 0) }
        }
    }

    private func ask(_ send: () -> Void) {
        start = Generator.now()
        send()
    }

    private func answered() {
        guard let start else { return }
        samples.record(Generator.now() - start)
        self.start = nil
    }

    func client(_ client: LoadClient, met event: LoadEvent) {
        switch event {
        case .loggedIn: ask { client.list() }
        case .listed(let conversations, let unread):
            answered()
            listed = (conversations, unread)
            begin(client)
        case .delivered:
            answered()
            items += 1
        case .caughtUp: begin(client)
        case .history(let count, _):
            answered()
            items += count
            begin(client)
        case .loginRefused, .disconnected: isOver = true
        default: break
        }
    }

    func finding(_ who: String, of conversations: Int) -> Finding {
        var remarks: [String] = []
        if let listed {
            remarks.append("names \(Text.count(listed.conversations)), unread \(Text.count(listed.unread))")
        } else {
            remarks.append("\(Text.fixed(Double(items) / Double(max(1, samples.count)), 1)) messages each")
        }
        if samples.count < times { remarks.append("ONLY \(samples.count) OF \(times) ANSWERED") }
        if samples.percentile(0.99) > Self.bar { remarks.append("p99 ABOVE \(Text.milliseconds(Self.bar))") }
        return Finding(
            scenario: "lists", what: "\(Text.count(conversations)) conversations, \(who): \(question.name), \(times) times",
            result: Text.percentiles(samples), remark: remarks.joined(separator: "; "))
    }
}
