import FlooClient
import HearthCore
import NIOPosix

/// A user with a token and a client that is not logged in yet.
struct ChatLogin: Sendable {
    let user: UserID
    let name: String
    let client: FlooClient
    let rest: RESTClient
    private let token: String
    private let guid: String

    /// Gets a token, and makes the account before that if it is to.
    init(_ command: ChatCommand, password: String) async throws(ClientError) {
        let group = MultiThreadedEventLoopGroup.singleton
        let address = try ServerAddress(command.server)
        rest = RESTClient(address: address, appID: AppID(command.app), group: group)
        if command.register { _ = try await rest.register(name: command.user, password: password) }
        (user, token) = try await rest.token(name: command.user, password: password)
        name = command.user
        guid = command.guid
        var configuration = ClientConfiguration(address: address, transport: command.raw ? .raw : .socketIO)
        configuration.deviceInfo = "hearth chat \(Version.text)"
        client = FlooClient(configuration, group: group)
    }

    func open() async throws(ClientError) -> DeviceSN {
        try await client.login(user: user, token: token, guid: guid)
    }

    /// The names of users and groups are not told with messages: asked for, and left out where the server gives none.
    func names(of users: [UserID]) async -> [UserID: String] {
        guard !users.isEmpty else { return [:] }
        let body: JSONValue = ["list": .array(users.map { .integer($0.rawValue) })]
        guard let cards = try? await rest.call(.POST, "/roster/list", body: body, token: token).success().array else { return [:] }
        let pairs = cards.compactMap { card in
            card["user_id"].integer.flatMap { id in card["username"].string.map { (UserID(id), $0) } }
        }
        return Dictionary(pairs) { first, _ in first }
    }
}

extension ClientError {
    /// For the person at the terminal.
    var text: String {
        switch self {
        case .refused(let status, let reason): "the server refused it: \(reason) (status \(status))"
        case .api(let code, let message): "the server refused it: \(message) (code \(code))"
        case .loggedOut(let notice): "the server ended the login (notice \(notice))"
        case .disconnected: "the connection is gone"
        case .timedOut: "no answer in time"
        case .unreachable(let reason): "the server cannot be reached: \(reason)"
        case .protocolViolation(let reason): reason
        }
    }
}
