import HearthCore
import Testing
import Web

/// What of a request the audit log keeps.
struct AuditedJSONTests {
    @Test func secretsAreMaskedAtAnyDepth() {
        let fields: JSON = [
            "username": "anna", "password": "one", "old_password": "two", "access-token": "three", "sign": "four",
            "Client_Secret": ["five"],
            "list": [["username": "ben", "password": "six"]], "design": "kept", "token": .null,
        ]
        #expect(
            fields.masked == [
                "username": "anna", "password": "***", "old_password": "***", "access-token": "***", "sign": "***", "Client_Secret": "***",
                "list": [["username": "ben", "password": "***"]], "design": "kept", "token": .null,
            ])
    }

    @Test(arguments: ["x", "\"", "\\", "é", "😀", "\u{1}"]) func whatIsLongIsCut(_ letter: String) throws {
        let long: JSON = ["name": .string(String(repeating: letter, count: Limits.auditedBytes + 1))]
        let text = long.audited
        #expect(text.utf8.count <= Limits.auditedBytes)
        let cut = try JSON.parse(Array(text.utf8))
        #expect(cut["beginning"]?.asString?.hasPrefix("{\"name\"") == true)
        #expect(cut["bytes"] == .integer(Int64(long.description.utf8.count)))
        let short: JSON = ["name": .string(letter)]
        #expect(short.audited == short.description)
    }

    @Test func fieldsOfTheQueryAndTheBodyAreTogether() throws {
        func all(_ body: String) throws -> JSON {
            try Request(.post, "/", query: Query("a=1&password=x"), body: Array(body.utf8)).parameters().all
        }
        #expect(try all("") == ["a": "1", "password": "x"])
        #expect(try all(#"{"b": 2}"#) == ["a": "1", "password": "x", "b": 2])
        #expect(try all("[3]") == ["a": "1", "password": "x", "body": [3]])
    }
}
