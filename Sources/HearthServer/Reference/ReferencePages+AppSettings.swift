import IM

extension ReferencePages {
    /// Everything that can be set for an app.
    public static func appSettings() -> String {
        var table = MarkdownTable("Key", "Expected", "Default", "What it does")
        for key in AppSettingTable.keys {
            table.add(
                "`\(key.name)`", key.shape.expected + (key.isSecret ? " (secret)" : ""),
                key.standard.isEmpty ? nil : "`\(key.standard)`", key.help)
        }
        return """
            \(note)
            # App settings

            Each app has its own. A change holds at once on the server that makes it, for connected clients too, and within seconds on
            the others that share its database.

                hearth app settings APPID               # every setting with its value
                hearth app set APPID KEY=VALUE ...      # all of them or none; KEY= brings the default back

            The same over the admin API, with the admin token as bearer:

            - `GET /admin/apps/APPID/settings`: every setting with value, default, type, bounds, help, and whether it was changed.
            - `PATCH /admin/apps/APPID/settings` with an object of keys and values: all of them or none; `null` brings the default
              back. An unknown key is refused with the nearest known one, a value out of bounds with what is expected.
            - `GET /admin/apps/APPID/settings/changes`: who set what and when, newest first. `limit` says how many (50, at most 500),
              `cursor` goes on behind the last answer, whose `cursor` is missing when there is no more. `before` and `after` are
              `null` for the default.

            A secret is shown as `***` everywhere. A value of several lines is given as it is: `"login.external.key=$(cat key.pem)"`.

            \(table.rendered())
            """
    }
}
