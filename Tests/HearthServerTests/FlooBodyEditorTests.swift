import HearthCore
import IM
import SwiftProtobuf
import Testing
import XSYNC

@testable import HearthServer

struct FlooBodyEditorTests {
    private func edited(
        _ body: Im_Floo_Protobuf_MessageBody, by change: Im_Floo_Protobuf_MessageBody, _ kind: ItemKind
    ) throws -> Im_Floo_Protobuf_MessageBody {
        try Im_Floo_Protobuf_MessageBody(
            serializedBytes: FlooBodyEditor().edited(body.serializedBytes(), by: change.serializedBytes(), kind))
    }

    private func body(_ content: String, config: String = "", ext: String = "") -> Im_Floo_Protobuf_MessageBody {
        var body = Im_Floo_Protobuf_MessageBody()
        body.type = .chat
        (body.content, body.config, body.ext) = (content, config, ext)
        return body
    }

    @Test func aPieceIsAddedAndFieldsAreMerged() throws {
        let result = try edited(body("a", ext: #"{"x":1}"#), by: body("b", ext: #"{"y":2}"#), .append)
        #expect(result.content == "ab" && result.ext == #"{"x":1,"y":2}"# && result.type == .chat)
    }

    @Test func aTextIsReplacedUnlessThereIsNone() throws {
        #expect(try edited(body("old"), by: body("new"), .replace).content == "new")
        #expect(try edited(body("old"), by: body("", config: #"{"k":1}"#), .replace).content == "old")
    }

    @Test(arguments: [
        (#"{"a":{"b":1,"c":2}}"#, #"{"a":{"c":3}}"#, #"{"a":{"b":1,"c":3}}"#), ("", #"{"a":[1]}"#, #"{"a":[1]}"#),
        (#"{"a":1}"#, "null", #"{"a":1}"#), (#"{"a":1}"#, "", #"{"a":1}"#), (#"{"a":1}"#, "{not json", #"{"a":1}"#),
        ("no json", #"{"a":1}"#, #"{"a":1}"#), (#"{"a":{"b":1}}"#, #"{"a":2}"#, #"{"a":2}"#),
        (#"{"a":2}"#, #"{"a":{"b":1}}"#, #"{"a":{"b":1}}"#),
    ])
    func objectsAreMergedKeyByKey(old: String, new: String, expected: String) {
        #expect(FlooBodyEditor.merged(old, with: new) == expected)
    }

    @Test func anEmptyPieceAndATooLargeTextAreRefused() throws {
        #expect(throws: Failure(.invalidParam)) { try edited(body("a"), by: body(""), .append) }
        let large = String(repeating: "x", count: Limits.editedBytes / 2)
        #expect(throws: Failure(.generalError)) { try edited(body(large), by: body(large), .append) }
    }

    @Test func whatTheServerDoesNotKnowSurvives() throws {
        var bytes: [UInt8] = try body("a").serializedBytes()
        bytes += [0x9a, 0x06, 0x01, 0x41]
        let result = try FlooBodyEditor().edited(bytes, by: body("b").serializedBytes(), .append)
        #expect(result.suffix(4) == [0x9a, 0x06, 0x01, 0x41])
    }
}
