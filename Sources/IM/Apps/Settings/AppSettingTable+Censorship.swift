extension AppSettingTable {
    public static let censorshipEnabled = AppSetting(
        "censorship.enabled", \.censorshipEnabled, .bool, standard: true,
        help: "Texts are looked through with the word lists of the app, if it has any. When false nothing is looked for."
    )
    public static let censorshipExempt = AppSetting(
        "censorship.exempt", \.censorshipExempt, .words(), standard: WordSet([.admin, .system]),
        help: "Whose texts are not looked through: admin is what an admin token does in the name of a user, system what comes from the "
            + "system."
    )

    static let censorship: [AppSettingKey] = [censorshipEnabled.key, censorshipExempt.key]
}
