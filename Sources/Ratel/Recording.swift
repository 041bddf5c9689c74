import HearthCore
import IM
import Web

/// A caller whose token is known by now.
protocol TokenCaller: Sendable {
    /// The admin token of a call by an app's own server; nil for a user's.
    var adminTokenID: String? { get }
    var app: AppDirectory.Entry { get }
}

extension Caller: TokenCaller {
    var adminTokenID: String? { isAdmin ? tokenID : nil }
}
extension AdminCaller: TokenCaller {
    var adminTokenID: String? { tokenID }
}
extension GroupsCaller: TokenCaller {}

extension Ratel {
    /// Calls that are no administration, whoever makes them: they send messages, log in, or read by another method than GET.
    static let unrecorded: Set<String> = [
        "/message/send", "/message/notify", "/token/user", "/token/id", "/token/login", "/app/token",
        "/app/token_id", "/roster/list", "/group/info/batch", "/group/members/display_name", "/group/application_list",
    ]
}

extension Ratel {
    /// Calls that change something also where they are a GET.
    static let writesByGet: Set<String> = [
        "/app/allow", "/app/qrcode/group_invite", "/group/qrcode/invite", "/app/qrcode/group_sign", "/group/qrcode/sign", "/message/ack",
    ]
}

extension RatelServices {
    /// Puts a call on record that was answered, if an app's own server made it to change something.
    /// - Parameter failure: the trouble it ended in; nil for none.
    /// - Throws: trouble of the store.
    func record(
        _ request: Request, _ path: String, by who: any Sendable, _ parameters: Parameters, failed failure: Failure? = nil
    ) async throws(Failure) {
        guard ![.get, .head].contains(request.method) || Ratel.writesByGet.contains(path), !Ratel.unrecorded.contains(path) else { return }
        guard let (token, app) = try await adminToken(of: who) else { return }
        try await auditing.record(
            AuditEntry(
                author: AuditAuthor(.adminToken, token), address: request.origin.remoteAddress,
                act: "\(request.method.rawValue) \(path)", app: app, subject: Self.subject(request, parameters.all),
                after: (failure.map { parameters.all.failed($0) } ?? parameters.all).audited))
    }

    private func adminToken(of who: any Sendable) async throws(Failure) -> (id: String, app: AppID)? {
        switch who {
        case let caller as any TokenCaller: caller.adminTokenID.map { ($0, caller.app.app.id) }
        // A call without a need for a token may have one all the same.
        case let caller as AppCaller: try await logins.tokens.adminToken(caller.token, of: caller.app).map { ($0, caller.app.app.id) }
        default: nil
        }
    }

    /// Whom a call is about: who is named in its headers and fields.
    private static func subject(_ request: Request, _ fields: JSON) -> String {
        let inHeaders = ["user_id", "group_id"].compactMap { name in request.headers[name].map { "\(name)=\($0)" } }
        let inFields = ["user_id", "group_id", "list", "user_list"].compactMap { name in
            fields[name].map { "\(name)=\($0.masked.asString ?? $0.masked.description)" }
        }
        return (inHeaders + inFields.filter { !inHeaders.contains($0) }).joined(separator: " ")
    }
}
