import HearthCore

/// What the events of callbacks are about. Raw values are the words of settings and the beginnings of event names.
public enum CallbackKind: String, Sendable, CaseIterable {
    case message, user, roster, group
}

/// Something that an app's own server is told of after it happened.
public enum CallbackEvent: Hashable, Sendable {
    case message(MessageEvent)
    case user(UserEvent)
    case roster(RosterNotice.Kind)
    case group(GroupNotice.Kind)

    /// Raw values are stored: never reuse one.
    public enum MessageEvent: Int, Sendable, CaseIterable {
        case sent = 1
        case edited = 2
        case recalled = 3
    }

    /// Raw values are stored: never reuse one.
    public enum UserEvent: Int, Sendable, CaseIterable {
        case registered = 1
        case removed = 2
        case updated = 3
        case frozen = 4
        case unfrozen = 5
        case banned = 6
        case unbanned = 7
    }

    public var kind: CallbackKind {
        switch self {
        case .message: .message
        case .user: .user
        case .roster: .roster
        case .group: .group
        }
    }

    /// As it is stored: never reuse one.
    public var number: Int64 {
        switch self {
        case .message(let event): 100 + Int64(event.rawValue)
        case .user(let event): 200 + Int64(event.rawValue)
        case .roster(let kind): 300 + Int64(kind.rawValue)
        case .group(let kind): 400 + Int64(kind.rawValue)
        }
    }

    /// Nil for a number that another version wrote.
    public init?(number: Int64) {
        guard let event = Self.byNumber[number] else { return nil }
        self = event
    }

    private static let byNumber = Dictionary(uniqueKeysWithValues: all.map { ($0.number, $0) })

    /// Every event there is, in the order of their numbers. Who enters and leaves a chatroom for a while is none.
    public static let all: [CallbackEvent] =
        MessageEvent.allCases.map { .message($0) } + UserEvent.allCases.map { .user($0) } + RosterNotice.Kind.told.map { .roster($0) }
        + GroupNotice.Kind.allCases.filter { $0 != .presence && $0 != .absence }.map { .group($0) }

    /// `message.sent` for example: what it is about, a dot, what happened.
    public var word: String {
        let happened =
            switch self {
            case .message(let event): "\(event)"
            case .user(let event): "\(event)"
            case .roster(let kind): kind.happened
            case .group(let kind): kind.happened
            }
        return kind.rawValue + "." + happened
    }
}

extension RosterNotice.Kind {
    /// Those that happen between two people. What one of them says of himself is an event of that user.
    fileprivate static let told: [Self] = [
        .added, .removed, .accepted, .declined, .blocked, .unblocked, .applied, .infoUpdated, .muted, .unmuted,
    ]

    fileprivate var happened: String { self == .infoUpdated ? "updated" : "\(self)" }
}

extension GroupNotice.Kind {
    /// English, where the protocol's own words are not.
    fileprivate var happened: String {
        switch self {
        case .leaved: "left"
        case .applyed: "applied"
        case .applyAccepted: "application_accepted"
        case .applyDeclined: "application_declined"
        case .inviteAccepted: "invitation_accepted"
        case .inviteDeclined: "invitation_declined"
        case .ownerAssigned: "owner_assigned"
        case .adminGranted: "admin_granted"
        case .adminRevoked: "admin_revoked"
        case .infoUpdated: "updated"
        case .announcementUpdated: "announcement_updated"
        case .messageSetting: "push_mode_set"
        case .fileUploaded: "file_uploaded"
        case .fileDeleted: "file_deleted"
        case .fileUpdated: "file_updated"
        case .presence, .absence, .created, .destroyed, .joined, .invited, .kicked, .blocked, .unblocked, .muted, .unmuted, .banned,
            .unbanned:
            "\(self)"
        }
    }
}
