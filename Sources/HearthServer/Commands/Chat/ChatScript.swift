import FlooClient
import Glibc
import HearthCore
import UnixSignals

/// The uses that scripts have: one message out, or everything that comes in.
enum ChatScript {
    /// Sends, and prints the message's id once the server has stored it.
    static func send(_ text: String, to recipient: Recipient, _ login: ChatLogin, json: Bool) async throws(ClientError) {
        _ = try await login.open()
        let id = try await login.client.send(text: text, to: recipient)
        say(json ? EventLine.sent(id).description : "\(id.rawValue)")
        await login.client.close()
    }

    /// Prints every event until SIGINT or SIGTERM.
    /// - Throws: the reason, when the server ends the login.
    static func tail(_ login: ChatLogin, json: Bool) async throws(ClientError) {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let device = try await login.open()
        let client = login.client
        let stopping = Task {
            for await _ in signals { break }
            await client.close()
        }
        defer { stopping.cancel() }
        let text = EventText(me: login.user)
        say(json ? EventLine.online(login.user, device).description : "online as \(login.name), user \(login.user)")
        for await event in client.events {
            if let line = json ? EventLine.json(event).description : text.line(event) { say(line) }
            if case .ended(let error) = event { throw error }
        }
    }

    /// A line on standard output, at once even into a pipe. Not by stdio: flushing all streams would wait for the
    /// one that reads the terminal.
    static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(STDOUT_FILENO, bytes, bytes.count)
    }
}
