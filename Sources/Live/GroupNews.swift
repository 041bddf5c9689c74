import HearthCore
import IM

/// That there is something new in a group, for those of its members who are connected.
struct GroupNews: Sendable {
    let app: AppNumber
    let group: GroupID
    let conversation: ConversationID
    var newest: MessageID
    /// The version of the list of members that it was committed with; nil where that is not known.
    var members: Int64?
    /// The device that needs not be told, as it did it all itself; nil for none.
    var except: DeviceAddress?

    /// Both, as one.
    mutating func take(_ other: GroupNews) {
        newest = max(newest, other.newest)
        if let version = other.members { members = max(version, members ?? version) } else { members = nil }
        if except != other.except { except = nil }
    }
}

extension GroupNews {
    /// Nil for what is not for all members of a group.
    init?(_ message: AcceptedMessage) {
        guard let place = message.place, place.readers == nil, case .group(let group) = place.target else { return nil }
        let sender = message.message.sender
        let knows = !message.item.isVisible(to: sender, in: .group(group))
        self.init(
            app: sender.account.app, group: group, conversation: place.conversation, newest: message.id, members: place.members,
            except: knows ? sender : nil)
    }

    /// Nil where nothing was written for all.
    init?(_ commit: GroupCommit) {
        guard let newest = commit.newest else { return nil }
        self.init(
            app: commit.app, group: commit.group, conversation: commit.conversation, newest: newest, members: commit.members,
            except: nil)
    }
}
