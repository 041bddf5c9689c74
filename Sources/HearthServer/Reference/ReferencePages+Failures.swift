import HearthCore

extension ReferencePages {
    /// Every failure a client can see, family by family.
    public static func failures() -> String {
        let head = """
            \(note)
            # Failures

            Every refusal has a name. REST answers HTTP 200 with `code` and `message` of the row in the body. On the long
            connection the answer's `Status` carries the status and the reason. Some clients compare the reason, so these texts
            do not change. A dash marks what cannot happen there; a notice is pushed to the device.

            """
        return head + FailureCatalogue.families.map { "\n## \($0.title)\n\n" + table($0.rows) }.joined()
    }

    private static func table(_ rows: [FailureRow]) -> String {
        var table = MarkdownTable("Name", "REST code", "Status", "Reason", "Message", "Notice", "When")
        for row in rows {
            let status = row.status.map { "\($0.rawValue) \(vendorName(of: $0))" }
            table.add(
                "`\(row.name.rawValue)`", row.rest.map(String.init), status.map { "`\($0)`" },
                row.status == nil ? nil : row.reason, row.rest == nil ? nil : row.message, row.notice.map { "`\($0)`" }, row.when
            )
        }
        return table.rendered()
    }

    /// The vendor's spelling: `TOO_MANY_DEVICES` for `tooManyDevices`.
    static func vendorName(of status: SyncStatus) -> String {
        "\(status)".map { $0.isUppercase ? "_\($0)" : $0.uppercased() }.joined()
    }
}
