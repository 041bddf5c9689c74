extension ProfileChange: Screenable {
    public func screened(_ screen: inout TextScreen) -> ProfileChange {
        var change = self
        change.nickName = nickName.map { screen.text($0, .profile, "nick_name") }
        change.about = about.map { screen.text($0, .profile, "description") }
        change.publicInfo = publicInfo.map { screen.json($0, .profile, "public_info") }
        return change
    }
}

extension Profiles.Row: Screenable {
    public func screened(_ screen: inout TextScreen) -> Profiles.Row { Profiles.Row(user: user, change: change.screened(&screen)) }
}

extension GroupDraft: Screenable {
    public func screened(_ screen: inout TextScreen) -> GroupDraft {
        var info = info
        info.name = screen.text(info.name, .group, "name")
        info.description = screen.text(info.description, .group, "description")
        return GroupDraft(type: type, info: info, invitees: invitees)
    }
}

extension ChangeGroupText: Screenable {
    public func screened(_ screen: inout TextScreen) -> ChangeGroupText {
        switch field {
        case .name, .description: ChangeGroupText(field, screen.text(text, .group, field.rawValue))
        case .ext: ChangeGroupText(field, screen.json(text, .group, field.rawValue))
        // An address.
        case .avatar: self
        }
    }
}

extension PublishAnnouncement: Screenable {
    public func screened(_ screen: inout TextScreen) -> PublishAnnouncement {
        PublishAnnouncement(
            title: screen.text(title, .announcement, "title"), content: screen.text(content, .announcement, "content"))
    }
}

extension SetDisplayName: Screenable {
    public func screened(_ screen: inout TextScreen) -> SetDisplayName {
        SetDisplayName(screen.text(name, .displayName, "display_name"))
    }
}

extension ShareFile: Screenable {
    public func screened(_ screen: inout TextScreen) -> ShareFile {
        ShareFile(name: screen.text(name, .group, "file"), url: url, type: type, size: size)
    }
}

extension RenameFile: Screenable {
    public func screened(_ screen: inout TextScreen) -> RenameFile { RenameFile(id, screen.text(name, .group, "file")) }
}

extension InviteUsers: Screenable {
    public func screened(_ screen: inout TextScreen) -> InviteUsers {
        InviteUsers(users, reason: screen.text(reason, .reason, "reason"))
    }
}

extension ApplyToGroup: Screenable {
    public func screened(_ screen: inout TextScreen) -> ApplyToGroup {
        ApplyToGroup(reason: screen.text(reason, .reason, "reason"))
    }
}

extension AnswerInvitation: Screenable {
    public func screened(_ screen: inout TextScreen) -> AnswerInvitation {
        AnswerInvitation(from: inviter, accepts: accepts, reason: screen.text(reason, .reason, "reason"))
    }
}

extension AnswerApplication: Screenable {
    public func screened(_ screen: inout TextScreen) -> AnswerApplication {
        AnswerApplication(of: applicant, accepts: accepts, reason: screen.text(reason, .reason, "reason"))
    }
}

extension RosterRequest: Screenable {
    /// What the applicant calls the other he alone is shown, and an answer is compared.
    public func screened(_ screen: inout TextScreen) -> RosterRequest {
        RosterRequest(user: user, alias: alias, reason: screen.text(reason, .reason, "reason"), answer: answer)
    }
}

extension Array: Screenable where Element: Screenable {
    public func screened(_ screen: inout TextScreen) -> [Element] { map { $0.screened(&screen) } }
}

/// The reason of a refusal, as the one who is refused reads it.
public struct RefusalReason: Screenable, Sendable {
    public let text: String

    public init(_ text: String) { self.text = text }

    public func screened(_ screen: inout TextScreen) -> RefusalReason { RefusalReason(screen.text(text, .reason, "reason")) }
}
