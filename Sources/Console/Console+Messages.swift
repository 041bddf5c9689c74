import HearthCore
import IM
import Live
import Web

extension Console {
    /// What an operator asks about one message.
    /// - Parameter trail: what connected devices of this server were told and given.
    public func routes(tracing messages: any MessageTracing, _ trail: DeliveryTrail) -> [Route] {
        [
            admin([.get], "/admin/apps/{app_id}/messages/{mid}", "What became of one message, without its content") {
                [services] request async throws(Failure) in
                let app = try await services.apps.find(AppID(try request.segment("app_id"))).app
                guard let number = Int64(try request.segment("mid")), number > 0 else { throw .invalidParameter("mid") }
                guard let trace = try await messages.trace(MessageID(number), in: app.number) else {
                    throw Failure(.notFound, "there is no message \(number) in \(app.id)")
                }
                let entries = trail.entries(about: trace.id, in: trace.conversation, of: app.number)
                return .data(trace.json(MessageTrace.Deliveries(entries, completeSince: trail.completeSince)))
            }
        ]
    }
}

extension MessageTrace {
    /// What a running server remembers of the deliveries of one message.
    public struct Deliveries: Sendable {
        fileprivate let entries: [DeviceAddress: [DeliveryTrail.Entry]]
        fileprivate let completeSince: Instant

        public init(_ entries: [DeliveryTrail.Entry], completeSince: Instant) {
            self.entries = Dictionary(grouping: entries, by: \.device)
            self.completeSince = completeSince
        }
    }

    /// As the admin API answers it. Times are milliseconds since 1970.
    /// - Parameter deliveries: nil without a running server.
    public func json(_ deliveries: Deliveries?) -> JSON {
        .compact([
            "id": id.json,
            "conversation": place.json,
            "kind": .string(Self.word(kind)),
            "related": related?.json,
            "from": ["user_id": .integer(from.account.user.rawValue), "device": .integer(Int64(from.device.rawValue))],
            "content_type": .integer(Int64(contentType)),
            "bytes": .integer(Int64(bytes)),
            "status": .string("\(status)"),
            "received_at": receivedAt?.json,
            "stored_at": id.instant.json,
            "edited_at": editedAt?.json,
            "recall": recall?.json,
            "readers": readers.map { ["read": .integer(Int64($0.read)), "of": .integer(Int64($0.all))] },
            "operations": .array(operations.map(\.json)),
            "people": .array(people.map { json($0, deliveries) }),
            "deliveries_known_since": deliveries?.completeSince.json,
        ])
    }

    private func json(_ person: Person, _ deliveries: Deliveries?) -> JSON {
        let deletion = operations.first { $0.kind == ItemKind.delete.rawValue && $0.user == person.user }
        let isRead = person.readUpTo >= id && !person.isUnreadAgain
        return .compact([
            "user_id": .integer(person.user.rawValue),
            "is_author": person.user == from.account.user ? true : nil,
            // Who came later is not given it.
            "joined_after": person.joined >= id ? person.joined.json : nil,
            // Out of the group since then; what was said after that is not his.
            "left_at": person.until > .zero ? person.until.instant.json : nil,
            "left_before": person.until > .zero && person.until < id ? true : nil,
            "away": person.wasAway ? true : nil,
            "returned_after": person.returned > .zero ? person.returned.json : nil,
            "read": person.user == from.account.user ? nil : .bool(isRead),
            "read_at": person.reading?.instant.json,
            "read_up_to": person.readUpTo > .zero ? person.readUpTo.json : nil,
            "unread_again": person.isUnreadAgain ? true : nil,
            "hidden": person.isHidden ? true : nil,
            "hidden_at": person.isHidden ? deletion?.id.instant.json : nil,
            "cleared_at": person.cleared > id ? person.cleared.instant.json : nil,
            "devices": .array(person.devices.map { json($0, of: person, deliveries) }),
        ])
    }

    private func json(_ device: Device, of person: Person, _ deliveries: Deliveries?) -> JSON {
        let address = DeviceAddress(account: Account(app: from.account.app, user: person.user), device: device.number)
        let entries = deliveries?.entries[address] ?? []
        let pages = entries.filter { $0.step == .given }
        let isConfirmed = device.cursor >= id
        // The store knows when the cursor came to where it is now: for an earlier message no more than that it was before.
        let exact = entries.first { $0.step == .confirmed }?.at ?? (device.cursor == id ? device.confirmedAt : nil)
        return .compact([
            "device": .integer(Int64(device.number.rawValue)),
            "platform": .integer(Int64(device.platform)),
            "is_author": address == from ? true : nil,
            "told_at": entries.first { $0.step == .told }?.at.json,
            "given_at": pages.first?.at.json,
            "given_times": pages.count > 1 ? .integer(Int64(pages.count)) : nil,
            "confirmed": .bool(isConfirmed || exact != nil),
            "confirmed_at": exact?.json,
            "confirmed_by": exact == nil && isConfirmed ? device.confirmedAt?.json : nil,
            "confirmed_up_to": device.cursor > .zero ? device.cursor.json : nil,
            "cleared_at": device.cleared > id ? device.cleared.instant.json : nil,
        ])
    }

    /// What an item is, in one word.
    private static func word(_ kind: Int) -> String {
        switch ItemKind(rawValue: kind) {
        case .message: "message"
        case .readAck: "read_ack"
        case .readAll: "read_all"
        case .readCancel: "read_cancel"
        case .deliverAck: "deliver_ack"
        case .recall: "recall"
        case .delete: "delete"
        case .playAck: "play_ack"
        case .append: "append"
        case .replace: "replace"
        case .clear: "clear"
        case .rosterNotice: "roster_notice"
        case .userNotice: "user_notice"
        case .groupNotice: "group_notice"
        case nil: "kind \(kind)"
        }
    }
}

extension MessageTrace.Place {
    fileprivate var json: JSON {
        switch self {
        case .users(let one, let other): ["users": [.integer(one.rawValue), .integer(other.rawValue)]]
        case .group(let group): ["group_id": .integer(group.rawValue)]
        }
    }
}

extension MessageTrace.Act {
    fileprivate var json: JSON {
        [
            "id": id.json, "at": id.instant.json, "kind": .string(MessageTrace.word(kind)), "user_id": .integer(user.rawValue),
            "device": .integer(Int64(device.rawValue)),
        ]
    }
}

extension MessageID {
    fileprivate var json: JSON { .integer(rawValue) }
}

extension Instant {
    fileprivate var json: JSON { .integer(milliseconds) }
}
