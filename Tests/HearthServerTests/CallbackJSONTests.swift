import HearthCore
import IM
import Testing
import Web

@testable import HearthServer

struct CallbackJSONTests {
    private static let codec = FlooBodyCodec()
    private static let at = Instant(milliseconds: 1_767_225_600_000)

    private static func json(_ event: CallbackEvent, to target: MessageTarget = .unnamed, _ body: [UInt8] = []) -> JSON {
        let facts = CallbackFacts(
            app: AppNumber(1), event: event, at: at, from: UserID(2), target: target, message: MessageID(9),
            others: [UserID(4), UserID(6)],
            body: body)
        return CallbackJSON(bodies: codec).json(Callback(number: 7, facts: facts, tries: 3), of: AppID("shop"))
    }

    @Test func aMessageHasTheVendorsNames() throws {
        let fields = BodyFields(contentType: 1, content: "c", attachment: "{}", config: "f", ext: "e")
        let body = try Self.codec.encode(fields, as: .groupChat)
        let wanted: JSON = [
            "id": "1767225600000-7", "event": "message.sent", "appId": "shop", "timestamp": 1_767_225_600_000, "msgId": 9,
            "from": ["uid": 2], "to": ["uid": 5, "gid": 5], "type": "GROUPCHAT", "ctype": "IMAGE", "content": "c", "ext": "e",
            "config": "f",
            "attachment": "{}",
        ]
        #expect(Self.json(.message(.sent), to: .group(GroupID(5)), body) == wanted)
    }

    @Test func aRecalledMessageSaysNothing() {
        let json = Self.json(.message(.recalled), to: .user(UserID(4)))
        #expect(json["content"] == nil && json["ctype"] == nil && json["msgId"] == 9 && json["type"] == "CHAT")
    }

    @Test func othersHaveWhatConcernsThem() {
        #expect(Self.json(.user(.banned), Array("-1".utf8))["until"] == -1)
        #expect(Self.json(.user(.registered), Array("anna".utf8))["name"] == "anna")
        let group = Self.json(.group(.kicked), to: .group(GroupID(5)), Array("bye".utf8))
        #expect(group["gid"] == 5 && group["to"] == [["uid": 4], ["uid": 6]] && group["content"] == "bye")
        let roster = Self.json(.roster(.applied), to: .user(UserID(4)), Array("hi".utf8))
        #expect(roster["to"] == ["uid": 4] && roster["content"] == "hi")
    }

    @Test func thereIsAnExampleOfEveryEvent() {
        let page = ReferencePages.callbacks()
        for event in CallbackEvent.all { #expect(page.contains("\"event\":\"\(event.word)\""), "\(event.word)") }
    }
}
