import FlooClient
import Glibc
import HearthCore
import NIOPosix

/// The client for a person: lines in, lines out.
struct ChatConversation {
    private enum Occurrence {
        case event(Event)
        case line(String)
        case noMoreEvents
        case noMoreLines
    }

    private let login: ChatLogin
    private var recipient: Recipient?
    private var text: EventText
    /// The latest last.
    private var conversations: [Recipient] = []
    private var device: DeviceSN?
    /// What the person does, one thing after the other.
    private var work: Task<Void, Never>?

    init(_ login: ChatLogin, with recipient: Recipient?) {
        self.login = login
        self.recipient = recipient
        text = EventText(me: login.user, names: [login.user: login.name])
    }

    /// Until the person leaves, or the server ends the login.
    mutating func run() async throws(ClientError) {
        device = try await login.open()
        say("Logged in as \(login.name), user \(login.user). /help shows what there is.")
        for await occurrence in occurrences() {
            switch occurrence {
            case .event(.ended(let error)): throw error
            case .event(let event): await show(event)
            case .line(let line):
                let input = ChatInput(line)
                if input == .quit { return await leave() }
                await perform(input)
            case .noMoreEvents, .noMoreLines: return await leave()
            }
        }
    }

    /// When all is done that was typed before.
    private func leave() async {
        await work?.value
        await login.client.close()
    }

    /// What happens and what is typed, in one stream.
    private func occurrences() -> AsyncStream<Occurrence> {
        let (stream, continuation) = AsyncStream.makeStream(of: Occurrence.self)
        Task { [client = login.client] in
            for await event in client.events { continuation.yield(.event(event)) }
            continuation.yield(.noMoreEvents)
        }
        // Reading the terminal blocks a thread of its own.
        NIOThreadPool.singleton.submit { _ in
            while let line = readLine() { continuation.yield(.line(line)) }
            continuation.yield(.noMoreLines)
        }
        return stream
    }

    private mutating func show(_ event: Event) async {
        if case .message(let message) = event {
            let peer = message.conversation(of: login.user)
            conversations.removeAll { $0 == peer }
            conversations.append(peer)
            await learnNames(of: [.user(message.sender), peer])
        }
        if let operation = event.operation {
            // The answer to the command has told of it.
            guard operation.actor != login.user || Int32(clamping: operation.from.deviceSN) != device?.rawValue else { return }
            await learnNames(of: [.user(operation.actor), operation.conversation])
        }
        if case .conversationDeleted(let conversation, _) = event { conversations.removeAll { $0 == conversation } }
        if let line = text.line(event) { say(line) }
    }

    private mutating func perform(_ input: ChatInput) async {
        switch input {
        case .say(let words): send(words)
        case .to(let name): await choose(name)
        case .history(let count): await history(count)
        case .conversations: await list()
        case .typing:
            guard case .user(let user) = recipient else { return say("! nobody chosen: /to USER") }
            await login.client.typing(to: user)
        case .act(let act): perform(act)
        case .help: say(ChatInput.helpText)
        case .wrong(let reason): say("! \(reason)")
        case .nothing, .quit: break
        }
    }

    private mutating func send(_ words: String) {
        guard let recipient else { return say("! nobody chosen: /to USER") }
        enqueue { [client = login.client, to = text.name(recipient)] in
            do throws(ClientError) {
                let id = try await client.send(text: words, to: recipient)
                Self.say("  sent to \(to): \(id.rawValue)")
            } catch {
                Self.say("! not sent to \(to): \(error.text)")
            }
        }
    }

    private mutating func perform(_ act: ChatAct) {
        guard let recipient else { return say("! nobody chosen: /to USER") }
        enqueue { [client = login.client, me = login.user] in
            do throws(ClientError) {
                Self.say(try await act.perform(in: recipient, by: me, with: client))
            } catch {
                Self.say("! not done: \(error.text)")
            }
        }
    }

    /// Does not wait: what comes meanwhile is shown, also while the connection is gone.
    private mutating func enqueue(_ job: @escaping @Sendable () async -> Void) {
        work = Task { [before = work] in
            await before?.value
            await job()
        }
    }

    private mutating func choose(_ name: String) async {
        let named = text.names.first { $0.value == name }.map { Recipient.user($0.key) }
        guard let chosen = named ?? UInt64(name).flatMap({ Recipient(wire: $0) }) else {
            return say("! nobody by the name \(name) was seen here: use the id")
        }
        recipient = chosen
        await learnNames(of: [chosen])
        say("  writing to \(text.name(chosen))")
    }

    private mutating func history(_ count: Int) async {
        guard let recipient else { return say("! nobody chosen: /to USER") }
        do throws(ClientError) {
            let page = try await login.client.history(with: recipient, count: count)
            await learnNames(of: page.messages.map { .user($0.sender) })
            for message in page.messages.reversed() where message.body.type != .oper { say(text.line(message)) }
        } catch {
            say("! \(error.text)")
        }
    }

    private mutating func list() async {
        let known = await login.client.conversations.filter { !conversations.contains($0) } + conversations
        await learnNames(of: known)
        if known.isEmpty { say("  no conversations yet") }
        for recipient in known { say("  \(recipient.wire)  \(text.name(recipient))") }
    }

    private mutating func learnNames(of recipients: [Recipient]) async {
        var unknown: Set<UserID> = []
        for case .user(let user) in recipients where text.names[user] == nil { unknown.insert(user) }
        text.names.merge(await login.names(of: Array(unknown))) { _, new in new }
    }

    private static func say(_ line: String) { ChatScript.say(line) }
    private func say(_ line: String) { Self.say(line) }
}

extension Message {
    /// Where it belongs, for the one who reads it.
    func conversation(of reader: UserID) -> Recipient {
        if let group { return .group(group) }
        return .user(sender == reader ? UserID(Int64(clamping: to.uid)) : sender)
    }
}
