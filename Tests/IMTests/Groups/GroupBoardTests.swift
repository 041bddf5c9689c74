import HearthCore
import IM
import TestSupport
import Testing

struct GroupBoardTests {
    @Test func anAnnouncementIsKeptAndTold() throws {
        var group = ModelGroup()
        let done = try group.run(PublishAnnouncement(title: "t", content: "c"), by: Cast.admin)
        let kept = GroupAnnouncement(id: AnnouncementID(1_001), author: Cast.admin, title: "t", content: "c", createdAt: group.now)
        #expect(done.answer == kept && group.announcements == [kept.id: kept])
        #expect(done.notices == [Cast.notice(.announcementUpdated, Cast.admin)])
        #expect(group.refusal(DeleteAnnouncement(AnnouncementID(7))) == .groupAnnouncementNotFound)
        let gone = try group.run(DeleteAnnouncement(kept.id))
        #expect(gone.notices == [Cast.notice(.announcementUpdated, Cast.owner)])
        #expect(group.refusal(DeleteAnnouncement(kept.id)) == .groupAnnouncementNotFound)
    }

    @Test func announcementsMayBeForbidden() throws {
        var group = ModelGroup()
        let id = try group.run(PublishAnnouncement(title: "", content: "")).answer.id
        group.record.forbidsAnnouncements = true
        #expect(group.refusal(PublishAnnouncement(title: "t", content: "c")) == .groupAnnouncementForbidden)
        #expect(group.refusal(DeleteAnnouncement(id)) == .groupAnnouncementForbidden)
    }

    @Test func announcementsHaveBounds() {
        let group = ModelGroup()
        let title = String(repeating: "x", count: Limits.announcementTitleCharacters)
        let content = String(repeating: "x", count: Limits.announcementContentCharacters)
        #expect(group.refusal(PublishAnnouncement(title: title, content: content)) == nil)
        #expect(group.refusal(PublishAnnouncement(title: title + "x", content: content)) == .invalidRequestParameter)
        #expect(group.refusal(PublishAnnouncement(title: title, content: content + "x")) == .invalidRequestParameter)
    }

    private func share(_ name: String = "f", url: String = "https://x/f", type: String = "txt", size: Int64 = 5) -> ShareFile {
        ShareFile(name: name, url: url, type: type, size: size)
    }

    private func text(_ name: String, updated: Int64) -> String {
        #"{"file_id":1001,"name":"\#(name)","size":5,"type":"txt","url":"https://x/f","uploader":8,"created_at":1000000,"#
            + #""updated_at":\#(updated),"group_id":101}"#
    }

    @Test func aFileIsSharedAndCalledSomethingElse() throws {
        var group = ModelGroup()
        let done = try group.run(share(), by: Cast.member)
        #expect(done.answer.id == GroupFileID(1_001) && done.answer.uploader == Cast.member)
        #expect(done.notices == [Cast.notice(.fileUploaded, Cast.member, [], text("f", updated: 1_000_000))])
        group.now = group.now.advanced(by: 5)
        let renamed = try group.run(RenameFile(done.answer.id, "g"), by: Cast.admin)
        #expect(renamed.notices == [Cast.notice(.fileUpdated, Cast.admin, [], text("g", updated: 1_000_005))])
        #expect(group.files[done.answer.id]?.name == "g")
        #expect(try group.run(RenameFile(done.answer.id, "g"), by: Cast.member).notices.isEmpty)
        #expect(group.refusal(RenameFile(done.answer.id, "")) == .invalidRequestParameter)
        #expect(group.refusal(RenameFile(done.answer.id, "h"), by: Cast.otherMember) == .groupSharedFileOperateNotAllowed)
        #expect(group.refusal(RenameFile(GroupFileID(7), "h")) == .groupSharedFileNotFound)
    }

    @Test func filesAreDeletedByWhoSharedThemAndByAdmins() throws {
        var group = ModelGroup()
        let own = try group.run(share(), by: Cast.member).answer.id
        let foreign = try group.run(share(), by: Cast.otherMember).answer.id
        let last = try group.run(share(), by: Cast.server).answer.id
        let unknown = GroupFileID(7)
        let done = try group.run(DeleteFiles([own, foreign, unknown, own]), by: Cast.member)
        #expect(done.answer.map(\.file) == [own, foreign, unknown, own])
        #expect(
            done.answer.map { $0.failure?.name } == [
                nil, .groupSharedFileOperateNotAllowed, .groupSharedFileNotFound, .invalidRequestParameter,
            ])
        #expect(done.notices == [Cast.notice(.fileDeleted, Cast.member, [], #"{"file_list":[1001]}"#)])
        #expect(group.refusal(DeleteFiles([own, unknown])) == .groupSharedFileNotFound)
        #expect(group.refusal(DeleteFiles([])) == .invalidRequestParameter)
        let rest = try group.run(DeleteFiles([foreign, last]), by: Cast.server)
        #expect(rest.notices == [Cast.notice(.fileDeleted, .system, [], #"{"file_list":[1002,1003]}"#)])
        #expect(group.files.isEmpty)
    }

    @Test func whatIsSharedHasBounds() {
        let group = ModelGroup()
        let name = String(repeating: "x", count: Limits.groupFileNameCharacters.upperBound)
        let url = String(repeating: "x", count: Limits.groupFileURLBytes)
        let type = String(repeating: "x", count: Limits.groupFileTypeCharacters)
        #expect(group.refusal(share(name, url: url, type: type, size: Int64(Limits.largestClientInteger))) == nil)
        #expect(group.refusal(share("x", type: "", size: 0)) == nil)
        let wrong = [
            share(""), share(name + "x"), share(url: ""), share(url: url + "x"), share(type: type + "x"), share(size: -1),
            share(size: Int64(Limits.largestClientInteger) + 1),
        ]
        #expect(wrong.allSatisfy { group.refusal($0) == .invalidRequestParameter })
    }

    @Test func aGroupSharesSoManyFiles() {
        var group = ModelGroup()
        for number in 0..<Limits.filesPerGroup {
            #expect(group.refusal(share()) == nil)
            let id = GroupFileID(Int64(number))
            group.files[id] = GroupFile(
                id: id, uploader: Cast.owner, name: "f", url: "u", type: "", size: 0, createdAt: group.now, updatedAt: group.now)
        }
        let refusal = group.refusal(share(), by: Cast.actor(Cast.member))
        #expect(refusal == Failure(.invalidRequestParameter, "invalid request parameter: group_id: the group has too many files"))
    }
}
