import HearthCore

/// The OpenAPI 3.1 document of a table of endpoints.
public enum OpenAPI {
    /// - Parameter title: of the whole interface.
    public static func document(_ endpoints: [Endpoint], title: String, version: String) -> JSON {
        [
            "openapi": "3.1.0",
            "info": [
                "title": .string(title), "version": .string(version),
                "description": """
                Every answer has HTTP status 200: what became of a call stands in `code`, 200 for success. \
                Fields are looked for in the query first and then in the JSON body; numbers and booleans may be sent as text.
                """,
            ],
            "paths": .object(paths(endpoints)),
            "components": ["securitySchemes": securitySchemes],
        ]
    }

    private static let securitySchemes: JSON = [
        "app": ["type": "apiKey", "in": "header", "name": "app_id", "description": "The AppID the call is for."],
        "token": [
            "type": "apiKey", "in": "header", "name": "access-token",
            "description": "A user's token, or an admin token; that one names in `user_id` the user it acts for.",
        ],
    ]

    /// Endpoints of one path under it, in the order of the table.
    private static func paths(_ endpoints: [Endpoint]) -> [JSON.Member] {
        var order: [String] = []
        var byPath: [String: [JSON.Member]] = [:]
        for endpoint in endpoints {
            if byPath[endpoint.path] == nil { order.append(endpoint.path) }
            for method in endpoint.methods {
                byPath[endpoint.path, default: []].append(JSON.Member(method.rawValue.lowercased(), operation(endpoint, method)))
            }
        }
        return order.map { JSON.Member($0, .object(byPath[$0] ?? [])) }
    }

    private static func operation(_ endpoint: Endpoint, _ method: Method) -> JSON {
        let id = method.rawValue.lowercased() + endpoint.path.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
        let isInQuery = { (field: FieldDescription) in
            field.place == .query || (field.place == nil && (method == .get || method == .head))
        }
        let parameters = endpoint.fields.filter(isInQuery)
        var members: [JSON.Member] = [
            JSON.Member("operationId", .string(id)), JSON.Member("tags", [.string(endpoint.tag)]),
            JSON.Member("summary", .string(endpoint.summary)), JSON.Member("security", security(endpoint.access)),
            JSON.Member("parameters", .array(parameters.map(parameter) + headers(endpoint))),
        ]
        if let right = endpoint.groupRight { members.append(JSON.Member("x-group-right", .string(right))) }
        if let body = requestBody(endpoint.fields.filter { !isInQuery($0) }) { members.append(JSON.Member("requestBody", body)) }
        members.append(JSON.Member("responses", ["200": response(endpoint), "4XX": malformed]))
        return .object(members)
    }

    private static func security(_ access: Access) -> JSON {
        switch access {
        case .open: []
        case .app: [["app": []]]
        case .user, .admin: [["app": [], "token": []]]
        }
    }

    private static func headers(_ endpoint: Endpoint) -> [JSON] {
        guard endpoint.access == .user || endpoint.access == .admin else { return [] }
        let user = header("user_id", "With an admin token: the user it acts for.")
        guard endpoint.groupRight != nil else { return [user] }
        return [user, header("group_id", "With an admin token that names no user: the group in which it counts as an admin.")]
    }

    private static func header(_ name: String, _ help: String) -> JSON {
        [
            "name": .string(name), "in": "header", "required": false, "schema": Schema.integer().json, "description": .string(help),
        ]
    }

    private static func parameter(_ field: FieldDescription) -> JSON {
        [
            "name": .string(field.name), "in": "query", "required": .bool(field.isRequired),
            "description": .string(field.help), "schema": field.schema.json,
        ]
    }

    private static func requestBody(_ fields: [FieldDescription]) -> JSON? {
        guard let first = fields.first else { return nil }
        let schema: Schema =
            first.place == .wholeBody
            ? first.schema
            : .object(fields.map { Schema.Property($0.name, $0.schema, isOptional: !$0.isRequired, $0.help) })
        return [
            "required": .bool(fields.contains { $0.isRequired }), "content": ["application/json": ["schema": schema.json]],
        ]
    }

    /// What is no HTTP is refused before anybody knows which call it was to be.
    private static let malformed: JSON = [
        "description": "The request is not HTTP, or its head is too large. No call answers so.",
        "content": [
            "application/json": [
                "schema": Schema.object([Schema.Property("code", .integer()), Schema.Property("message", .text())]).json
            ]
        ],
    ]

    private static func response(_ endpoint: Endpoint) -> JSON {
        let failures = endpoint.allFailures.map { Failure($0) }
        let failure: JSON = [
            "type": "object",
            "properties": [
                "code": ["type": "integer", "enum": .array(endpoint.codes.map { .integer(Int64($0)) })],
                "message": ["type": "string"],
            ],
            "required": ["code", "message"],
            "additionalProperties": false,
        ]
        let rows = failures.map { "- \($0.restCode) \($0.name.rawValue): \($0.restMessage)" }
        return [
            "description": .string((["200 for success, or:", ""] + rows).joined(separator: "\n")),
            "content": ["application/json": ["schema": ["anyOf": [endpoint.answer.schema.json, failure]]]],
        ]
    }
}
