import HearthCore
import IM
import Testing
import Web

/// `/message/send`, `/message/notify` and `/message/broadcast`: for an app's own servers.
struct MessageSendTests {
    private let world = RestWorld()

    private func send(
        _ fields: JSON, _ headers: [(String, String)], to path: String = "/message/send", _ method: Method = .post, query: String = ""
    ) async throws -> Answer {
        try await world.reply(method, path, query: query, headers, body: fields.bytes)
    }

    /// The fields of a text to somebody, over others.
    private static func text(to targets: JSON, _ more: KeyValuePairs<String, JSON> = [:]) -> JSON {
        let fields: [JSON.Member] = [
            JSON.Member("type", 1), JSON.Member("targets", targets), JSON.Member("content_type", 0), JSON.Member("content", "hi"),
        ]
        return .object(fields + more.map { JSON.Member($0.key, $0.value) })
    }

    private var texts: [String] { world.log.noted.map { String(decoding: $0.payload, as: UTF8.self) } }

    @Test(arguments: [Method.post, .put]) func aMessageOfTheSystemIsFromNobody(method: Method) async throws {
        let (anna, server) = (try await world.member(), try await world.server())
        let answer = try await send(
            ["type": 1, "targets": [anna.id], "content_type": 1, "attachment": "{\"url\":\"x\"}", "config": "{}", "ext": "[1]"], server,
            method)
        expectSuccess(answer)
        #expect(Answer.keys(answer.json) == ["code", "data", "message", "msg_ids"])
        #expect(answer.data == true)
        let sent = try #require(world.log.noted.first)
        #expect(world.log.noted.count == 1)
        #expect(sent.sender == DeviceAddress(account: Account(app: world.app.number, user: .system), device: DeviceSN(0)))
        #expect(sent.target == .user(anna.account.user) && sent.action == .message(contentType: 1, isEphemeral: false))
        #expect(texts == ["chat|1||{\"url\":\"x\"}|{}|[1]|S"])
        let page = try await world.reply(.get, "/message/conversation", query: "opposite_id=0&msg_id_start=0&limit=9", anna.headers)
        #expect(answer.json["msg_ids"] == .array([try #require(page.data["messages"]?[0]?["msg_id"])]))
    }

    @Test func theSenderIsTheFieldElseTheHeaderElseTheSystem() async throws {
        let (anna, ben, server) = (try await world.member(), try await world.member("ben"), try await world.server())
        let acting = server + [("user_id", ben.account.user.description)]
        expectSuccess(try await send(Self.text(to: [anna.id], ["from_user_id": ben.id]), server))
        expectSuccess(try await send(Self.text(to: [anna.id], ["from_user_id": .string("\(ben.account.user)")]), server))
        expectSuccess(try await send(Self.text(to: [ben.id], ["from_user_id": anna.id]), acting))
        expectSuccess(try await send(Self.text(to: [anna.id]), acting))
        expectSuccess(try await send(Self.text(to: [anna.id], ["from_user_id": .null]), server))
        expectSuccess(try await send(Self.text(to: [anna.id], ["from_user_id": 0]), acting))
        let (a, b) = (anna.account.user, ben.account.user)
        #expect(world.log.noted.map(\.sender.account.user) == [b, b, a, b, .system, .system])
        #expect(texts.map { $0.hasSuffix("|S") } == [false, false, false, false, true, true])
    }

    @Test func whatARosterOrABanForbidsIsForbiddenToAnAppsServerToo() async throws {
        let (anna, ben, server) = (try await world.member(), try await world.member("ben"), try await world.server())
        let message = Self.text(to: [anna.id], ["from_user_id": ben.id])
        _ = try await world.admin(.patch, "/admin/apps/\(world.app.id)/settings", ["chat.friends.only": "true"])
        let refused = try await send(message, server)
        expectRefusal(refused, .rosterNotFriend)
        #expect(refused.code == 19500)
        expectSuccess(try await send(Self.text(to: [anna.id]), server))
        for (name, code) in [(FailureName.rosterBlockListExist, 19501), (.userBanned, 19107)] as [(FailureName, Int64)] {
            world.log.refuse(.user(anna.account.user), with: Failure(name))
            #expect(try await send(message, server).code == code)
        }
    }

    @Test func aGroupIsWrittenToAsAGroup() async throws {
        let (anna, server) = (try await world.member(), try await world.server())
        let answer = try await send(
            ["type": "2", "targets": ["7001"], "content_type": "0", "content": "all", "from_user_id": anna.id], server)
        expectSuccess(answer)
        #expect(answer.json["msg_ids"]?.asArray?.count == 1)
        #expect(world.log.noted.map(\.target) == [.group(GroupID(7001))])
        #expect(texts == ["groupChat|0|all||||"])
    }

    @Test func fieldsMayStandInTheQuery() async throws {
        let (anna, server) = (try await world.member(), try await world.server())
        let query = "type=1&targets=\(anna.account.user)&content_type=0&content=hi%20there&online_only=0"
        expectSuccess(try await world.reply(.post, "/message/send", query: query, server, body: Array("{}".utf8)))
        #expect(texts == ["chat|0|hi there||||S"])
    }

    @Test func severalReceiversGetOneEachAndNoIdsAreTold() async throws {
        let (anna, ben, server) = (try await world.member(), try await world.member("ben"), try await world.server())
        let answer = try await send(Self.text(to: [anna.id, ben.id, anna.id]), server)
        expectSuccess(answer)
        #expect(answer.data == true && answer.json["msg_ids"] == nil)
        #expect(world.log.noted.map(\.target) == [.user(anna.account.user), .user(ben.account.user)])
        // The same one twice is one receiver.
        #expect(try await send(Self.text(to: [anna.id, anna.id]), server).json["msg_ids"]?.asArray?.count == 1)
    }

    @Test func whoCannotBeReachedIsLeftOut() async throws {
        let server = try await world.server()
        world.log.refuse(.user(UserID(900)), with: Failure(.userNotExist))
        world.log.refuse(.user(UserID(902)), with: Failure(.userRemoved))
        expectRefusal(try await send(Self.text(to: [900]), server), .userNotExist)
        #expect(try await send(Self.text(to: [900, 4, 902]), server).data == true)
        expectRefusal(try await send(Self.text(to: [902, 900]), server), .userRemoved)
    }

    @Test func aRepeatedTransactionIsCarriedOutOnce() async throws {
        let (anna, ben, server) = (try await world.member(), try await world.member("ben"), try await world.server())
        func sent(_ more: KeyValuePairs<String, JSON>) async throws -> JSON? {
            let answer = try await send(Self.text(to: [anna.id], more), server)
            expectSuccess(answer)
            return answer.json["msg_ids"]
        }
        let first = try await sent(["transaction_id": 77])
        #expect(try await sent(["transaction_id": "77"]) == first)
        #expect(try await sent(["transaction_id": 78]) != first)
        #expect(try await sent(["transaction_id": 77, "from_user_id": ben.id]) != first)
        // Without one every call counts; 0 is none.
        #expect(try await sent([:]) != sent([:]))
        #expect(try await sent(["transaction_id": 0]) != sent(["transaction_id": 0]))
        #expect(world.log.noted.prefix(2).map(\.clientID) == [77, 77])
    }

    @Test func onlineOnlyIsNotStored() async throws {
        let (anna, server) = (try await world.member(), try await world.server())
        let answer = try await send(Self.text(to: [anna.id], ["online_only": 1]), server)
        expectSuccess(answer)
        #expect(world.log.noted.map(\.isEphemeral) == [true])
        #expect(texts == ["chat|0|hi||||SE"])
        #expect(try await world.get("/message/unread", by: anna).data == [])
    }

    @Test(arguments: [(9, ItemKind.readAck, 6), (10, .recall, 6), (11, .append, 0), (12, .replace, 0)])
    func anOperationIsDoneToItsMessage(contentType: Int64, kind: ItemKind, ctype: Int) async throws {
        let (anna, ben, server) = (try await world.member(), try await world.member("ben"), try await world.server())
        for (type, target) in [(1, MessageTarget.user(ben.account.user)), (2, .group(GroupID(7001)))] as [(Int64, MessageTarget)] {
            let answer = try await send(
                [
                    "type": .integer(type), "targets": [type == 1 ? ben.id : 7001], "content_type": .integer(contentType),
                    "content": "more", "related_mid": 4711, "from_user_id": anna.id, "online_only": true,
                ], server)
            expectSuccess(answer)
            #expect(answer.json["msg_ids"]?.asArray?.count == 1)
            let asked = try #require(world.log.noted.last)
            #expect(asked.target == target)
            #expect(asked.action == .operation(Operation(kind, on: MessageID(4711), recalls: .always)))
            #expect(texts.last == "operation|\(ctype)|more||||")
        }
        for related in [.null, 0, -1] as [JSON] {
            let fields = Self.text(to: [ben.id], ["content_type": .integer(contentType), "related_mid": related])
            expectRefusal(try await send(fields, server), .invalidRequestParameter)
        }
    }

    @Test(
        arguments: [
            ["type": 1, "targets": [4], "content": "x"],
            ["type": 1, "targets": [4], "content_type": 13, "content": "x"], ["type": 1, "targets": [4], "content_type": -1],
            ["type": 1, "targets": [4], "content_type": 0],
            ["targets": [4], "content_type": 0, "content": "x"], ["type": 3, "targets": [4], "content_type": 0, "content": "x"],
            ["type": 1, "targets": ["x"], "content_type": 0, "content": "x"], ["type": 1, "targets": 4, "content_type": 0, "content": "x"],
            ["type": 1, "targets": [4], "content_type": 0, "content": "x", "ext": [:]],
            ["type": 1, "targets": [4], "content_type": 0, "content": "x", "online_only": "maybe"],
            ["type": 1, "targets": [4], "content_type": 0, "content": "x", "from_user_id": "anna"],
            ["type": 1, "targets": .array([JSON](repeating: 4, count: 10_001)), "content_type": 0, "content": "x"],
        ] as [JSON])
    func aBadFieldIsRefused(fields: JSON) async throws {
        let server = try await world.server()
        expectRefusal(try await send(fields, server), .invalidRequestParameter)
        #expect(world.log.noted.isEmpty)
    }

    @Test func whatNoMessageMayHoldIsNamed() async throws {
        let server = try await world.server()
        expectRefusal(try await send(["type": 1, "targets": [4], "content_type": 8], server), .serverRtcNotOpen)
        expectRefusal(try await send(["type": 1, "targets": [4], "content_type": 0, "content": "a\u{0}"], server), .messageBadArg)
        for field in ["attachment", "config", "ext"] {
            let fields = Self.text(to: [4], [field: "a\u{0}"])
            expectRefusal(try await send(fields, server), .messageBadArg)
        }
        #expect(world.log.noted.isEmpty)
    }

    @Test(arguments: [[], .null, [0], [4, -4], [9_007_199_254_740_992]] as [JSON]) func badReceiversAreRefused(targets: JSON) async throws {
        let server = try await world.server()
        for path in ["/message/send", "/message/notify"] {
            expectRefusal(try await send(Self.text(to: targets), server, to: path), .messageInvalid)
        }
        #expect(world.log.noted.isEmpty && Failure(.messageInvalid).restCode == 10002)
    }

    @Test func aBodyThatIsNotJSONIsRefused() async throws {
        let server = try await world.server()
        for path in ["/message/send", "/message/notify", "/message/broadcast"] {
            expectRefusal(try await world.reply(.post, path, server, body: Array("{".utf8)), .invalidRequestParameter)
        }
    }

    // MARK: Notify and broadcast

    @Test(arguments: [Method.post, .put]) func aNoticeIsAlwaysFromTheSystem(method: Method) async throws {
        let (anna, ben, server) = (try await world.member(), try await world.member("ben"), try await world.server())
        let acting = server + [("user_id", ben.account.user.description)]
        let answer = try await send(Self.text(to: [anna.id], ["from_user_id": ben.id]), acting, to: "/message/notify", method)
        expectSuccess(answer)
        #expect(answer.data == true && answer.json["msg_ids"]?.asArray?.count == 1)
        #expect(world.log.noted.map(\.sender.account.user) == [.system])
        #expect(texts == ["chat|0|hi||||S"])
    }

    @Test(arguments: [Method.post, .put]) func aBroadcastReachesEveryUserOfTheApp(method: Method) async throws {
        let server = try await world.server()
        _ = try await world.member("stranger", of: world.otherApp)
        var users: [UserID] = []
        for number in 0..<1_203 {
            let account = Account(app: world.app.number, user: UserID(Int64(10_000 + number * 2)))
            let status: UserStatus = number == 5 ? .removed : number == 6 ? .frozen : .normal
            world.accounts.add(account, name: "user\(number)", status: status)
            if status != .removed { users.append(account.user) }
        }
        let answer = try await send(["type": 1, "content_type": 0, "content": "hello all"], server, to: "/message/broadcast", method)
        expectSuccess(answer)
        #expect(answer.data == ["success": true, "send_num": 1_202])
        #expect(world.log.noted.map(\.target) == users.map { .user($0) })
        #expect(world.log.noted.allSatisfy { $0.sender.account == Account(app: world.app.number, user: .system) })
        #expect(Set(texts) == ["chat|0|hello all||||S"])
    }

    @Test func aBroadcastThatEndsEarlySaysSo() async throws {
        let (server, anna, ben) = (try await world.server(), try await world.member(), try await world.member("ben"))
        let fields: JSON = ["type": 1, "content_type": 0, "content": "x"]
        world.log.refuse(.user(anna.account.user), with: Failure(.userNotExist))
        #expect(try await send(fields, server, to: "/message/broadcast").data == ["success": true, "send_num": 1])
        world.log.refuse(.user(anna.account.user), with: Failure(.serverNeedRetry))
        #expect(try await send(fields, server, to: "/message/broadcast").data == ["success": false, "send_num": 1])
        world.log.refuse(.user(ben.account.user), with: Failure(.serverBusy))
        expectRefusal(try await send(fields, server, to: "/message/broadcast"), .serverNeedRetry)
    }

    @Test func anEmptyAppIsReachedAtOnce() async throws {
        let answer = try await send(["type": 1, "content_type": 0, "content": "x"], try await world.server(), to: "/message/broadcast")
        #expect(answer.data == ["success": true, "send_num": 0])
    }

    @Test(
        arguments: [
            ["type": 1, "content": "x"], ["type": 1, "content_type": 0], ["content_type": 99, "content": "x"],
            ["content_type": 10, "content": "", "related_mid": 5],
        ] as [JSON])
    func aBroadcastIsAMessage(fields: JSON) async throws {
        let server = try await world.server()
        _ = try await world.member()
        expectRefusal(try await send(fields, server, to: "/message/broadcast"), .invalidRequestParameter)
        #expect(world.log.noted.isEmpty)
    }
}
