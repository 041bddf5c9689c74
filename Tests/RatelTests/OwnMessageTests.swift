import HearthCore
import IM
import Testing
import Web

/// Recall, receipts, reading and deleting over REST: for users, and for servers in their name.
struct OwnMessageTests {
    private let world = RestWorld()

    private func say(_ text: String, from sender: RestWorld.Member, to receiver: RestWorld.Member) async throws -> JSON {
        let answer = try await world.reply(
            .post, "/message/send", try await world.server(),
            body: JSON(
                dictionaryLiteral: ("type", 1), ("targets", [receiver.id]), ("content_type", 0), ("content", .string(text)),
                ("from_user_id", sender.id), ("ext", "{\"a\":1}")
            ).bytes)
        return try #require(answer.json["msg_ids"]?[0])
    }

    private func page(_ query: String, _ headers: [(String, String)]) async throws -> Answer {
        try await world.reply(.get, "/message/conversation", query: query, headers)
    }

    // MARK: Recall

    @Test(arguments: [Method.post, .put]) func aUserRecallsByTheRulesOfTheApp(method: Method) async throws {
        let anna = try await world.member()
        let edits: JSON = ["recall.window.chat": 7, "recall.window.group": 8]
        expectSuccess(try await world.admin(.patch, "/admin/apps/shop/settings", edits))
        let body: JSON = ["conversation_id": 4, "msg_id": "4711"]
        let answer = try await world.reply(method, "/message/recall", anna.headers, body: body.bytes)
        expectSuccess(answer)
        #expect(answer.data == true)
        let asked = try #require(world.log.noted.first)
        #expect(asked.sender == DeviceAddress(account: anna.account, device: DeviceSN(0)) && asked.target == .user(UserID(4)))
        #expect(
            asked.action == .operation(Operation(.recall, on: MessageID(4711), recalls: .within(chat: 7_000, group: 8_000))))
        #expect(String(decoding: asked.payload, as: UTF8.self) == "operation|6|||||")
    }

    @Test func aServerRecallsAtAnyTimeInAUsersName() async throws {
        let anna = try await world.member()
        let headers = try await world.server() + [("user_id", anna.account.user.description)]
        let query = "conversation_id=7001&msg_id=4711"
        expectSuccess(try await world.reply(.post, "/message/recall", query: query, headers))
        let asked = try #require(world.log.noted.first)
        #expect(asked.sender.account == anna.account && asked.target == .group(GroupID(7001)))
        #expect(asked.action == .operation(Operation(.recall, on: MessageID(4711), recalls: .always)))
    }

    @Test(arguments: [FailureName.messageOutRecallTime, .messageRecallDisabled, .messageInvalidType, .invalidParam, .serverBusy])
    func theRefusalOfARecallIsTheAnswer(name: FailureName) async throws {
        let anna = try await world.member()
        world.log.refuse(.user(UserID(4)), with: Failure(name))
        expectRefusal(try await world.post("/message/recall", ["conversation_id": 4, "msg_id": 1], by: anna), name)
    }

    @Test(
        arguments: [
            [:], ["conversation_id": 4], ["msg_id": 4], ["conversation_id": "x", "msg_id": 1], ["conversation_id": 4, "msg_id": 0],
            ["conversation_id": -4, "msg_id": 1], ["conversation_id": 4, "msg_id": -1], ["conversation_id": 1e300, "msg_id": 1],
        ] as [JSON])
    func aRecallNamesAMessageAndItsConversation(fields: JSON) async throws {
        let anna = try await world.member()
        expectRefusal(try await world.post("/message/recall", fields, by: anna), .invalidRequestParameter)
        #expect(world.log.noted.isEmpty)
    }

    // MARK: Receipts

    @Test func aMessageIsReadByItsReader() async throws {
        let anna = try await world.member()
        for (query, target) in [
            ("conversation_id=4&msg_id=9&device_sn=1", MessageTarget.user(UserID(4))),
            ("conversation_id=7001&msg_id=9", .group(GroupID(7001))), ("msg_id=9&device_sn=", .unnamed),
        ] {
            let answer = try await world.reply(.get, "/message/ack", query: query, anna.headers)
            expectSuccess(answer)
            #expect(answer.data == true)
            let asked = try #require(world.log.noted.last)
            #expect(asked.target == target && asked.action == .operation(Operation(.readAck, on: MessageID(9))))
            #expect(asked.sender == DeviceAddress(account: anna.account, device: DeviceSN(0)))
        }
        for query in ["", "conversation_id=4", "msg_id=0", "msg_id=x", "msg_id=9&conversation_id=-1", "msg_id=9&device_sn=x"] {
            expectRefusal(try await world.reply(.get, "/message/ack", query: query, anna.headers), .invalidRequestParameter)
        }
        world.log.refuse(.user(UserID(6)), with: Failure(.invalidParam))
        expectRefusal(
            try await world.reply(.get, "/message/ack", query: "conversation_id=6&msg_id=9", anna.headers), .invalidParam)
    }

    @Test func whatIsUnreadIsCounted() async throws {
        let (anna, ben) = (try await world.member(), try await world.member("ben"))
        #expect(try await world.get("/message/unread", by: anna).data == [])
        for text in ["one", "two"] { _ = try await say(text, from: ben, to: anna) }
        let answer = try await world.get("/message/unread", by: anna)
        expectSuccess(answer)
        #expect(answer.data == [["conversation_id": ["uid": ben.id], "num": 2]])
        #expect(try await world.get("/message/unread", by: ben).data == [])
        let server = try await world.server() + [("user_id", anna.account.user.description)]
        #expect(try await world.reply(.get, "/message/unread", server).data == answer.data)
    }

    // MARK: A conversation

    @Test func aConversationIsReadBackwardsToItsBeginning() async throws {
        let (anna, ben) = (try await world.member(), try await world.member("ben"))
        var ids: [JSON] = []
        for number in 0..<5 { ids.append(try await say("\(number)", from: number == 2 ? anna : ben, to: number == 2 ? ben : anna)) }
        var (start, seen, pages) = (JSON.integer(0), [JSON?](), [Answer]())
        while pages.last?.data["is_last"] != true {
            let answer = try await page("opposite_id=\(ben.account.user)&limit=2&msg_id_start=\(start)", anna.headers)
            expectSuccess(answer)
            #expect(Answer.keys(answer.data) == ["messages", "is_last", "next_msg_id"])
            pages.append(answer)
            seen += answer.data["messages"]?.asArray?.map { $0["msg_id"] } ?? []
            start = try #require(answer.data["next_msg_id"])
        }
        #expect(seen == ids.reversed() && pages.count == 3 && start == 0)
        let own = try #require(pages[1].data["messages"]?[0])
        #expect(
            own == [
                "msg_id": ids[2], "from_xid": ["uid": anna.id, "device_sn": 0], "to_xid": ["uid": ben.id, "device_sn": 0],
                "type": "CHAT", "ctype": "TEXT", "content": "2", "attachment": "", "config": "", "ext": "{\"a\":1}",
                "timestamp": .integer(world.clock.now().milliseconds), "status": "UNREAD",
            ])
        let other = try #require(pages[0].data["messages"]?[0])
        #expect(other["from_xid"]?["uid"] == ben.id && other["to_xid"]?["uid"] == anna.id)
    }

    @Test func aConversationWithNothingInItIsEmpty() async throws {
        let anna = try await world.member()
        for peer in ["4", "7001", "0"] {
            let answer = try await page("opposite_id=\(peer)&limit=100&msg_id_start=0", anna.headers)
            expectSuccess(answer)
            #expect(answer.data == ["messages": [], "is_last": true, "next_msg_id": 0])
        }
    }

    @Test func aPageHasItsBounds() async throws {
        let anna = try await world.member()
        for query in [
            "limit=5&msg_id_start=0", "opposite_id=4&msg_id_start=0", "opposite_id=4&limit=5", "opposite_id=4&limit=0&msg_id_start=0",
            "opposite_id=4&limit=101&msg_id_start=0", "opposite_id=4&limit=-1&msg_id_start=0", "opposite_id=4&limit=5&msg_id_start=-1",
            "opposite_id=-4&limit=5&msg_id_start=0", "opposite_id=x&limit=5&msg_id_start=0",
        ] {
            expectRefusal(try await page(query, anna.headers), .invalidRequestParameter)
        }
    }

    @Test func everyKindOfContentHasItsName() async throws {
        let (anna, ben) = (try await world.member(), try await world.member("ben"))
        let server = try await world.server()
        for contentType in 0...7 as ClosedRange<Int64> {
            let body: JSON = [
                "type": 1, "targets": [anna.id], "content_type": .integer(contentType), "content": "x", "from_user_id": ben.id,
            ]
            expectSuccess(try await world.reply(.post, "/message/send", server, body: body.bytes))
        }
        let answer = try await page("opposite_id=\(ben.account.user)&limit=100&msg_id_start=0", anna.headers)
        #expect(
            answer.data["messages"]?.asArray?.map { $0["ctype"]?.asString }
                == ["FORWARD", "COMMAND", "LOCATION", "FILE", "VIDEO", "AUDIO", "IMAGE", "TEXT"])
    }

    @Test func aConversationIsDeletedEverywhere() async throws {
        let anna = try await world.member()
        let answer = try await world.reply(.delete, "/message/conversation", query: "conversation_id=7001", anna.headers)
        expectSuccess(answer)
        #expect(answer.data == true)
        let asked = try #require(world.log.noted.first)
        #expect(asked.action == .clear(everywhere: true) && asked.target == .group(GroupID(7001)) && asked.payload.isEmpty)
        #expect(asked.sender == DeviceAddress(account: anna.account, device: DeviceSN(0)))
        let body: JSON = ["conversation_id": 4]
        expectSuccess(try await world.reply(.delete, "/message/conversation", anna.headers, body: body.bytes))
        for query in ["", "conversation_id=x", "conversation_id=-1"] {
            expectRefusal(
                try await world.reply(.delete, "/message/conversation", query: query, anna.headers), .invalidRequestParameter)
        }
        world.log.refuse(.user(UserID(6)), with: Failure(.serverNeedRetry))
        expectRefusal(
            try await world.reply(.delete, "/message/conversation", query: "conversation_id=6", anna.headers), .serverNeedRetry)
    }
}
