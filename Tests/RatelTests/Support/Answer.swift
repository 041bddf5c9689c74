import HearthCore
import Testing
import Web

/// A reply, taken apart as a client does.
struct Answer {
    let status: Int
    let text: String
    let json: JSON

    init(_ reply: Reply) throws {
        status = reply.status
        text = String(decoding: reply.body, as: UTF8.self)
        json = reply.contentType == "application/json" ? try JSON.parse(reply.body) : .null
    }

    var code: Int64? { json["code"]?.asInteger }
    var message: String? { json["message"]?.asString }
    var data: JSON { json["data"] ?? .null }

    /// Names of an object's members, in order.
    static func keys(_ json: JSON?) -> [String] { json?.asMembers?.map(\.key) ?? [] }
}

/// A refusal of the vendor's API: HTTP 200, the row's code, a text, and no data.
func expectRefusal(_ answer: Answer, _ name: FailureName, sourceLocation: SourceLocation = #_sourceLocation) {
    let failure = Failure(name)
    #expect(answer.status == 200, sourceLocation: sourceLocation)
    #expect(answer.code == Int64(failure.restCode), "\(answer.json)", sourceLocation: sourceLocation)
    #expect(Answer.keys(answer.json) == ["code", "message"], sourceLocation: sourceLocation)
    #expect(answer.message?.isEmpty == false, sourceLocation: sourceLocation)
}

/// Success in the vendor's envelope.
func expectSuccess(_ answer: Answer, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(answer.status == 200, sourceLocation: sourceLocation)
    #expect(answer.code == 200, "\(answer.json)", sourceLocation: sourceLocation)
    #expect(answer.json["message"] == .null, sourceLocation: sourceLocation)
    #expect(answer.data != .null, sourceLocation: sourceLocation)
}
