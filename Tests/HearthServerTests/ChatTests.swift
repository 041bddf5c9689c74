import ArgumentParser
import HearthCore
import Testing
import XSYNC

@testable import FlooClient
@testable import HearthServer

struct ChatArgumentTests {
    private static let who = ["--app", "abcdefghijkl", "--user", "alice"]

    @Test func aTextNeedsSomebodyToGoTo() {
        #expect(throws: (any Error).self) { try ChatCommand.parse(Self.who + ["--send", "hi"]) }
        #expect(throws: (any Error).self) { try ChatCommand.parse(Self.who + ["--send", "hi", "--to", "0"]) }
        #expect(throws: Never.self) { try ChatCommand.parse(Self.who + ["--send", "hi", "--to", "4"]) }
    }

    @Test(arguments: [["--send", "hi", "--to", "4", "--tail"], ["--json"], ["--server", "ftp://host"], ["--to", "9007199254740992"]])
    func whatMakesNoSenseIsRefused(arguments: [String]) {
        #expect(throws: (any Error).self) { try ChatCommand.parse(Self.who + arguments) }
    }

    @Test func evenIdsAreUsersAndOddOnesGroups() throws {
        #expect(try ChatCommand.parse(Self.who + ["--to", "4"]).recipient == .user(UserID(4)))
        #expect(try ChatCommand.parse(Self.who + ["--to", "5"]).recipient == .group(GroupID(5)))
    }

    @Test func scriptsAndPeopleAreDifferentDevices() throws {
        let uses = [["--send", "hi", "--to", "4"], ["--tail"], [], ["--device", "mine"]]
        #expect(Set(try uses.map { try ChatCommand.parse(Self.who + $0).guid }).count == 4)
    }
}

struct ChatInputTests {
    @Test(arguments: [
        ("hello /to you", ChatInput.say("hello /to you")), ("//to", .say("/to")), ("  ", .nothing), ("", .nothing),
        ("/to 42", .to("42")), ("/to  bob ", .to("bob")), ("/to", .wrong("/to needs an id or a name")),
        ("/history", .history(count: 20)), ("/history 100", .history(count: 100)), ("/list", .conversations),
        ("/typing", .typing), ("/help", .help), ("/quit", .quit), ("/read", .act(.read)), ("/recall", .act(.recall)),
        ("/delete", .act(.delete)), ("/edit a  b", .act(.edit("a  b"))), ("/edit", .wrong("/edit needs a text")),
    ])
    func linesAreUnderstood(line: String, input: ChatInput) { #expect(ChatInput(line) == input) }

    @Test(arguments: ["/", "/what", "/history 0", "/history 101", "/history x"])
    func otherCommandsAreNot(line: String) {
        guard case .wrong = ChatInput(line) else { return #expect(Bool(false), "\(ChatInput(line))") }
    }
}

struct EventLineTests {
    @Test func aMessageIsOneLineOfJSON() throws {
        let line = EventLine.json(.message(try Self.message("two\nlines \"quoted\""))).description
        let expected = #"""
            {"event":"message","id":77,"from":4,"device":3,"to":6,"group":false,"time":1700000000000,"text":"two\nlines \"quoted\""}
            """#
        #expect(line == expected)
    }

    @Test func operationsNameTheMessageTheConversationAndWho() throws {
        let line = EventLine.json(try Self.operation(.readAck)).description
        #expect(line == #"{"event":"read","id":77,"mid":55,"from":4,"device":3,"with":9,"group":true,"time":1700000000000}"#)
    }

    @Test func editsTellTheirTextAndTime() throws {
        let event = try Self.operation(.replace) { body in
            body.content = "new"
            body.editTimestamp = 1_700_000_000_005
        }
        let line = EventLine.json(event)
        #expect((line["event"], line["text"], line["edited"]) == ("replaced", "new", 1_700_000_000_005))
        #expect(EventText(me: UserID(6)).line(event) == "  4 changed 55 in group 9 to: new")
    }

    @Test func aDeletedConversationIsNamed() {
        let event = Event.conversationDeleted(.user(UserID(4)), from: XID(uid: 6))
        #expect(EventLine.json(event).description == #"{"event":"conversation_deleted","with":4,"group":false}"#)
    }

    @Test func endsAndCutsSayWhy() {
        #expect(EventLine.json(.ended(.loggedOut(notice: 7)))["reason"] == "the server ended the login (notice 7)")
        #expect(EventLine.json(.disconnected(.timedOut))["reason"] == "no answer in time")
        #expect(EventLine.json(.reconnected(DeviceSN(3))).description == #"{"event":"reconnected","device":3}"#)
        #expect(EventLine.json(.caughtUp(9)).description == #"{"event":"caught_up","with":9}"#)
        #expect(EventLine.sent(MessageID(clamping: 12)).description == #"{"event":"sent","id":12}"#)
    }

    @Test func peopleSeeNamesWhereTheyAreKnown() throws {
        var text = EventText(me: UserID(6), names: [:])
        let message = try Self.message("hi")
        #expect(text.line(message).hasSuffix(" 4: hi"))
        text.names[UserID(4)] = "bob"
        #expect(text.line(message).hasSuffix(" bob: hi"))
        #expect(text.line(.typing(message)) == "  bob is typing")
        #expect(text.line(.caughtUp(4)) == nil)
    }

    private static func message(_ text: String) throws -> Message {
        try Message(
            meta { body in
                body.type = .chat
                body.content = text
            })
    }

    /// By user 4 on message 55 of group 9.
    private static func operation(
        _ type: Im_Floo_Protobuf_MessageOperation.OpType, _ change: (inout Im_Floo_Protobuf_MessageBody) -> Void = { _ in }
    ) throws -> Event {
        let item = try meta { body in
            body.type = .oper
            body.operation.type = type
            body.operation.mid = 55
            body.operation.xid.uid = 9
            change(&body)
        }
        return try Event(item, reader: UserID(6))
    }

    private static func meta(_ fill: (inout Im_Floo_Protobuf_MessageBody) -> Void) throws -> Im_Floo_Protobuf_Meta {
        var body = Im_Floo_Protobuf_MessageBody()
        fill(&body)
        var meta = Im_Floo_Protobuf_Meta()
        meta.id = 77
        meta.from.uid = 4
        meta.from.deviceSn = 3
        meta.to.uid = 6
        meta.timestamp = 1_700_000_000_000
        meta.ns = .message
        meta.payload = try body.serializedBytes()
        return meta
    }
}
