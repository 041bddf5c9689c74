import Console
import HearthCore
import IM
import Web

/// The license of the server, for the verbs.
extension AppAdministration {
    private static let license = "/admin/license"

    /// The installed license as the admin API answers it.
    func license() async throws -> Web.JSON {
        switch self {
        case .running(let server): try await server.call(.GET, Self.license)
        case .stored(let stored): try await stored.licensing.report().json
        }
    }

    /// Installs a text and returns how it stands with it.
    func installLicense(_ text: String, isForced: Bool) async throws -> Web.JSON {
        switch self {
        case .running(let server):
            return try await server.call(.PUT, Self.license, ["license": .string(text), "force": .bool(isForced)])
        case .stored(let stored):
            return try await stored.changed("hearth license install") { try await stored.licensing.install(text, isForced: isForced) }
        }
    }

    /// Takes the license away.
    func removeLicense() async throws -> Web.JSON {
        switch self {
        case .running(let server): return try await server.call(.DELETE, Self.license)
        case .stored(let stored):
            return try await stored.changed("hearth license remove") { try await stored.licensing.remove() }
        }
    }

    /// Which server this is, for an issuer.
    func licenseKey() async throws -> String {
        switch self {
        case .running(let server):
            guard let key = try await server.call(.GET, Self.license + "/key")["license_key"]?.asString else {
                throw StartError("the server's answer holds no key")
            }
            return key
        case .stored(let stored): return try await stored.licensing.key()
        }
    }
}

extension AppAdministration.Stored {
    /// Changes the license and returns how it stands with it.
    fileprivate func changed(_ act: String, _ change: () async throws -> Void) async throws -> Web.JSON {
        try await recorded(act) {
            let before = try await licensing.report().json
            try await change()
            let after = try await licensing.report().json
            return AppAdministration.Done(after, before: before, after: after)
        }
    }
}
