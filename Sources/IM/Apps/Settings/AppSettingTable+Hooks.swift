extension AppSettingTable {
    public static let hookSecret = AppSetting(
        "hook.secret", \.hookSecret, .text(256), standard: "",
        help: "What calls of hooks are signed with: the header Hearth-Signature holds the HMAC-SHA256 of time and body under it. "
            + "Nothing means that they are not signed.", isSecret: true
    )
    public static let hookBeforeURL = AppSetting(
        "hook.before.url", \.hookBeforeURL, .url(2_048), standard: "",
        help: "Who is asked about messages of users, and about their edits, before they are delivered: a POST of JSON, answered by "
            + "allow, refuse or replace. Nothing means that nobody is asked."
    )
    public static let hookBeforeTimeout = AppSetting(
        "hook.before.timeout", \.hookBeforeTimeout, .integer(100...10_000), standard: 1_000,
        help: "Milliseconds that a message waits for its answer."
    )
    public static let hookBeforeConcurrency = AppSetting(
        "hook.before.concurrency", \.hookBeforeConcurrency, .integer(1...64), standard: 16,
        help: "Questions that each server asks at the same time. 1000 more wait for their turn."
    )
    public static let hookBeforeFailure = AppSetting(
        "hook.before.failure", \.hookBeforeFailure, .choice(), standard: .open,
        help: "What becomes of a message when there is no answer that counts: open delivers it, closed refuses it with NEED_RETRY."
    )
    public static let hookBeforeBreaker = AppSetting(
        "hook.before.breaker", \.hookBeforeBreaker, .integer(0...100), standard: 5,
        help: "Failures in a row after which nobody is asked for hook.before.rest seconds; then one question finds out whether it goes on. "
            + "0 means that everybody is asked about always."
    )
    public static let hookBeforeRest = AppSetting(
        "hook.before.rest", \.hookBeforeRest, .integer(1...600), standard: 10,
        help: "Seconds for which nobody is asked after hook.before.breaker failures. Meanwhile hook.before.failure says what becomes of "
            + "messages."
    )

    static let hooks: [AppSettingKey] = [
        hookSecret.key, hookBeforeURL.key, hookBeforeTimeout.key, hookBeforeConcurrency.key, hookBeforeFailure.key, hookBeforeBreaker.key,
        hookBeforeRest.key,
    ]
}
