import FoundationEssentials

/// What every REST call answers: `{"code":200,"data":...,"message":null}` (rest.md 1.4).
public struct Envelope: Hashable, Sendable {
    /// 200 is success. The HTTP status is 200 for failures too.
    public let code: Int
    /// Null on failure.
    public let data: JSONValue
    public let message: String?
    /// The whole answer, for what stands beside `data`: `cursor`, `version`, `total`.
    public let whole: JSONValue

    /// - Throws: `protocolViolation` when it is not JSON or has no `code`.
    public init(json: [UInt8]) throws(ClientError) {
        guard let whole = try? JSONDecoder().decode(JSONValue.self, from: Data(json)), let code = whole["code"].integer else {
            throw .protocolViolation("the answer is not an envelope: \(String(decoding: json.prefix(200), as: UTF8.self))")
        }
        self.whole = whole
        self.code = Int(code)
        data = whole["data"]
        message = whole["message"].string
    }

    /// The data of a success.
    /// - Throws: `api` for any other code.
    public func success() throws(ClientError) -> JSONValue {
        guard code == 200 else { throw .api(code: code, message: message ?? "") }
        return data
    }
}
