import HearthCore
import IM
import Live
import Synchronization

/// A session that keeps what it hears.
final class Listener: LiveSession {
    let address: DeviceAddress
    let tokenID: String
    let sdkVersion: String
    private let heard = Mutex<(lines: [String], news: [String])>(([], []))

    init(_ user: Int64, _ sn: Int32 = 1, app: Int64 = 1, sdk: String = "3.0.0", token: String = "token") {
        address = DeviceAddress(account: Account(app: AppNumber(app), user: UserID(user)), device: DeviceSN(sn))
        tokenID = token
        sdkVersion = sdk
    }

    /// Messages.
    var lines: [String] { heard.withLock { $0.lines } }

    func post(_ event: LiveEvent) {
        heard.withLock { heard in
            switch event {
            case .arrived(let peer, let conversation, let newest):
                heard.lines.append("\(newest) from \(peer.wire) in \(conversation.rawValue)")
            case .pushed(let message): heard.lines.append("pushed \(message.id)")
            case .noticed(let notice):
                let content = notice.content.isEmpty ? "" : " \(notice.content)"
                heard.news.append("\(notice.type.rawValue)\(content)\(notice.endsLogin ? " end" : "")")
            case .ended(let failure, let notice, let patience):
                heard.news.append("\(failure.name.rawValue)\(notice.map { " with \($0.type.rawValue)" } ?? "") in \(patience)")
            }
        }
    }

    /// Types of notices with their content, since the last call.
    func news() -> [String] {
        heard.withLock { heard in
            defer { heard.news = [] }
            return heard.news
        }
    }
}
