import HearthCore

/// What a device runs on, by the number clients send (xsync.proto, Provision.OsType). Raw values are the words of settings.
public enum Platform: String, Sendable, CaseIterable {
    case other, ios, android, windows, macos, linux, web

    /// As in `DeviceClaim.platform`.
    public init(number: Int) {
        let all = Self.allCases
        self = all.indices.contains(number) ? all[number] : .other
    }
}

/// Some platforms.
public typealias Platforms = WordSet<Platform>

extension Platforms {
    /// Where these are the forbidden ones.
    /// - Parameter number: as in `DeviceClaim.platform`.
    /// - Throws: `ServerPlatformNotAllowed`.
    func allow(_ number: Int) throws(Failure) {
        guard !isEmpty, contains(Platform(number: number)) else { return }
        throw Failure(.serverPlatformNotAllowed)
    }
}
