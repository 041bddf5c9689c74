import HearthCore
import Web

extension ReferencePages {
    /// Every failure a client can see, family by family, for programs: the tests provoke each row of it, and `scripts/failures`
    /// makes the page for people of this and of what the tests do.
    public static func failures() -> String {
        let families = FailureCatalogue.families.map { family in
            "{\"title\": \(JSON.string(family.title)), \"rows\": [\n" + family.rows.map { "\($0.json)" }.joined(separator: ",\n") + "\n]}"
        }
        let clients = FailureCatalogue.clientOnly.map { "\($0.json)" }
        return "{\"families\": [\n" + families.joined(separator: ",\n") + "\n], \"clientOnly\": [\n"
            + clients.joined(separator: ",\n") + "\n]}\n"
    }

    /// The vendor's spelling: `TOO_MANY_DEVICES` for `tooManyDevices`.
    static func vendorName(of status: SyncStatus) -> String {
        "\(status)".map { $0.isUppercase ? "_\($0)" : $0.uppercased() }.joined()
    }
}

extension FailureRow {
    /// What is not there is left out.
    fileprivate var json: JSON {
        .compact([
            "name": .string(name.rawValue),
            "bmx": bmx.map { .integer(Int64($0)) },
            "bmxLater": laterBMX.map { .integer(Int64($0)) },
            "rest": rest.map { .integer(Int64($0)) },
            "message": rest == nil ? nil : .string(message),
            "status": status.map { .integer(Int64($0.rawValue)) },
            "statusName": status.map { .string(ReferencePages.vendorName(of: $0)) },
            "reason": status == nil ? nil : .string(reason),
            "notice": notice.map { .string($0) },
            "meaning": .string(message),
            "when": .string(when),
            "later": FailureCatalogue.later.contains(name) ? true : nil,
        ])
    }
}

extension ClientFailure {
    fileprivate var json: JSON {
        .compact([
            "name": .string(name), "bmx": bmx.map { .integer(Int64($0)) }, "bmxLater": laterBMX.map { .integer(Int64($0)) },
            "when": .string(when),
        ])
    }
}
