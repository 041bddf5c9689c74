import Foundation
import HearthCore
import IM
import Outbound
import Testing
import Web

@testable import HearthServer

struct BeforeContractTests {
    private static func read(_ body: String, status: Int = 200) -> Result<BeforeAnswer, HookTrouble> {
        BeforeContract.read(OutboundHTTP.Answer(status: status, body: Array(body.utf8)))
    }

    @Test(arguments: ["", " \n", "{}", #"{"action": "allow"}"#, #"{"action": "allow", "reason": 7}"#])
    func thisLetsAMessageThrough(body: String) {
        #expect(Self.read(body) == .success(.allow))
    }

    @Test func whatIsGivenIsReplacedAndNothingElse() {
        #expect(Self.read(#"{"action": "replace"}"#) == .success(.replace(BodyReplacement())))
        #expect(
            Self.read(#"{"action": "replace", "content": "", "config": null, "ext": "{\"a\":1}"}"#)
                == .success(.replace(BodyReplacement(content: "", ext: #"{"a":1}"#))))
        #expect(Self.read(#"{"action": "refuse", "reason": "ads"}"#) == .success(.refuse(reason: "ads")))
        #expect(Self.read(#"{"action": "refuse"}"#) == .success(.refuse(reason: "")))
    }

    @Test(arguments: [
        (200, "allow"), (200, "null"), (200, "[]"), (200, #"{"allow": true}"#), (200, #"{"action": "Allow"}"#), (200, #"{"action": 1}"#),
        (200, #"{"action": "refuse", "reason": 7}"#), (200, #"{"action": "replace", "ext": {}}"#),
        (200, #"{"action": "replace", "content": "\u0000"}"#), (204, ""), (201, "{}"), (302, "{}"), (403, #"{"action": "refuse"}"#),
        (500, ""),
    ])
    func everythingElseIsNoAnswer(status: Int, body: String) {
        #expect(throws: HookTrouble.self) { try Self.read(body, status: status).get() }
    }

    @Test func contentTypesHaveTheVendorsWords() {
        #expect([0, 1, 6, 8].map { BeforeContract.contentType($0) } == ["TEXT", "IMAGE", "COMMAND", "RTC"])
        #expect([-1, 9].map { BeforeContract.contentType($0) } == ["-1", "9"])
    }

    @Test func anEditNamesItsMessageAndAGroupIsOne() {
        let question = BeforeQuestion(
            id: "x", from: DeviceAddress(account: Account(app: AppNumber(1), user: UserID(2)), device: DeviceSN(3)),
            target: .group(GroupID(5)), kind: .append, fields: BodyFields(contentType: 0), clientID: 7, related: MessageID(9),
            at: Instant(milliseconds: 11))
        let json = BeforeContract.json(question, app: AppID("abc"))
        #expect(json["to"] == ["gid": 5] && json["related_mid"] == 9 && json["type"] == "APPEND" && json["client_mid"] == 7)
    }

    @Test func theDocumentationShowsTheExample() throws {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/hooks.md"), encoding: .utf8)
        let blocks = page.components(separatedBy: "```json\n").dropFirst().compactMap { $0.components(separatedBy: "```").first }
        let shown = try blocks.map { try JSON.parse(Array($0.utf8)) }
        let example = BeforeContract.json(BeforeContract.example(of: AppNumber(1)), app: AppID("abcdefghijkl"))
        #expect(shown.contains(example), "docs/hooks.md has to show \(example)")
    }
}

struct HookSigningTests {
    @Test func theSignatureIsThatOfTimeAndBody() throws {
        let headers = try HookSigning.headers(
            event: "message.before", body: Array("{}".utf8), secret: "top-secret", now: Instant(milliseconds: 1_767_225_600_000))
        #expect(headers.map(\.0) == ["Hearth-Event", "Hearth-Timestamp", "Hearth-Signature"])
        // printf '1767225600000.{}' | openssl dgst -sha256 -hmac top-secret
        let signature = "05697bf4e0d11c1496dd57c3e22a7f9d8d3ff97ab8f207457a942a5f412cce0b"
        #expect(headers.map(\.1) == ["message.before", "1767225600000", "sha256=" + signature])
    }

    @Test func withoutASecretThereIsNone() throws {
        let headers = try HookSigning.headers(event: "message.before", body: [], secret: "", now: Instant(milliseconds: 1))
        #expect(headers.map(\.0) == ["Hearth-Event", "Hearth-Timestamp"])
    }
}
