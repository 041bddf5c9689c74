import HearthCore
import IM
import Web

extension Ratel {
    /// What a group has pinned up: announcements.
    static let groupAnnouncements: [Row] = [
        .group(
            [.get], "/group/announcement/list", GroupPermission(GroupBoard.right), "Announcements, newest first",
            answer: AnswerShape(.list(GroupAnnouncement.schema)), failures: [.groupAnnouncementForbidden]
        ) { services, caller async throws(Failure) in
            let all = try await services.groups.board.announcements(of: caller.group, for: caller.actor)
            return .data(.array(all.map { $0.json(of: caller.group) }))
        },
        .group(
            [.get], "/group/announcement/last", GroupPermission(GroupBoard.right), "The newest announcement",
            answer: AnswerShape(GroupAnnouncement.schema), failures: [.groupAnnouncementForbidden, .groupAnnouncementNotFound]
        ) { services, caller async throws(Failure) in
            let last = try await services.groups.board.lastAnnouncement(of: caller.group, for: caller.actor)
            return .data(last.json(of: caller.group))
        },
        .group(
            [.get], "/group/announcement", GroupPermission(GroupBoard.right), "One announcement", .announcement,
            answer: AnswerShape(GroupAnnouncement.schema), failures: [.groupAnnouncementForbidden, .groupAnnouncementNotFound]
        ) { services, caller, id async throws(Failure) in
            let found = try await services.groups.board.announcement(id, of: caller.group, for: caller.actor)
            return .data(found.json(of: caller.group))
        },
        .change(
            [.post], "/group/announcement/edit", "Tells all members something that stays to be read",
            .together(Field.text("title"), Field.text("content")) { PublishAnnouncement(title: $0, content: $1) },
            answer: AnswerShape(GroupAnnouncement.schema), failures: [.groupAnnouncementForbidden]
        ) { caller, _, announcement in announcement.json(of: caller.group) },
        .change(
            .remove, "/group/announcement/delete", "Takes an announcement back",
            Field<AnnouncementID>.announcement.map { DeleteAnnouncement($0) }.inQuery, place: .query,
            failures: [.groupAnnouncementForbidden, .groupAnnouncementNotFound]),
    ]

    /// Files that a group shares. The files themselves are somewhere else.
    static let groupFiles: [Row] = [
        .group(
            [.get], "/group/file/list", GroupPermission(GroupBoard.right), "Shared files, newest first",
            answer: AnswerShape(.list(GroupFile.schema))
        ) { services, caller async throws(Failure) in
            let all = try await services.groups.board.files(of: caller.group, for: caller.actor)
            return .data(.array(all.map { $0.json(of: caller.group) }))
        },
        .group(
            [.get], "/group/file", GroupPermission(GroupBoard.right), "One shared file", .file,
            answer: AnswerShape(GroupFile.schema), failures: [.groupSharedFileNotFound]
        ) { services, caller, id async throws(Failure) in
            .data(try await services.groups.board.file(id, of: caller.group, for: caller.actor).json(of: caller.group))
        },
        .change(
            [.post], "/group/file/upload", "Adds a file that is kept elsewhere to those a group shares",
            .together(
                Field.text("name"), Field.text("url", "Where it is."), Field.text("type").or(""),
                Field.integer("size", "In bytes.")
            ) { ShareFile(name: $0, url: $1, type: $2, size: $3) },
            answer: AnswerShape(GroupFile.schema), limit: .uploadsUser
        ) { caller, _, file in file.json(of: caller.group) },
        .change(
            .write, "/group/file/update_name", "Calls a shared file something else: for who shared it, and for admins",
            .together(.file, Field.text("name")) { RenameFile($0, $1) },
            failures: [.groupSharedFileNotFound, .groupSharedFileOperateNotAllowed]),
        .change(
            .remove, "/group/file/delete", "Shares files no longer: for who shared them, and for admins",
            Field<[Int64]>.integers("file_list").map { DeleteFiles($0.map { GroupFileID($0) }) },
            answer: AnswerShape(.list(GroupFileOutcome.schema)), failures: [.groupSharedFileNotFound]
        ) { _, _, outcomes in .array(outcomes.map(\.json)) },
    ]
}
