import HearthCore
import IM
import TestSupport
import Testing

struct GroupInfoTests {
    private static let paths: [(ChangeGroupText.Field, KeyPath<GroupInfo, String> & Sendable)] = [
        (.name, \.name), (.avatar, \.avatar), (.description, \.description), (.ext, \.ext),
    ]

    @Test func membersAreToldTheNewText() throws {
        for (field, path) in Self.paths {
            var group = ModelGroup()
            let done = try group.run(ChangeGroupText(field, "a \"b\""), by: Cast.admin)
            #expect(done.notices == [Cast.notice(.infoUpdated, Cast.admin, [], #"{"\#(field.rawValue)":"a \"b\""}"#)])
            #expect(group.record.info[keyPath: path] == "a \"b\"")
            let again = try group.run(ChangeGroupText(field, "a \"b\""))
            #expect(again.effects.isEmpty && again.notices.isEmpty)
        }
    }

    @Test func textsHaveBounds() {
        let group = ModelGroup()
        let bounds: [(ChangeGroupText.Field, Int)] = [
            (.name, Limits.groupNameCharacters.upperBound), (.avatar, Limits.avatarCharacters),
            (.description, Limits.groupDescriptionCharacters), (.ext, Limits.groupExtBytes),
        ]
        for (field, most) in bounds {
            let text = String(repeating: "x", count: most)
            #expect(group.refusal(ChangeGroupText(field, text)) == nil)
            #expect(group.refusal(ChangeGroupText(field, text + "x")) == .invalidRequestParameter)
            #expect(group.refusal(ChangeGroupText(field, "a\u{0}")) == .invalidRequestParameter)
            #expect(group.refusal(ChangeGroupText(field, "")) == (field == .name ? .invalidRequestParameter : nil))
        }
        let name = String(repeating: "x", count: Limits.groupDisplayNameCharacters)
        #expect(group.refusal(SetDisplayName(name)) == nil)
        #expect(group.refusal(SetDisplayName(name + "x")) == .invalidRequestParameter)
        let reason = String(repeating: "x", count: Limits.groupReasonCharacters + 1)
        #expect(group.refusal(InviteUsers([Cast.outsider], reason: reason)) == .invalidRequestParameter)
        #expect(group.refusal(ApplyToGroup(reason: reason)) == .invalidRequestParameter)
        #expect(group.refusal(AnswerInvitation(from: Cast.member, accepts: true, reason: reason)) == .invalidRequestParameter)
        #expect(group.refusal(AnswerApplication(of: Cast.member, accepts: true, reason: reason)) == .invalidRequestParameter)
    }

    @Test func settingsAreToldByTheirNames() throws {
        let settings: [(ChangeGroupSetting.Setting, String, (GroupInfo) -> Bool)] = [
            (.memberInvite(false), #"{"member_invite":false}"#, { !$0.memberInvite }),
            (.memberModify(true), #"{"member_modify":true}"#, { $0.memberModify }),
            (.readAck(true), #"{"read_ack":true}"#, { $0.readAck }),
            (.historyVisible(true), #"{"history_visible":true}"#, { $0.historyVisible }),
            (.hideMemberInfo(true), #"{"hide_member_info":true}"#, { $0.hideMemberInfo }),
            (.applyApproval(.refused), #"{"apply_approval":2}"#, { $0.applyApproval == .refused }),
        ]
        for (setting, content, isSet) in settings {
            var group = ModelGroup()
            let done = try group.run(ChangeGroupSetting(setting), by: Cast.server)
            #expect(done.notices == [Cast.notice(.infoUpdated, .system, [], content)])
            #expect(isSet(group.record.info))
            let again = try group.run(ChangeGroupSetting(setting))
            #expect(again.effects.isEmpty && again.notices.isEmpty)
        }
    }

    @Test func membersAreToldADisplayName() throws {
        var group = ModelGroup()
        let done = try group.run(SetDisplayName("Bo"), by: Cast.member)
        let content = #"{"property":"display_name","display_name":"Bo"}"#
        #expect(done.notices == [Cast.notice(.infoUpdated, Cast.member, [], content)])
        #expect(group.people[Cast.member]?.member?.displayName == "Bo")
        #expect(try group.run(SetDisplayName("Bo"), by: Cast.member).notices.isEmpty)
    }

    @Test func modesAreOnesOwnAffair() throws {
        var group = ModelGroup(.chatroom)
        let own = GroupNotice.Audience.only([Cast.member])
        let mute = try group.run(SetMuteMode(.blocked), by: Cast.member)
        #expect(mute.notices == [Cast.notice(.muted, Cast.member, for: own)])
        let push = try group.run(SetPushMode(.mention), by: Cast.member)
        #expect(push.notices == [Cast.notice(.messageSetting, Cast.member, for: own)])
        #expect(group.people[Cast.member]?.member?.muteMode == .blocked)
        #expect(group.people[Cast.member]?.member?.pushMode == .mention)
        #expect(try group.run(SetMuteMode(.blocked), by: Cast.member).notices.isEmpty)
        #expect(try group.run(SetPushMode(.mention), by: Cast.member).notices.isEmpty)
        #expect(try group.run(SetMuteMode(.noAlert), by: Cast.member).notices.map(\.kind) == [.muted])
        #expect(try group.run(SetMuteMode(.none), by: Cast.member).notices.map(\.kind) == [.unmuted])
        #expect(group.people[Cast.member]?.member?.pushMode == .mention)
    }
}
