import Foundation
import HearthCore
import Ratel
import Testing
import Web

/// The table against the vendor's list of calls (`rest-endpoints.json`): nothing is forgotten, and nothing is in another place.
struct EndpointReferenceTests {
    /// A call of the vendor's API.
    struct Reference: Decodable {
        let method: String
        let path: String
        let tag: String
        let source: String
        let auth: String
        let query: [String]
        let body: [String]
        let envelope: String

        static func all() throws -> [Reference] {
            let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("rest-endpoints.json")
            return try JSONDecoder().decode([Reference].self, from: Data(contentsOf: file))
        }

        /// Bound to services of the vendor's cloud, or to text messages: body code 404, as docs/compatibility.md says.
        var isExtra: Bool {
            source.contains("cloud extra") || ["/app/pwd_change/verify_by_mobile", "/app/password"].contains(path)
        }

        /// Of a part of the product that is not there yet.
        var isLater: Bool {
            let paths = [
                "/user/token/bind", "/user/token/unbind", "/user/push/alias", "/user/push/badge", "/user/push/tag",
                "/user/push/tag/all",
            ]
            return !["token", "user", "roster", "group", "app", "message", "infra"].contains(tag) || paths.contains(path)
        }

        var isWanted: Bool { !isExtra && !isLater }
    }

    private static func endpoint(_ reference: Reference) -> Endpoint? {
        Ratel.endpoints.first { $0.path == reference.path && $0.methods.contains { $0.rawValue == reference.method } }
    }

    @Test func everyCallOfTheVendorsListIsInTheTable() throws {
        let all = try Reference.all()
        #expect(all.count > 200)
        for reference in all where reference.isWanted {
            #expect(Self.endpoint(reference) != nil, "\(reference.method) \(reference.path)")
        }
    }

    @Test func whatBelongsToTheVendorsCloudIsNotThere() throws {
        for reference in try Reference.all() where reference.isExtra {
            #expect(Self.endpoint(reference) == nil, "\(reference.method) \(reference.path)")
        }
    }

    @Test func everyFieldOfTheVendorsListIsTakenWhereItStandsThere() throws {
        for reference in try Reference.all() {
            guard let endpoint = Self.endpoint(reference) else { continue }
            let isGet = reference.method == "GET"
            func names(_ place: FieldDescription.Place) -> Set<String> {
                let standard: FieldDescription.Place = isGet ? .query : .body
                return Set(endpoint.fields.filter { ($0.place ?? standard) == place }.map(\.name))
            }
            let call: Comment = "\(reference.method) \(reference.path)"
            #expect(names(.query).isSuperset(of: reference.query), call)
            if reference.body == ["(whole body)"] {
                #expect(names(.wholeBody).count == 1, call)
            } else {
                #expect(names(.body).isSuperset(of: reference.body), call)
            }
        }
    }

    @Test func aCallIsOpenToThoseWhomTheVendorsListNames() throws {
        for reference in try Reference.all() where reference.isWanted {
            guard let endpoint = Self.endpoint(reference) else { continue }
            let expected: [Access] =
                switch reference.auth {
                case "none": [.open, .app]
                case "admin": [.admin]
                default: [.user]
                }
            #expect(expected.contains(endpoint.access), "\(reference.method) \(reference.path)")
        }
    }

    @Test func listsInPagesSaySo() throws {
        for reference in try Reference.all() where reference.envelope.contains("cursor") {
            guard let endpoint = Self.endpoint(reference) else { continue }
            #expect(endpoint.answer.beside.contains { $0.name == "cursor" }, "\(reference.path)")
        }
    }
}
