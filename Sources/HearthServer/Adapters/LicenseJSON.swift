import Console
import Cryptography
import HearthCore
import IM
import Web

/// The signed bytes of a license are JSON: the object that the admin API shows.
public struct LicenseJSON: LicenseCoding {
    private static let members: Set = ["id", "customer", "issued_at", "expires_at", "users", "apps", "features", "license_key"]

    public init() {}

    public func encode(_ license: License) -> [UInt8] { license.json.bytes }

    public func decode(_ bytes: [UInt8]) -> License? {
        guard let json = try? JSON.parse(bytes), let members = json.asMembers, !json.holdsNUL,
            members.allSatisfy({ Self.members.contains($0.key) }), Set(members.map(\.key)).count == members.count,
            let id = json["id"]?.asString, let customer = json["customer"]?.asString, let issuedAt = Self.instant(json["issued_at"])
        else { return nil }
        var license = License(id: id, customer: customer, issuedAt: issuedAt)
        if let end = json["expires_at"] {
            guard let expiresAt = Self.instant(end) else { return nil }
            license.expiresAt = expiresAt
        }
        if let users = json["users"] {
            guard let number = Self.number(users) else { return nil }
            license.users = number
        }
        if let key = json["license_key"] {
            guard let text = key.asString else { return nil }
            license.licenseKey = text
        }
        guard let apps = Self.apps(json["apps"] ?? .object([])), let features = (json["features"] ?? []).asArray else { return nil }
        license.apps = apps
        license.features = features.compactMap(\.asString)
        return license.features.count == features.count ? license : nil
    }

    /// An object of AppIDs and numbers; null for any number.
    private static func apps(_ json: JSON) -> [AppID: Int64?]? {
        guard let members = json.asMembers else { return nil }
        var apps: [AppID: Int64?] = [:]
        for member in members {
            let most = number(member.value)
            guard most != nil || member.value == .null, apps.updateValue(most, forKey: AppID(member.key)) == nil else { return nil }
        }
        return apps
    }

    private static func number(_ json: JSON) -> Int64? { json.asInteger.flatMap { $0 > 0 ? $0 : nil } }

    /// Milliseconds since 1970, up to the year 9999.
    private static func instant(_ json: JSON?) -> Instant? {
        guard let milliseconds = json?.asInteger, (0...253_402_300_799_999).contains(milliseconds) else { return nil }
        return Instant(milliseconds: milliseconds)
    }
}

/// The issuers that the configuration names.
public struct LicenseIssuers: LicenseVerifying {
    private let keys: [Ed25519PublicKey]

    public init(_ keys: [Ed25519PublicKey]) { self.keys = keys }

    public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool { keys.contains { $0.isValid(signature, for: message) } }
}

extension LicenseReader {
    init(_ issuers: [Ed25519PublicKey]) { self.init(coding: LicenseJSON(), issuers: LicenseIssuers(issuers)) }
}
