import Cryptography
import HearthCore
import IM
import Web

/// Access tokens as JWTs signed with HS512, as the vendor's are
/// (im.gitbook, zh-hans/quick-start/server-api-quick-start.md). No other algorithm is ever accepted.
public struct JWTCodec: TokenCodec {
    public init() {}

    public func sign(_ claims: TokenClaims, with key: SigningKey) -> String {
        let header: JSON = ["typ": "JWT", "alg": "HS512", "kid": .string(key.id)]
        let payload: JSON = [
            "app": .string(claims.app.rawValue),
            "sub": .string(claims.user.description),
            "cluster": .integer(claims.cluster),
            "role": .integer(Int64(claims.role.rawValue)),
            "iat": .integer(claims.issuedAt.milliseconds / 1_000),
            "jti": .string(claims.id),
        ]
        let signed = Base64URL.encode(header.bytes) + "." + Base64URL.encode(payload.bytes)
        guard let signature = try? HMACSHA512(key: key.secret).sign(Array(signed.utf8)) else { return "" }
        return signed + "." + Base64URL.encode(signature)
    }

    public func claimedApp(of text: String) -> AppID? {
        guard let parts = JWTParts(text), let app = parts.payload["app"]?.asString else { return nil }
        return AppID(app)
    }

    public func verify(_ text: String, with keys: [SigningKey]) -> TokenClaims? {
        guard let parts = JWTParts(text), parts.header["alg"]?.asString == "HS512",
            let key = keys.first(where: { $0.id == parts.header["kid"]?.asString }),
            HMACSHA512(key: key.secret).isValid(parts.signature, for: parts.signed)
        else { return nil }
        return parts.claims
    }
}

/// The three parts of a JWT, decoded and not yet believed.
struct JWTParts {
    let header: JSON
    let payload: JSON
    let signature: [UInt8]
    let signed: [UInt8]

    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]), let payload = Self.object(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { return nil }
        self.header = header
        self.payload = payload
        self.signature = signature
        self.signed = Array((parts[0] + "." + parts[1]).utf8)
    }

    private static func object(_ part: Substring) -> JSON? {
        guard let bytes = Base64URL.decode(part) else { return nil }
        return try? JSON.parse(bytes)
    }

    var claims: TokenClaims? {
        guard let app = payload["app"]?.asString, let user = payload["sub"]?.asString.flatMap({ Int64($0) }),
            let role = payload["role"]?.asInteger.flatMap({ TokenRole(rawValue: Int($0)) }),
            let issued = payload["iat"]?.asInteger, let id = payload["jti"]?.asString,
            let cluster = payload["cluster"]?.asInteger
        else { return nil }
        return TokenClaims(
            app: AppID(app), user: UserID(user), role: role, issuedAt: Instant(milliseconds: issued * 1_000), id: id,
            cluster: cluster)
    }
}
