import HearthCore
import IM
import XSYNC

/// What everybody must end up seeing: the simplest account of what was committed, in its order, from nothing but xsync.md 7.
struct Truth {
    struct Message {
        let id: MessageID
        let author: UserID
        var text: String
        var isRecalled = false
        var deletedBy: Set<UserID> = []
        var readBy: Set<UserID> = []
    }

    struct Reader {
        var mark = MessageID.zero
        var unreadAgain: Set<MessageID> = []
        var clearedUpTo = MessageID.zero
        var clearedOnDevice: [DeviceSN: MessageID] = [:]
    }

    /// A conversation: two people, or a group.
    struct Key: Hashable {
        let low: Int64
        let high: Int64

        init(_ user: UserID, _ peer: Peer) {
            switch peer {
            case .group(let group): (low, high) = (group.rawValue, 0)
            case .user(let other): (low, high) = (min(user, other).rawValue, max(user, other).rawValue)
            case .system: (low, high) = (0, user.rawValue)
            }
        }
    }

    struct Conversation {
        var messages: [Message] = []
        var readers: [UserID: Reader] = [:]

        func index(_ id: MessageID) -> Int? { messages.firstIndex { $0.id == id } }
    }

    let owner: UserID
    private(set) var conversations: [Key: Conversation] = [:]
    /// What everybody is told by the system, and which of his devices is not.
    private(set) var notices: [UserID: [(text: String, except: DeviceSN?)]] = [:]
    private(set) var faults: [String] = []
    private var banned: Set<UserID> = []
    /// The items after which somebody went out of the group or came in again, in turns.
    private var turns: [UserID: [MessageID]] = [:]
    /// From whom somebody wants nothing.
    private var blocked: [UserID: Set<UserID>] = [:]

    init(groupOwner: UserID) { owner = groupOwner }

    mutating func isIn(_ user: UserID, _ holds: Bool, since id: MessageID) { turns[user, default: []].append(id) }

    func isIn(_ user: UserID) -> Bool { turns[user, default: []].count.isMultiple(of: 2) }

    func wasOut(_ user: UserID) -> Bool { turns[user] != nil }

    /// Whether a message to the group was sent while somebody was in it.
    func isHis(_ id: MessageID, _ user: UserID) -> Bool { turns[user, default: []].filter { $0 < id }.count.isMultiple(of: 2) }

    mutating func ban(_ user: UserID, _ holds: Bool) {
        if holds { banned.insert(user) } else { banned.remove(user) }
    }

    mutating func block(_ user: UserID, by owner: UserID, _ holds: Bool) {
        if holds { blocked[owner, default: []].insert(user) } else { blocked[owner]?.remove(user) }
    }

    /// Takes one answer in, and checks that it was right to give it.
    mutating func take(_ message: OutgoingMessage, _ result: SendResult, at now: Instant) {
        if case .notice = message.action { return take(notice: message, result) }
        guard let key = key(of: message) else { return }
        var conversation = conversations[key] ?? Conversation()
        switch (result, refusal(of: message, in: conversation, at: now)) {
        case (.refused(let failure), let expected):
            if expected != failure.name {
                faults.append("\(message.kind) was refused with \(failure.name), not \(String(describing: expected))")
            }
            return
        case (.accepted, let expected?): return faults.append("\(message.kind) should have been refused with \(expected)")
        case (.duplicate, _): return
        case (.accepted(let accepted), nil):
            conversation.take(message, accepted.id)
        }
        conversations[key] = conversation
    }

    private mutating func take(notice: OutgoingMessage, _ result: SendResult) {
        guard case .user(let target) = notice.target, case .accepted = result else { return faults.append("a notice was lost") }
        let sender = notice.sender
        notices[max(target, sender.account.user), default: []].append(
            (String(decoding: notice.payload, as: UTF8.self), sender.account.user == .system ? nil : sender.device))
    }

    /// What a device is told by the system, in its order.
    func told(to device: DeviceAddress) -> [String] {
        (notices[device.account.user] ?? []).filter { $0.except != device.device }.map(\.text)
    }

    /// Receipts name the author of a message, also of one in a group.
    private func key(of message: OutgoingMessage) -> Key? {
        guard let peer = message.target.peer else { return nil }
        let named = Key(message.sender.account.user, peer)
        guard case .operation(let operation) = message.action, operation.kind == .readAck else { return named }
        return conversations.first { $0.value.index(operation.message) != nil }?.key ?? named
    }

    private func refusal(of message: OutgoingMessage, in conversation: Conversation, at now: Instant) -> FailureName? {
        let user = message.sender.account.user
        if message.kind.isSaid, banned.contains(user) { return .userBanned }
        let isOut = if case .group = message.target { !isIn(user) } else { false }
        guard case .operation(let operation) = message.action, operation.kind != .readAll else {
            return isOut && message.kind.isSaid ? .groupMemberPermissionRequired : unwanted(message)
        }
        let cleared = conversation.readers[user]?.clearedUpTo ?? .zero
        guard let index = conversation.index(operation.message), operation.message > cleared else { return .invalidParam }
        let target = conversation.messages[index]
        if isOut, operation.kind.isSaid || operation.kind == .recall { return .groupMemberPermissionRequired }
        switch operation.kind {
        case .recall:
            let isGroup = if case .group = message.target { true } else { false }
            if target.author != user, !isGroup { return .userPermissionDenied }
            if target.author != user, user != owner { return .groupAdminPermissionRequired }
            if !target.isRecalled, now.since(target.id.instant) > 300_000 { return .messageOutRecallTime }
            return nil
        case .append, .replace:
            if target.isRecalled { return .messageInvalidType }
            return target.author == user ? unwanted(message) : .userPermissionDenied
        default: return nil
        }
    }

    private func unwanted(_ message: OutgoingMessage) -> FailureName? {
        guard message.kind.isSaid, case .user(let other) = message.target else { return nil }
        return blocked[other]?.contains(message.sender.account.user) == true ? .rosterBlockListExist : nil
    }

    /// The messages that a device shows in the end, oldest first.
    func shown(to device: DeviceAddress, with peer: Peer) -> [Message] {
        let user = device.account.user
        let conversation = conversations[Key(user, peer)] ?? Conversation()
        let reader = conversation.readers[user] ?? Reader()
        let floor = max(reader.clearedUpTo, reader.clearedOnDevice[device.device] ?? .zero)
        return conversation.messages.filter { $0.id > floor && !$0.isRecalled && !$0.deletedBy.contains(user) }
    }

    /// What somebody has not read.
    func unread(_ user: UserID, with peer: Peer) -> Set<MessageID> {
        let conversation = conversations[Key(user, peer)] ?? Conversation()
        let reader = conversation.readers[user] ?? Reader()
        return Set(
            conversation.messages.filter {
                $0.author != user && !$0.isRecalled && !$0.deletedBy.contains(user) && $0.id > reader.clearedUpTo
                    && ($0.id > reader.mark || reader.unreadAgain.contains($0.id))
            }.map(\.id))
    }
}

extension Truth.Conversation {
    fileprivate mutating func take(_ message: OutgoingMessage, _ id: MessageID) {
        let user = message.sender.account.user
        let body = try? Im_Floo_Protobuf_MessageBody(serializedBytes: message.payload)
        switch message.action {
        case .message: messages.append(Truth.Message(id: id, author: user, text: body?.content ?? ""))
        case .clear(everywhere: true): readers[user, default: Truth.Reader()].clearedUpTo = id
        case .clear(everywhere: false): readers[user, default: Truth.Reader()].clearedOnDevice[message.sender.device] = id
        case .operation(let operation): take(operation, by: user, body?.content ?? "")
        case .notice: return
        }
        if case .clear = message.action {
            readers[user]?.clearedOnDevice[message.sender.device] = id
        }
    }

    private mutating func take(_ operation: Operation, by user: UserID, _ text: String) {
        var reader = readers[user] ?? Truth.Reader()
        defer { readers[user] = reader }
        if operation.kind == .readAll {
            let mark = min(operation.message, messages.last?.id ?? .zero)
            reader.mark = max(reader.mark, mark)
            reader.unreadAgain = reader.unreadAgain.filter { $0 > operation.message }
            return
        }
        guard let index = index(operation.message) else { return }
        let target = messages[index]
        switch operation.kind {
        case .readAck where target.author != user:
            reader.mark = max(reader.mark, target.id)
            reader.unreadAgain.remove(target.id)
            messages[index].readBy.insert(user)
        case .readCancel where target.author != user && !target.isRecalled && target.id <= reader.mark:
            reader.unreadAgain.insert(target.id)
        case .recall: messages[index].isRecalled = true
        case .delete: messages[index].deletedBy.insert(user)
        case .append: messages[index].text += text
        case .replace: messages[index].text = text
        default: return
        }
    }
}
