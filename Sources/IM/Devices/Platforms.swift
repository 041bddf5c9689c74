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
public struct Platforms: Sendable, Equatable {
    private let members: Set<Platform>

    public init(_ members: Set<Platform> = []) { self.members = members }

    /// Where these are the forbidden ones.
    /// - Parameter number: as in `DeviceClaim.platform`.
    /// - Throws: `ServerPlatformNotAllowed`.
    func allow(_ number: Int) throws(Failure) {
        guard !members.isEmpty, members.contains(Platform(number: number)) else { return }
        throw Failure(.serverPlatformNotAllowed)
    }

    /// Their words with commas between them, each once and in the order of their numbers.
    var text: String { Platform.allCases.filter(members.contains).map(\.rawValue).joined(separator: ",") }

    /// Nil where a word is not one of theirs. Blanks around words do no harm.
    init?(text: String) {
        guard text.utf8.count <= 256 else { return nil }
        var members: Set<Platform> = []
        for word in text.split(separator: ",") {
            let word = word.trimmingBlanks()
            guard let platform = Platform(rawValue: word) else { return nil }
            members.insert(platform)
        }
        self.init(members)
    }
}

extension Substring {
    fileprivate func trimmingBlanks() -> String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

extension AppSettingKind where Value == Platforms {
    static let platforms = AppSettingKind(
        shape: .words(Platform.allCases.map(\.rawValue)), read: { Platforms(text: $0) }, write: { $0.text })
}
