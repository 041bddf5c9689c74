import HearthCore
import IM
import Live
import Testing
import Web

struct MessageTraceRoutesTests {
    private static let path = "/admin/apps/shop/messages/9007199254740000"
    private static let id = MessageID(9_007_199_254_740_000)

    private let world = RestWorld()
    private let anna = UserID(2)
    private let ben = UserID(4)

    private func device(_ user: UserID, _ number: Int32 = 1) -> DeviceAddress {
        DeviceAddress(account: Account(app: world.app.number, user: user), device: DeviceSN(number))
    }

    /// A message of Anna to Ben, who has three devices.
    private func trace() -> MessageTrace {
        var trace = MessageTrace(
            id: Self.id, conversation: ConversationID(7), place: .users(anna, ben), from: device(anna), kind: 0, related: nil,
            contentType: 0, bytes: 12, status: .read, receivedAt: Instant(milliseconds: 5), editedAt: nil)
        let reading = MessageID(Self.id.rawValue + 4_096)
        trace.operations = [MessageTrace.Act(id: reading, kind: 1, user: ben, device: DeviceSN(1))]
        var person = MessageTrace.Person(
            user: ben, joined: .zero, readUpTo: reading, isUnreadAgain: false, isHidden: false, cleared: .zero)
        person.reading = reading
        let past = MessageID(Self.id.rawValue + 1)
        person.devices = [(1, Self.id, 50), (2, past, 60), (3, MessageID(Self.id.rawValue - 1), 40)].map { number, cursor, at in
            MessageTrace.Device(
                number: DeviceSN(number), platform: 6, cursor: cursor, confirmedAt: Instant(milliseconds: at), cleared: .zero)
        }
        trace.people = [
            MessageTrace.Person(
                user: anna, joined: .zero, readUpTo: .zero, isUnreadAgain: false, isHidden: false, cleared: .zero), person,
        ]
        return trace
    }

    @Test func whatIsKnownIsAnsweredWithTimes() async throws {
        world.tracing.keep(trace(), of: world.app.number)
        let answer = try await world.admin(.get, Self.path)
        expectSuccess(answer)
        #expect(
            Answer.keys(answer.data) == [
                "id", "conversation", "kind", "from", "content_type", "bytes", "status", "received_at", "stored_at", "operations", "people",
                "deliveries_known_since",
            ])
        #expect(answer.data["id"] == .integer(Self.id.rawValue) && answer.data["conversation"] == ["users": [2, 4]])
        #expect(answer.data["from"] == ["user_id": 2, "device": 1] && answer.data["bytes"] == 12 && answer.data["status"] == "read")
        #expect(answer.data["received_at"] == 5 && answer.data["stored_at"] == .integer(Self.id.instant.milliseconds))
        let read = answer.data["operations"]?[0]
        #expect(read?["kind"] == "read_ack" && read?["at"] == .integer(Self.id.instant.milliseconds + 1))
        let people = try #require(answer.data["people"]?.asArray)
        #expect(people[0] == ["user_id": 2, "is_author": true, "devices": []])
        #expect(people[1]["read"] == true && people[1]["read_at"] == read?["at"])
    }

    @Test func aGroupsReadersAreCountedAndWhoWentIsTold() async throws {
        var trace = MessageTrace(
            id: Self.id, conversation: ConversationID(7), place: .group(GroupID(9)), from: device(anna), kind: 0, related: nil,
            contentType: 0, bytes: 12, status: .read, receivedAt: nil, editedAt: nil)
        trace.readers = MessageTrace.Readers(read: 2, of: 3)
        let earlier = MessageID(Self.id.rawValue - 4_096)
        func person(_ user: Int64, until: MessageID = .zero, returned: MessageID = .zero, wasAway: Bool = false) -> MessageTrace.Person {
            MessageTrace.Person(
                user: UserID(user), joined: .zero, until: until, returned: returned, wasAway: wasAway, readUpTo: .zero,
                isUnreadAgain: false, isHidden: false, cleared: .zero)
        }
        trace.people = [
            person(4), person(6, until: earlier), person(8, until: MessageID(Self.id.rawValue + 4_096)),
            person(10, returned: Self.id, wasAway: true),
        ]
        world.tracing.keep(trace, of: world.app.number)
        let data = try await world.admin(.get, Self.path).data
        #expect(data["readers"] == ["read": 2, "of": 3] && data["conversation"] == ["group_id": 9])
        let people = try #require(data["people"]?.asArray)
        #expect(people[0]["left_at"] == nil && people[0]["away"] == nil && people[0]["returned_after"] == nil)
        #expect(people[1]["left_at"] == .integer(earlier.instant.milliseconds) && people[1]["left_before"] == true)
        #expect(people[2]["left_at"] == .integer(Self.id.instant.milliseconds + 1) && people[2]["left_before"] == nil)
        #expect(people[3]["away"] == true && people[3]["returned_after"] == .integer(Self.id.rawValue))
    }

    @Test func aCursorAtTheMessageTellsWhenAndOnePastItNoLaterThanWhen() async throws {
        world.tracing.keep(trace(), of: world.app.number)
        let devices = try #require(try await world.admin(.get, Self.path).data["people"]?[1]?["devices"]?.asArray)
        #expect(devices[0]["confirmed"] == true && devices[0]["confirmed_at"] == 50 && devices[0]["confirmed_by"] == nil)
        #expect(devices[1]["confirmed"] == true && devices[1]["confirmed_by"] == 60 && devices[1]["confirmed_at"] == nil)
        #expect(devices[2]["confirmed"] == false && devices[2]["confirmed_by"] == nil && devices[2]["confirmed_at"] == nil)
    }

    @Test func whatTheServerRemembersOfDeliveriesIsAdded() async throws {
        world.tracing.keep(trace(), of: world.app.number)
        let lane = world.trail.lane()
        let before = MessageID(Self.id.rawValue - 1)
        let steps: [(DeliveryTrail.Step, Int32, MessageID, Int64)] = [
            (.told, 2, before, 51), (.given, 2, before, 52), (.given, 2, before, 53), (.confirmed, 2, before, 54),
            // One about a later message.
            (.told, 1, Self.id, 55), (.told, 3, before, 56),
        ]
        for (step, number, after, at) in steps {
            lane.note(
                DeliveryTrail.Entry(
                    step, device(ben, number), ConversationID(7), after: after, upTo: MessageID(Self.id.rawValue + 1),
                    at: Instant(milliseconds: at)))
        }
        let answer = try await world.admin(.get, Self.path)
        let devices = try #require(answer.data["people"]?[1]?["devices"]?.asArray)
        #expect(devices[0]["told_at"] == nil && devices[0]["given_at"] == nil)
        #expect(devices[1]["told_at"] == 51 && devices[1]["given_at"] == 52 && devices[1]["given_times"] == 2)
        #expect(devices[1]["confirmed_at"] == 54 && devices[1]["confirmed_by"] == nil)
        #expect(devices[2]["told_at"] == 56 && devices[2]["confirmed"] == false)
        #expect(answer.data["deliveries_known_since"] == .integer(world.clock.now().milliseconds))
    }

    @Test func whatIsNotThereIsRefused() async throws {
        world.tracing.keep(trace(), of: world.app.number)
        expectRefusal(try await world.admin(.get, "/admin/apps/nothere/messages/\(Self.id)"), .serverAppIdInvalid)
        for path in ["/admin/apps/shop/messages/17", "/admin/apps/other/messages/\(Self.id)"] {
            let answer = try await world.admin(.get, path)
            #expect(answer.code == 404 && answer.message?.hasPrefix("there is no message") == true)
        }
        for number in ["x", "0", "-1", "99999999999999999999"] {
            let answer = try await world.admin(.get, "/admin/apps/shop/messages/\(number)")
            #expect(answer.code == Int64(Failure(.invalidRequestParameter).restCode), "\(number)")
        }
    }
}
