import HearthCore
import Testing
import Web

struct OpenAPITests {
    private let write = Endpoint(
        [.post, .put], "/shop/goods", .user, "Takes goods in",
        fields: [
            Field.integer("price", in: 1...9, "In cents.").descriptions, Field.text("name").optional.descriptions,
            Field.flag("is_new").inQuery.descriptions,
        ].flatMap { $0 }, answer: .done, failures: [.userFrozen])

    private func operation(_ method: String) throws -> JSON {
        let document = OpenAPI.document([write], title: "Shop", version: "1")
        return try #require(document["paths"]?["/shop/goods"]?[method])
    }

    @Test func everyMethodOfAnEndpointIsAnOperation() throws {
        #expect(try operation("post")["operationId"] == "post_shop_goods")
        #expect(try operation("put")["operationId"] == "put_shop_goods")
        #expect(try operation("post")["tags"] == ["shop"])
    }

    @Test func aFieldStandsWhereItIsDocumented() throws {
        let operation = try operation("post")
        #expect(operation["parameters"]?.asArray?.map { $0["name"] } == ["is_new", "user_id"])
        let body = operation["requestBody"]?["content"]?["application/json"]?["schema"]
        #expect(body?["required"] == ["price"])
        #expect(body?["properties"]?["price"]?["maximum"] == 9)
        #expect(body?["properties"]?["price"]?["description"] == "In cents.")
    }

    @Test func anAnswerIsSuccessOrOneOfTheDeclaredCodes() throws {
        let shapes = try operation("post")["responses"]?["200"]?["content"]?["application/json"]?["schema"]?["anyOf"]
        #expect(shapes?[0]?["properties"]?["data"] == ["type": "boolean"])
        let codes = shapes?[1]?["properties"]?["code"]?["enum"]?.asArray?.compactMap(\.asInteger) ?? []
        // Of the endpoint, of its access, of its fields, and of every call; each once and in order.
        #expect(Set(codes).isSuperset(of: [19106, 402, 10003, 10008, 10010, 40000, 40003, 49724, 10002, 49701, 49706]))
        #expect(codes == Set(codes).sorted())
        #expect(codes == write.codes.map(Int64.init))
    }

    @Test func fieldsAreReadAsTheyAreDeclared() throws {
        func read<Value>(_ field: Field<Value>, query: String = "", body: JSON = .null) throws -> Value {
            try field.read(
                Request(.post, "/", query: Query(query), body: body == .null ? [] : body.bytes).parameters())
        }
        #expect(try read(Field.integer("n", in: 1...9), query: "n=3") == 3)
        #expect(try read(Field.integer("n"), body: ["n": "12"]) == 12)
        #expect(try read(Field.integer("n").optional, body: ["n": .null]) == nil)
        #expect(try read(Field.integer("n").or(7), query: "n=") == 7)
        #expect(try read(Field.text("t").optional, body: ["t": ""]) == "")
        #expect(try read(.flag("f"), body: ["f": 1]))
        #expect(try read(.wholeText("all", ""), body: "words") == "words")
        #expect(try read(Field.integer("n").map { $0 > 3 ? String($0) : nil }, query: "n=4") == "4")
        let pair = Field<Int64>.together(.integer("a"), Field.integer("b").or(1)) { $0 + $1 }
        #expect(try read(pair, query: "a=2") == 3)
        #expect(pair.descriptions.map(\.isRequired) == [true, false])
        let rows = try read(Field.rows("list", of: []), body: ["list": [["x": 1], ["x": "2"]]])
        #expect(try rows.map { row throws(Failure) in try row.integer("x") } == [1, 2])
    }

    @Test func aFieldThatIsWrongIsNamed() {
        func refusal<Value>(_ field: Field<Value>, _ body: JSON) -> String? {
            do throws(Failure) {
                _ = try field.read(try Request(.post, "/", body: body.bytes).parameters())
                return nil
            } catch {
                return error.restMessage
            }
        }
        let named = "invalid request parameter: x"
        #expect(refusal(Field.integer("x", in: 1...9), ["x": 10]) == named)
        #expect(refusal(Field.integer("x"), [:]) == named)
        #expect(refusal(Field.text("x", in: 0...2), ["x": "abc"]) == named)
        #expect(refusal(Field.integer("x").optional, ["x": "many"]) == named)
        #expect(refusal(Field.integer("x").map { _ in Int64?.none }, ["x": 1]) == named)
        #expect(refusal(Field.rows("x", of: []), ["x": 3]) == named)
        #expect(refusal(Field.wholeRows("x", of: []), ["x": []]) == named)
        #expect(refusal(.wholeText("x", ""), ["x": ""]) == named)
    }
}
