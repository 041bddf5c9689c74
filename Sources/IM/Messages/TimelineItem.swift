import HearthCore

/// One item of a conversation: a message, or an operation on one.
public struct TimelineItem: Sendable {
    public let id: MessageID
    public let sender: UserID
    public let device: DeviceSN
    public let kind: ItemKind
    /// The message an operation is about.
    public let related: MessageID?
    /// Who alone reads this; nil for everybody in the conversation.
    public let readers: [UserID]?
    /// Whom it names as its receiver; nil where that follows from the conversation.
    public let receiver: UserID?
    /// When the text last changed; for an edit, when that was.
    public var editedAt: Instant?
    /// There is nothing to show any more: recalled, or deleted by the reader.
    public var isGone: Bool
    /// Its reader is so far behind in a group so large that he need not be given it if its sender said that it matters little.
    public var mayBeLeftOut = false
    /// For whom it is not there any more.
    var hiddenFrom: [UserID] = []
    public var payload: [UInt8]

    public init(
        id: MessageID, sender: UserID, device: DeviceSN, kind: ItemKind = .message, related: MessageID? = nil,
        readers: [UserID]? = nil, receiver: UserID? = nil, editedAt: Instant? = nil, isGone: Bool = false, payload: [UInt8]
    ) {
        self.id = id
        self.sender = sender
        self.device = device
        self.kind = kind
        self.related = related
        self.readers = readers
        self.receiver = receiver
        self.editedAt = editedAt
        self.isGone = isGone
        self.payload = payload
    }

    /// Whether a device is given this item in a sync.
    ///
    /// What a device did itself it knows from the acknowledgement. That runs an edit with a time of 0, which does nothing
    /// for a REPLACE and for an APPEND to a chat; an APPEND to a group it applies (floo-web, src/sdk/core/base/dataLogics.js).
    public func isVisible(to device: DeviceAddress, in peer: Peer) -> Bool {
        if isGone { return false }
        if !hiddenFrom.isEmpty, hiddenFrom.contains(device.account.user) { return false }
        if let readers, !readers.contains(device.account.user) { return false }
        guard sender == device.account.user, self.device == device.device else { return true }
        switch (kind, peer) {
        case (.replace, _), (.append, .user), (.append, .system): return true
        default: return false
        }
    }
}

extension TimelineItem {
    /// Whether a member need not be given what matters little.
    /// - Parameters:
    ///   - members: how many the group has.
    ///   - behind: items that he has not been given.
    public static func mayBeLeftOut(members: Int64, behind: Int64) -> Bool {
        members > Limits.leavingOut.members && behind > Limits.leavingOut.behind
    }
}

extension ArraySlice<TimelineItem> {
    /// As many of the first items as fit the bytes of a page; the first one always does.
    public var withinPageBytes: ArraySlice<TimelineItem> {
        var bytes = 0
        return prefix { item in
            defer { bytes += item.payload.count }
            return bytes == 0 || bytes + item.payload.count <= Limits.pageBytes
        }
    }
}
