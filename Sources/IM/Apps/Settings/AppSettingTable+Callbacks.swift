extension AppSettingTable {
    public static let hookAfterURL = AppSetting(
        "hook.after.url", \.hookAfterURL, .url(2_048), standard: "",
        help: "Where the app's own server is told what happened, after it happened: a POST of JSON for each event, answered by any status "
            + "from 200 to 299. Nothing means that nobody is told."
    )
    public static let hookAfterEvents = AppSetting(
        "hook.after.events", \.hookAfterEvents, .words(), standard: WordSet(Set(CallbackKind.allCases)),
        help: "What it is told of: message (sent, edited, recalled), user (registered, removed, changed, frozen, banned), roster and group."
    )
    public static let hookAfterTries = AppSetting(
        "hook.after.tries", \.hookAfterTries, .integer(1...20), standard: 15,
        help: "How often it is tried before an event becomes a dead letter; after each try it waits twice as long, an hour at most."
    )

    static let callbacks: [AppSettingKey] = [hookAfterURL.key, hookAfterEvents.key, hookAfterTries.key]
}
