/// How much goes into the log, from everything to almost nothing. The names are those of swift-log.
public enum LogLevel: String, CaseIterable, Sendable {
    case trace, debug, info, notice, warning, error, critical
}
