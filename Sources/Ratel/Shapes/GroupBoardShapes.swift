import HearthCore
import IM
import Web

extension GroupAnnouncement {
    static let schema = Schema.object([
        Schema.Property("id", .integer()), Schema.Property("group_id", .integer()), Schema.Property("author", .integer()),
        Schema.Property("title", .text()), Schema.Property("content", .text()),
        Schema.Property("created_at", .integer(), "Milliseconds since 1970."),
    ])

    func json(of group: GroupID) -> JSON {
        [
            "id": .integer(id.rawValue), "group_id": .integer(group.rawValue), "author": .integer(author.rawValue),
            "title": .string(title), "content": .string(content), "created_at": .integer(createdAt.milliseconds),
        ]
    }
}

extension GroupFile {
    static let schema = Schema.object([
        Schema.Property("file_id", .integer()), Schema.Property("group_id", .integer()), Schema.Property("uploader", .integer()),
        Schema.Property("name", .text()), Schema.Property("url", .text()), Schema.Property("type", .text()),
        Schema.Property("size", .integer()), Schema.Property("created_at", .integer(), "Milliseconds since 1970."),
        Schema.Property("updated_at", .integer(), "Milliseconds since 1970."),
    ])

    func json(of group: GroupID) -> JSON {
        [
            "file_id": .integer(id.rawValue), "group_id": .integer(group.rawValue), "uploader": .integer(uploader.rawValue),
            "name": .string(name), "url": .string(url), "type": .string(type), "size": .integer(size),
            "created_at": .integer(createdAt.milliseconds), "updated_at": .integer(updatedAt.milliseconds),
        ]
    }
}

extension GroupFileOutcome {
    static let schema = Schema.object([Schema.Property("file_id", .integer())] + GroupOutcome.resultProperties)

    var json: JSON { .object([JSON.Member("file_id", .integer(file.rawValue))] + GroupOutcome.result(failure)) }
}

extension GroupInvitation {
    static let schema = Schema.object([
        Schema.Property("group_id", .integer()), Schema.Property("inviter_id", .integer()), Schema.Property("invitee_id", .integer()),
        Schema.Property("reason", .text()), Schema.Property("status", .integer(0...2), "0 open, 1 accepted, 2 declined."),
        Schema.Property("expired_time", .integer(), "Milliseconds since 1970."),
        Schema.Property("updated_at", .text(), "A date and a time, as in RFC 3339."),
    ])

    var json: JSON {
        [
            "group_id": .integer(group.rawValue), "inviter_id": .integer(inviter.rawValue), "invitee_id": .integer(invitee.rawValue),
            "reason": .string(reason), "status": .integer(Int64(status.rawValue)),
            "expired_time": .integer(expiresAt.milliseconds), "updated_at": .string(changedAt.dateTime),
        ]
    }
}

extension GroupApplication {
    static let schema = Schema.object([
        Schema.Property("group_id", .integer()), Schema.Property("applicant_id", .integer()), Schema.Property("reason", .text()),
        Schema.Property("status", .integer(0...2), "0 open, 1 accepted, 2 declined."),
        Schema.Property("expired_time", .integer(), "Milliseconds since 1970."),
    ])

    var json: JSON {
        [
            "group_id": .integer(group.rawValue), "applicant_id": .integer(applicant.rawValue), "reason": .string(reason),
            "status": .integer(Int64(status.rawValue)), "expired_time": .integer(expiresAt.milliseconds),
        ]
    }
}
