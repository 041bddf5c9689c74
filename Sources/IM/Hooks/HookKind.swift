/// Which of an app's endpoints is called. Raw values are the words of the admin API and the command line.
public enum HookKind: String, Sendable, CaseIterable {
    /// Asked before a message is delivered.
    case before
    /// Told afterwards.
    case after
}

/// What becomes of a message about which a hook was to be asked and gave no answer that counts.
public enum HookFailure: String, Sendable, CaseIterable {
    /// It goes on as if nobody had been asked.
    case open
    /// It is refused with `ServerNeedRetry`: its sender may try again.
    case closed
}
