import HearthCore
import IM
import Ratel
import Web

extension ReferencePages {
    /// Every call of the REST API, by the part of the path that the vendor's documentation sorts it under.
    public static func calls() -> String {
        let endpoints = Ratel.endpoints
        let always = Endpoint.always.map(codeAndName).joined(separator: ", ")
        let head = """
            \(note)
            # Calls of the REST API

            A running server describes them in more detail, with the shapes of answers, at `GET /openapi.json`.

            Every answer has HTTP status 200; `code` is 200 for success or one of the codes of the row ([failures](failures.md)).
            Fields are looked for in the query first and then in the JSON body; numbers and booleans may be sent as text. A field
            with a question mark may be left out.

            Who may call: *anybody*; a *client* of an app, named by the header `app_id`; a *user*, who sends his token as
            `access-token` too, or a server with an admin token that names him in the header `user_id`; a *server*, with an admin
            token. In a group, users by what they are there: a *member*, an *admin*, the *owner*; who may *view* it, *invite*
            others or *modify* it ([in full](group-permissions.md)). Beside the codes of its row any call can answer: \(always).

            """
        var tags: [String] = []
        for endpoint in endpoints where !tags.contains(endpoint.tag) { tags.append(endpoint.tag) }
        return head + tags.map { tag in "\n## \(tag)\n\n" + table(endpoints.filter { $0.tag == tag }) }.joined()
    }

    private static func table(_ endpoints: [Endpoint]) -> String {
        var table = MarkdownTable("Call", "What it does", "Who", "Fields", "Codes")
        for endpoint in endpoints {
            let codes = endpoint.codes.filter { code in !Endpoint.always.contains { Failure($0).restCode == code } }
            table.add(
                "`\(endpoint.methods.map(\.rawValue).joined(separator: " ")) \(endpoint.path)`", endpoint.summary, who(endpoint),
                endpoint.fields.isEmpty ? nil : endpoint.fields.map(field).joined(separator: ", "),
                codes.isEmpty ? nil : codes.map(String.init).joined(separator: ", "))
        }
        return table.rendered()
    }

    private static func field(_ field: FieldDescription) -> String { "`\(field.name)`" + (field.isRequired ? "" : "?") }

    private static func codeAndName(_ name: FailureName) -> String { "\(Failure(name).restCode) (\(name.rawValue))" }

    private static func who(_ endpoint: Endpoint) -> String {
        if let right = endpoint.groupRight, right != GroupRight.anybody.rawValue { return right }
        return switch endpoint.access {
        case .open: "anybody"
        case .app: "client"
        case .user: "user"
        case .admin: "server"
        }
    }
}
