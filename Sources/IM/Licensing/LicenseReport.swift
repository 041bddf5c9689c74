import HearthCore

/// How it stands with a license, for operators.
public struct LicenseReport: Sendable, Equatable {
    public enum State: String, Sendable {
        /// Nothing is installed, and nothing is limited.
        case none
        case valid
        /// There are more users than it allows: the newest are refused.
        case exceeded
        case expired
        case invalid
    }

    /// Milliseconds before the end from which on it is told.
    static let notice: Int64 = 30 * 86_400_000

    /// Nil where none is installed.
    public let installed: InstalledLicense?
    /// Nil where nobody counted.
    public let counts: UserCounts?
    private let now: Instant

    public init(installed: InstalledLicense?, counts: UserCounts?, now: Instant) {
        self.installed = installed
        self.counts = counts
        self.now = now
    }

    public var state: State {
        guard let installed else { return .none }
        guard let license = installed.license, installed.trouble == nil else { return .invalid }
        if let end = license.expiresAt, end <= now { return .expired }
        return numbers.contains { $0.users > $0.most } ? .exceeded : .valid
    }

    /// Whole days until the end, 0 after it; nil for a license without one.
    public var daysLeft: Int64? {
        installed?.license?.expiresAt.map { max(0, $0.since(now) / 86_400_000) }
    }

    /// What an operator should know, in full sentences; empty when all is well.
    public var warnings: [String] {
        guard let installed else { return [] }
        guard let license = installed.license, installed.trouble == nil else {
            return ["The license is not valid: \(installed.trouble?.words ?? ""). Nobody can log in or register."]
        }
        return end(of: license) + numbers.compactMap { $0.warning }
    }

    private func end(of license: License) -> [String] {
        guard let end = license.expiresAt, let days = daysLeft, end.since(now) <= Self.notice else { return [] }
        return end <= now
            ? ["The license ended at \(end.dateTime). Nobody can log in or register."]
            : ["The license ends at \(end.dateTime), in \(days) \(days == 1 ? "day" : "days")."]
    }

    /// A number in the license beside how many there are.
    private struct Number {
        let what: String
        let users: Int64
        let most: Int64

        /// From nine tenths on.
        var warning: String? {
            if users > most { return "\(what) has \(users) users and the license allows \(most): the newest \(users - most) are refused." }
            // Without overflow, whatever the number is.
            guard users >= most - most / 10 else { return nil }
            return "\(what) has \(users) of the \(most) users that the license allows."
        }
    }

    private var numbers: [Number] {
        guard let license = installed?.license, let counts else { return [] }
        let server = license.users.map { Number(what: "The server", users: counts.all, most: $0) }
        let apps = license.apps.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { app, most in
            most.map { Number(what: "App \(app)", users: counts.apps[app] ?? 0, most: $0) }
        }
        return [server].compactMap { $0 } + apps
    }
}
