import ArgumentParser
import FlooClient
import HearthCore
import NIOPosix

/// A terminal client: how an operator sees that a server works, by hand or from a script.
struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat", abstract: "Log in as a user and chat: by hand, or from scripts with --send and --tail.")

    @Option(help: "The AppID.")
    var app: String

    @Option(help: "The name of the user.")
    var user: String

    @Option(help: "The address of the server.")
    var server = "http://127.0.0.1:8080"

    @Option(help: "The password. Asked for if left out.")
    var password: String?

    @Flag(help: "Make the account first.")
    var register = false

    @Option(help: "Send this text to --to, print the id of the message when it is stored, and leave.")
    var send: String?

    @Option(help: "The id of the user or group to write to.")
    var to: UInt64?

    @Flag(help: "Print everything that comes, until SIGINT or SIGTERM.")
    var tail = false

    @Flag(help: "One JSON object on a line for everything that is printed.")
    var json = false

    @Option(help: "Names this device: a second login with the same name ends the first.")
    var device: String?

    @Flag(help: "Use a plain WebSocket instead of Socket.IO.")
    var raw = false

    func validate() throws {
        guard send == nil || !tail else { throw ValidationError("--send and --tail exclude each other") }
        guard send == nil || recipient != nil else { throw ValidationError("--send needs --to ID") }
        guard to == nil || recipient != nil else { throw ValidationError("--to is no id of a user or group") }
        guard send != nil || tail || !json else { throw ValidationError("--json goes with --send or --tail") }
        do { _ = try ServerAddress(server) } catch { throw ValidationError("--server: \(error.text)") }
    }

    func run() async throws {
        do throws(ClientError) {
            let login = try await ChatLogin(self, password: try entered())
            if let send, let recipient {
                try await ChatScript.send(send, to: recipient, login, json: json)
            } else if tail {
                try await ChatScript.tail(login, json: json)
            } else {
                var conversation = ChatConversation(login, with: recipient)
                try await conversation.run()
            }
        } catch {
            Files.printError("hearth chat: \(error.text)")
            throw ExitCode.failure
        }
    }

    var recipient: Recipient? { to.flatMap { Recipient(wire: $0) } }

    /// Scripts that run beside each other, or beside a person, must not push each other out.
    var guid: String { "hearth-chat-\(device ?? (send != nil ? "send" : tail ? "tail" : "terminal"))" }

    private func entered() throws(ClientError) -> String {
        if let password { return password }
        guard let typed = Password.ask("Password of \(user): ") else {
            throw .protocolViolation("no terminal to ask for the password at: give --password")
        }
        return typed
    }
}
