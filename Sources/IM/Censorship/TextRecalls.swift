import Censorship
import HearthCore

/// Recalls messages; empties or masks other texts, as far as they still hold what was found.
public struct TextRecalls: TakingBack {
    private let messages: UserMessages
    private let accounts: any AccountStore
    private let profiles: Profiles
    private let groups: GroupStores
    private let changes: GroupChanges

    /// Where it is read what groups say now.
    public struct GroupStores: Sendable {
        let groups: any GroupStore
        let people: any GroupPeopleStore
        let board: any GroupBoardStore

        public init(_ groups: any GroupStore, _ people: any GroupPeopleStore, _ board: any GroupBoardStore) {
            self.groups = groups
            self.people = people
            self.board = board
        }
    }

    public init(
        messages: UserMessages, accounts: any AccountStore, profiles: Profiles, groups: GroupStores, changes: GroupChanges
    ) {
        self.messages = messages
        self.accounts = accounts
        self.profiles = profiles
        self.groups = groups
        self.changes = changes
    }

    /// Of what is not there, or who is not.
    private static let gone: Set<FailureName> = [
        .invalidParam, .userNotExist, .groupNotExist, .groupMemberPermissionRequired, .groupNotMemberFound, .groupAnnouncementNotFound,
        .groupAnnouncementForbidden,
    ]

    public func takeBack(_ review: Review, _ settings: AppSettings) async throws(Failure) {
        do throws(Failure) {
            switch review.subject.kind {
            case .message, .edit: try await recall(review)
            case .profile: try await emptyProfile(review)
            case .group, .announcement, .displayName:
                guard case .group(let group) = review.subject.target else { return }
                try await takeBack(review, in: group, settings)
            // It has been told, and nobody is told another one.
            case .reason: return
            }
        } catch {
            guard Self.gone.contains(error.name) else { throw error }
        }
    }

    // MARK: - Messages

    /// In the name of its author. Where he may not act any more, in that of the other side.
    private func recall(_ review: Review) async throws(Failure) {
        let (subject, author) = (review.subject, review.author)
        do throws(Failure) {
            try await messages.recall(subject.message, in: subject.target, by: author, .always)
        } catch {
            guard error.name == .userFrozen || error.name == .userRemoved else { throw error }
            switch subject.target {
            case .user(let other):
                try await messages.recall(
                    subject.message, in: MessageTarget.user(author.user), by: Account(app: author.app, user: other), .always)
            case .group:
                try await messages.recall(
                    subject.message, in: subject.target, by: Account(app: author.app, user: .system), .always)
            case .unnamed: throw error
            }
        }
    }

    // MARK: - Profiles

    private func emptyProfile(_ review: Review) async throws(Failure) {
        guard let profile = try await accounts.profiles(review.author.app, [review.author.user]).first else { return }
        var change = ProfileChange()
        switch review.subject.field {
        case "nick_name" where review.isStill(in: profile.nickName): change.nickName = ""
        case "avatar" where review.isStill(in: profile.avatar): change.avatar = ""
        case "description" where review.isStill(in: profile.about): change.about = ""
        case "public_info" where review.isStill(in: profile.publicInfo): change.publicInfo = ""
        case "private_info" where review.isStill(in: profile.privateInfo): change.privateInfo = ""
        // A user needs his name, and has something else by now.
        default: return
        }
        try await profiles.change(review.author, change)
    }

    // MARK: - Groups

    private func takeBack(_ review: Review, in group: GroupID, _ settings: AppSettings) async throws(Failure) {
        let app = review.author.app
        switch review.subject.kind {
        case .announcement:
            for announcement in try await groups.board.announcements(of: group, in: app) where review.isAbout(announcement) {
                try await changes.run(DeleteAnnouncement(announcement.id), in: group, by: .server(app), settings: settings)
            }
        case .displayName:
            let member = try await groups.people.members([review.author.user], of: group, in: app).first
            guard let member, review.isStill(in: member.displayName) else { return }
            try await changes.run(SetDisplayName(""), in: group, by: .user(review.author), settings: settings)
        case .group where review.subject.field == "file":
            let files = try await groups.board.files(of: group, in: app).filter { review.isStill(in: $0.name) }
            guard !files.isEmpty else { return }
            _ = try await changes.run(DeleteFiles(files.map(\.id)), in: group, by: .server(app), settings: settings)
        default:
            guard let field = ChangeGroupText.Field(rawValue: review.subject.field),
                let info = try await groups.groups.views([group], for: .server(app)).first?.group.info
            else { return }
            let text = info.text(field)
            guard review.isStill(in: text) else { return }
            // A group needs a name.
            let rest = field == .name ? review.masked(text, Limits.groupNameCharacters.upperBound) : ""
            try await changes.run(ChangeGroupText(field, rest), in: group, by: .server(app), settings: settings)
        }
    }
}

extension GroupInfo {
    fileprivate func text(_ field: ChangeGroupText.Field) -> String {
        switch field {
        case .name: name
        case .avatar: avatar
        case .description: description
        case .ext: ext
        }
    }
}

extension Review {
    /// Whether a text still holds something that was found.
    fileprivate func isStill(in text: String) -> Bool { !ranges(in: text).isEmpty }

    fileprivate func isAbout(_ announcement: GroupAnnouncement) -> Bool {
        if subject.message != .zero { return announcement.id.rawValue == subject.message.rawValue }
        return announcement.author == author.user && (isStill(in: announcement.title) || isStill(in: announcement.content))
    }

    /// The text without what was found, cut at so many characters.
    fileprivate func masked(_ text: String, _ most: Int) -> String {
        let masked = Mask.masked(text, ranges(in: text)).unicodeScalars
        return String(String.UnicodeScalarView(masked.prefix(most)))
    }

    /// Where what was found stands in a text.
    private func ranges(in text: String) -> [Range<Int>] {
        let bytes = Array(text.utf8)
        return hits.flatMap { hit in
            let found = Array(hit.found.utf8)
            guard !found.isEmpty, bytes.count >= found.count else { return [Range<Int>]() }
            return (0...(bytes.count - found.count)).filter { bytes[$0..<$0 + found.count].elementsEqual(found) }
                .map { $0..<$0 + found.count }
        }
    }
}
