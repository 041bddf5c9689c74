import HearthCore
import Testing

@testable import Web

@Suite struct ParametersTests {
    private func parameters(_ query: String = "", _ body: String = "", headers: Headers = [:]) throws -> Parameters {
        try Request(.post, "/x", query: Query(query), headers: headers, body: Array(body.utf8)).parameters()
    }

    /// The text of the refusal, which must be 10002.
    private func refusal<Value>(_ body: () throws -> Value) -> String? {
        do {
            _ = try body()
            return nil
        } catch let failure as Failure {
            return failure.restCode == 10002 ? failure.restMessage : nil
        } catch {
            return nil
        }
    }

    @Test func theQueryWinsOverTheBody() throws {
        let fields = try parameters("a=query", #"{"a":"body","b":"body"}"#)
        #expect(try fields.string("a") == "query")
        #expect(try fields.string("b") == "body")
    }

    @Test func nullAndAbsentAreTheSame() throws {
        let fields = try parameters("", #"{"a":null}"#)
        #expect(try fields.stringIfPresent("a") == nil)
        #expect(try fields.integerIfPresent("a") == nil)
        #expect(try fields.integersIfPresent("a") == nil)
        #expect(try fields.stringIfPresent("b") == nil)
        #expect(refusal { try fields.string("a") } == "invalid request parameter: a")
        #expect(refusal { try fields.integers("b") } == "invalid request parameter: b")
    }

    @Test func numbersMayBeTexts() throws {
        let fields = try parameters("a=42&e=", #"{"b":"-7","c":8,"d":9.0,"f":9007199254740991}"#)
        #expect(try ["a", "b", "c", "d", "f"].map { try fields.integer($0) } == [42, -7, 8, 9, 9_007_199_254_740_991])
        #expect(try fields.integerIfPresent("e") == nil)
    }

    @Test(arguments: ["\"x\"", "1.5", "true", "[]", "{}", "\"1e3\"", "\" 1\"", "1e30", "\"99999999999999999999\""])
    func whatIsNoIntegerIsRefusedByName(json: String) throws {
        let fields = try parameters("", "{\"user_id\":\(json)}")
        #expect(refusal { try fields.integer("user_id") } == "invalid request parameter: user_id")
    }

    @Test(arguments: [
        ("true", true), ("false", false), ("0", false), ("1", true), (#""0""#, false), (#""1""#, true), (#""true""#, true),
        (#""false""#, false),
    ])
    func booleansComeInManyForms(json: String, meaning: Bool) throws {
        #expect(try parameters("", "{\"a\":\(json)}").boolean("a") == meaning)
    }

    @Test(arguments: ["2", "\"yes\"", "[]", "-1"])
    func whatIsNoBooleanIsRefused(json: String) throws {
        let fields = try parameters("", "{\"a\":\(json)}")
        #expect(refusal { try fields.boolean("a") } == "invalid request parameter: a")
    }

    @Test(arguments: ["list=1&list=2", "list[]=1&list[]=2", "list=1,2", "list%5B%5D=1&list%5B%5D=2"])
    func listsInTheQuery(query: String) throws {
        #expect(try parameters(query).integers("list") == [1, 2])
    }

    @Test func listsInTheBody() throws {
        let fields = try parameters("", #"{"list":[1,"2"],"empty":[],"bad":[1,null],"one":1,"names":["a","b"]}"#)
        #expect(try fields.integers("list") == [1, 2])
        #expect(try fields.integers("empty") == [])
        #expect(try fields.strings("names") == ["a", "b"])
        #expect(refusal { try fields.integers("bad") } == "invalid request parameter: bad")
        #expect(refusal { try fields.integers("one") } == "invalid request parameter: one")
        #expect(refusal { try fields.strings("list") } == "invalid request parameter: list")
    }

    @Test func listsAreBounded() throws {
        func fields(_ query: String, _ body: String, idsPerCall: Int) throws -> Parameters {
            try Request(.post, "/x", query: Query(query), body: Array(body.utf8), idsPerCall: idsPerCall).parameters()
        }
        for (query, body) in [("", #"{"list":[1,2,3]}"#), ("list=1,2,3", ""), ("list=1&list=2&list=3", "")] {
            #expect(try fields(query, body, idsPerCall: 3).integers("list").count == 3)
            #expect(try fields(query, body, idsPerCall: 3).integersIfPresent("list")?.count == 3)
            #expect(refusal { try fields(query, body, idsPerCall: 2).integers("list") } == "invalid request parameter: list")
            #expect(refusal { try fields(query, body, idsPerCall: 2).integersIfPresent("list") } != nil)
        }
        let names = #"{"names":["a","b","c"]}"#
        #expect(try fields("", names, idsPerCall: 3).strings("names").count == 3)
        #expect(refusal { try fields("", names, idsPerCall: 2).strings("names") } == "invalid request parameter: names")
        #expect(refusal { try fields("", names, idsPerCall: 2).stringsIfPresent("names") } != nil)
    }

    @Test func withoutASettingTenThousandIDsAreTaken() throws {
        let most = (1...10_000).map(String.init).joined(separator: ",")
        #expect(try parameters("", "{\"list\":[\(most)]}").integers("list").count == 10_000)
        #expect(refusal { try parameters("", "{\"list\":[\(most),1]}").integers("list") } != nil)
    }

    @Test func textWithNULIsRefusedWhereverItHides() throws {
        let fields = try parameters("q=a%00b", #"{"a":"\u0000","b":{"c":["\u0000"]},"d":["\u0000"],"e":{"\u0000":1}}"#)
        #expect(refusal { try fields.string("q") } == "invalid request parameter: q")
        #expect(refusal { try fields.string("a") } == "invalid request parameter: a")
        #expect(refusal { try fields.value("b") } == "invalid request parameter: b")
        #expect(refusal { try fields.strings("d") } == "invalid request parameter: d")
        #expect(refusal { try fields.value("e") } == "invalid request parameter: e")
    }

    @Test func aBodyThatIsNotJSONIsRefused() {
        #expect(refusal { try parameters("", "a=1") }?.contains("invalid request parameter") == true)
    }

    @Test func anEmptyOrFieldlessBodyHasNoFields() throws {
        for body in ["", "{}", "null", "[]"] {
            #expect(try parameters("a=1", body).integer("a") == 1)
            #expect(try parameters("", body).stringIfPresent("a") == nil)
        }
    }

    @Test func aFormIsLeftAlone() throws {
        let fields = try parameters("a=1", "--x\r\n", headers: ["Content-Type": "Multipart/form-data; boundary=x"])
        #expect(try fields.integer("a") == 1)
    }

    @Test func queriesAreDecoded() {
        let query = Query("a=two%20words+more&b&c=1=2&%E4%BD%A0=%E5%A5%BD&bad=%zz%4&&cut=%F0%9F")
        #expect(query["a"] == "two words more")
        #expect(query["b"] == "")
        #expect(query["c"] == "1=2")
        #expect(query["你"] == "好")
        #expect(query["bad"] == "%zz%4")
        #expect(query["cut"] == "\u{FFFD}")
        #expect(query.items.count == 6)
    }

    @Test func headersHaveNoCase() {
        let headers: Headers = ["App_ID": "welovemaxim", "access-token": "t", "ACCESS-TOKEN": "u"]
        #expect(headers["app_id"] == "welovemaxim")
        #expect(headers["Access-Token"] == "t")
        #expect(headers["appxid"] == nil)
    }
}
