import HearthCore
import Synchronization
import TestSupport
import Testing

@testable import IM

struct BeforeHooksTests {
    private let world = HookWorld()

    private func send(_ message: OutgoingMessage, _ settings: AppSettings = HookWorld.settings(), by author: MessageAuthor = .user) {
        world.hooks.pass(message, by: author, settings) { [passed = world.passed] in passed.add($0) }
    }

    private func content(_ index: Int) -> String? { PlainBodyCodec().decode(world.passed.all[index].payload)?.content }

    private func operation(_ kind: ItemKind, _ id: Int64) throws -> OutgoingMessage {
        let payload = try PlainBodyCodec().encode(BodyFields(contentType: 6, content: "more"), as: .operation)
        return OutgoingMessage(
            sender: Sample.device(), target: .user(UserID(4)), action: .operation(Operation(kind, on: MessageID(77))), clientID: id,
            payload: payload)
    }

    @Test func theQuestionSaysWhatIsSent() async throws {
        send(HookWorld.text(5, "hello"))
        let first = await world.endpoint.take(1)[0]
        #expect(first.timeout == 1_000)
        #expect(
            first.question
                == BeforeQuestion(
                    id: first.question.id, from: Sample.device(), target: .user(UserID(4)), kind: .chat,
                    fields: BodyFields(contentType: 0, content: "hello"), clientID: 5, at: world.clock.now()))
        for (kind, word) in [(ItemKind.append, BeforeQuestion.Kind.append), (.replace, .replace)] {
            send(try operation(kind, 6))
            let question = await world.endpoint.take(1)[0].question
            #expect(question.kind == word && question.related == MessageID(77) && question.fields.content == "more")
            #expect(question.id.count == 20 && question.id != first.question.id)
        }
        send(Sample.message(target: .group(GroupID(9)), payload: HookWorld.text(6).payload))
        #expect(await world.endpoint.take(1)[0].question.kind == .groupChat)
    }

    @Test func nobodyIsAskedAboutTypingReceiptsServersOrWhatIsRefusedAlready() throws {
        let typing = OutgoingMessage(
            sender: Sample.device(), target: .user(UserID(4)), clientID: 1, contentType: 0, isEphemeral: true, payload: [])
        send(typing)
        for kind in [ItemKind.readAck, .recall, .delete] { send(try operation(kind, 2)) }
        send(HookWorld.text(3), by: .admin)
        send(HookWorld.text(4), by: .system)
        send(HookWorld.text(5).moderated(Moderation(refusal: Failure(.messageCensored))))
        send(HookWorld.text(6), AppSettings())
        #expect(world.passed.told == ["1", "2", "2", "2", "3", "4", "5 antispam", "6"])
    }

    @Test func whatFollowsAMessageThatIsAskedAboutWaitsBehindIt() async throws {
        send(HookWorld.text(1))
        send(try operation(.readAck, 2))
        send(HookWorld.text(3))
        send(HookWorld.text(4), AppSettings())
        send(HookWorld.text(5, from: Sample.device(2, 2)), AppSettings())
        #expect(world.passed.told == ["5"], "another device is not held up")
        let asked = await world.endpoint.take(2)
        asked[1].answer(.allow)
        asked[0].answer(.allow)
        await world.passed.wait(for: 5)
        #expect(world.passed.told == ["5", "1", "2", "3", "4"])
        send(HookWorld.text(6), AppSettings())
        #expect(world.passed.told.last == "6")
    }

    @Test func aRefusalTellsTheReasonOnOneLine() async {
        send(HookWorld.text(1))
        await world.endpoint.take(1)[0].answer(.refuse(reason: "no\r\n\u{0}\u{2028}ads" + String(repeating: "x", count: 300)))
        await world.passed.wait(for: 1)
        let refusal = world.passed.all[0].moderation?.refusal
        #expect(refusal?.name == .messageCensored && refusal?.status == .wordCensored)
        #expect(refusal?.reason == "antispam: no ads" + String(repeating: "x", count: 194))
        send(HookWorld.text(2))
        await world.endpoint.take(1)[0].answer(.refuse(reason: ""))
        await world.passed.wait(for: 2)
        #expect(world.passed.told.last == "2 antispam")
    }

    @Test func otherWordsTakeThePlaceOfThoseThatWereSent() async {
        let original = HookWorld.text(1, "bad")
        send(original)
        await world.endpoint.take(1)[0].answer(.replace(BodyReplacement(content: "***", ext: "{}")))
        await world.passed.wait(for: 1)
        let message = world.passed.all[0]
        #expect(PlainBodyCodec().decode(message.payload) == BodyFields(contentType: 0, content: "***", ext: "{}"))
        #expect(message.fingerprint == original.fingerprint, "sent once more it is the same message")
    }

    @Test(arguments: [("open", ["1", "2"]), ("closed", ["1 need retry", "2 need retry"])])
    func withoutAnAnswerTheSettingDecides(failure: String, told: [String]) async {
        let settings = HookWorld.settings(["hook.before.failure": failure])
        send(HookWorld.text(1), settings)
        send(HookWorld.text(2), settings)
        let asked = await world.endpoint.take(2)
        asked[0].fail()
        asked[1].answer(.replace(BodyReplacement(content: String(repeating: "x", count: Limits.editedBytes))))
        await world.passed.wait(for: 2)
        #expect(world.passed.told == told)
        #expect(content(0) == "hi" && content(1) == "hi")
        #expect(world.hooks.report(of: Sample.app).counts[.failed] == 2)
    }

    @Test func anEndpointThatFailsIsSparedForAWhile() async {
        let settings = HookWorld.settings(["hook.before.breaker": "2", "hook.before.rest": "10", "hook.before.failure": "closed"])
        for id in 1...2 {
            send(HookWorld.text(Int64(id)), settings)
            await world.endpoint.take(1)[0].fail()
            await world.passed.wait(for: id)
        }
        send(HookWorld.text(3), settings)
        #expect(world.passed.told.last == "3 need retry", "nobody was asked")
        #expect(world.hooks.report(of: Sample.app).breaker.word == "open")
        world.clock.advance(by: 10_000)
        send(HookWorld.text(4), settings)
        send(HookWorld.text(5, from: Sample.device(4)), settings)
        #expect(world.passed.told.last == "5 need retry", "one alone finds out")
        await world.endpoint.take(1)[0].answer(.allow)
        await world.passed.wait(for: 5)
        #expect(world.passed.told.last == "4")
        send(HookWorld.text(6), settings)
        await world.endpoint.take(1)[0].answer(.allow)
        await world.passed.wait(for: 6)
        let counts = world.hooks.report(of: Sample.app).counts
        #expect(HookOutcome.allCases.map { counts[$0] } == [2, 0, 0, 2, 2])
        #expect(counts.lastTrouble == VirtualClock.start && counts.trouble == HookTrouble("broken"))
    }

    @Test func whatIsSettledWhileAMessageGoesOnStaysBehindIt() async {
        let settings = HookWorld.settings(["hook.before.breaker": "1"])
        world.hooks.pass(HookWorld.text(1), by: .user, settings) { [self] message in
            // The breaker is open by now: this one is settled at once.
            send(HookWorld.text(2), settings)
            world.passed.add(message)
        }
        await world.endpoint.take(1)[0].fail()
        await world.passed.wait(for: 2)
        #expect(world.passed.told == ["1", "2"])
    }

    @Test func anotherAddressBeginsAnew() async {
        let settings = HookWorld.settings(["hook.before.breaker": "1"])
        send(HookWorld.text(1), settings)
        await world.endpoint.take(1)[0].fail()
        await world.passed.wait(for: 1)
        send(HookWorld.text(2), HookWorld.settings(["hook.before.breaker": "1", "hook.before.url": "https://other.example/"]))
        #expect(await world.endpoint.take(1)[0].question.clientID == 2)
    }

    @Test func fewAreAskedAtOnceAThousandWaitAndTheRestIsNotAskedAbout() async {
        let settings = HookWorld.settings(["hook.before.concurrency": "1", "hook.before.failure": "closed"])
        for user in 1...1_002 { send(HookWorld.text(Int64(user), from: Sample.device(Int64(user))), settings) }
        #expect(world.passed.told == ["1002 need retry"])
        let report = world.hooks.report(of: Sample.app)
        #expect(report.running == 1 && report.waiting == 1_000 && report.counts[.skipped] == 1)
        let first = await world.endpoint.take()
        #expect(first.map(\.question.clientID) == [1])
        first[0].answer(.allow)
        #expect(await world.endpoint.take().map(\.question.clientID) == [2])
        #expect(world.hooks.metrics().contains("hearth_hook_before_total{outcome=\"skipped\"} 1\n"))
    }

    @Test func oneDeviceHasHalfOfTheLineAndAHundredPlacesInIt() async {
        let settings = HookWorld.settings(["hook.before.concurrency": "2"])
        for id in 1...1_200 { send(HookWorld.text(Int64(id)), settings) }
        let report = world.hooks.report(of: Sample.app)
        #expect(report.running == 1 && report.waiting == 100, "the rest is held back")
        #expect(report.counts[.skipped] == 99 && world.passed.told == [])
        send(HookWorld.text(2_000, from: Sample.device(4)), settings)
        let asked = await world.endpoint.take(2)
        #expect(asked.map(\.question.clientID) == [1, 2_000])
        world.clock.advance(by: 900)
        asked[1].answer(.allow)
        asked[0].answer(.allow)
        let next = await world.endpoint.take(1)[0]
        #expect(next.question.clientID == 2 && next.timeout == 100)
        next.answer(.allow)
    }

    @Test func theTimeRunsWhileAQuestionWaits() async {
        let settings = HookWorld.settings(["hook.before.concurrency": "1", "hook.before.failure": "closed"])
        send(HookWorld.text(1), settings)
        world.clock.advance(by: 400)
        send(HookWorld.text(2), settings)
        send(HookWorld.text(3), settings)
        let first = await world.endpoint.take(1)[0]
        world.clock.advance(by: 300)
        first.answer(.allow)
        let second = await world.endpoint.take(1)[0]
        #expect(second.timeout == 700)
        world.clock.advance(by: 700)
        second.answer(.allow)
        await world.passed.wait(for: 3)
        #expect(world.passed.told == ["1", "2", "3 need retry"])
    }

    @Test func atTheEndWhatIsAskedGetsItsAnswerAndWhatWaitsHasToBeSentAgain() async {
        let settings = HookWorld.settings(["hook.before.concurrency": "1"])
        send(HookWorld.text(1), settings)
        send(HookWorld.text(2), settings)
        send(HookWorld.text(3, from: Sample.device(4)), settings)
        let asked = await world.endpoint.take(1)[0]
        let end = Task { [world] in
            await world.hooks.close()
            return world.passed.told
        }
        await world.passed.wait(for: 1)
        send(HookWorld.text(4, from: Sample.device(6)), settings)
        asked.answer(.refuse(reason: "late"))
        #expect(await end.value == ["3 need retry", "4 need retry", "1 antispam: late", "2 need retry"])
    }

    @Test(arguments: 0..<20)
    func ofManyDevicesEachKeepsItsOrderAndNothingIsLost(seed: UInt64) async {
        var chance = SeededGenerator(seed: seed)
        let settings = HookWorld.settings(["hook.before.concurrency": "\([1, 3, 64][Int(seed % 3)])", "hook.before.breaker": "0"])
        let devices = (1...6).map { Sample.device(Int64($0)) }
        var sent: [DeviceAddress: [Int64]] = [:]
        var (asked, unanswered): (Int, [HeldHook.Asked]) = (0, [])
        for id in 1...Int64(200) {
            let device = devices[Int.random(in: 0..<devices.count, using: &chance)]
            let isAsked = !chance.oneIn(3)
            send(HookWorld.text(id, from: device), isAsked ? settings : AppSettings())
            sent[device, default: []].append(id)
            asked += isAsked ? 1 : 0
            if chance.oneIn(4), asked > 0 { await answerOne() }
        }
        while asked > 0 { await answerOne() }
        await world.hooks.close()
        let passed = Dictionary(grouping: world.passed.all, by: \.sender).mapValues { $0.map(\.clientID) }
        #expect(passed == sent)

        func answerOne() async {
            if unanswered.isEmpty { unanswered = await world.endpoint.take() }
            let one = unanswered.remove(at: Int.random(in: 0..<unanswered.count, using: &chance))
            asked -= 1
            switch Int.random(in: 0..<4, using: &chance) {
            case 0: one.fail()
            case 1: one.answer(.refuse(reason: "no"))
            case 2: one.answer(.replace(BodyReplacement(content: "other")))
            default: one.answer(.allow)
            }
        }
    }
}
