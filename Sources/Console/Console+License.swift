import HearthCore
import IM
import Web

extension Console {
    /// The license of the server. These calls are open whatever it says.
    var licenseRoutes: [Route] {
        let path = "/admin/license"
        return [
            admin([.get], path, "The installed license, how it stands and what to know of it") { [services] _ async throws(Failure) in
                .data(try await services.licensing.report().json)
            },
            act([.put], path, "Installs `license`, a license text; with `force` also one that does not count") {
                [services] request async throws(Failure) in
                let fields = try request.parameters()
                let isForced = try fields.booleanIfPresent("force") ?? false
                let text = try fields.string("license")
                return try await services.change { () async throws(Failure) in
                    try await services.licensing.install(text, isForced: isForced)
                }
            },
            act([.delete], path, "Takes the license away: nothing is limited then") { [services] _ async throws(Failure) in
                try await services.change { () async throws(Failure) in try await services.licensing.remove() }
            },
            admin([.get], path + "/key", "Which server this is, for those who issue licenses") { [services] _ async throws(Failure) in
                .data(["license_key": .string(try await services.licensing.key())])
            },
        ]
    }
}

extension ConsoleServices {
    /// Changes the license.
    fileprivate func change(_ change: @Sendable () async throws(Failure) -> Void) async throws(Failure) -> Act {
        let before = try await licensing.report().json
        try await change()
        let after = try await licensing.report().json
        return Act(.data(after), before: before, after: after)
    }
}

extension License {
    /// As it is signed and as the admin API shows it. Times are milliseconds since 1970; of apps, null is any number of users.
    public var json: JSON {
        .compact([
            "id": .string(id),
            "customer": .string(customer),
            "issued_at": .integer(issuedAt.milliseconds),
            "expires_at": expiresAt.map { .integer($0.milliseconds) },
            "users": users.map { .integer($0) },
            "apps": apps.isEmpty
                ? nil : .object(apps.sorted { $0.key.rawValue < $1.key.rawValue }.map { JSON.Member($0.key.rawValue, JSON($0.value)) }),
            "features": features.isEmpty ? nil : .array(features.map { .string($0) }),
            "license_key": licenseKey.map { .string($0) },
        ])
    }
}

extension LicenseReport {
    /// As the admin API answers it.
    public var json: JSON {
        let license = installed?.license
        return .compact([
            "state": .string(state.rawValue),
            "trouble": installed?.trouble.map { .string($0.words) },
            "license": license?.json,
            "days_left": daysLeft.map { .integer($0) },
            "users": counts.map { .integer($0.all) },
            "users_of_apps": counts.flatMap { counts in
                license.flatMap { license in
                    license.apps.isEmpty
                        ? nil
                        : .object(
                            license.apps.keys.sorted { $0.rawValue < $1.rawValue }.map { JSON.Member($0.rawValue, JSON(counts.apps[$0])) })
                }
            },
            "warnings": .array(warnings.map { .string($0) }),
        ])
    }

    /// Its part of the server's status.
    var summary: JSON {
        let license = installed?.license
        return .compact([
            "state": .string(state.rawValue),
            "customer": license.map { .string($0.customer) },
            "users": counts.map { .integer($0.all) },
            "users_most": (license?.users).map { .integer($0) },
            "expires_at": (license?.expiresAt).map { .integer($0.milliseconds) },
            "days_left": daysLeft.map { .integer($0) },
            "warnings": .array(warnings.map { .string($0) }),
        ])
    }
}
