"""Provocations: groups."""
import time

from frames import chat
from groups import ADMIT, Group, confirms, forged_code, ids
from operations import recall
from provoking import CONNECTION, REST, Stage, never, provokes

NOBODY = 987_654_321


def group(stage: Stage, members: int = 1, place=None, **fields) -> Group:
    """A group of somebody with others in it; `people` are the owner and those."""
    people = (place or stage.place).people(members + 1)
    made = Group(place or stage.place, *people, **fields)
    made.people = people
    return made


def call(group: Group, person, path: str, method: str = "POST", **fields):
    return person.call(method, "/group/" + path, group.body(**fields))


def switch(stage: Stage, group: Group, **switches) -> None:
    stage.admin("PATCH", f"/admin/apps/{{app}}/groups/{group.id}", switches, group.place)


@provokes("GroupServerDbError", by=REST)
def a_group_that_cannot_be_stored(stage: Stage):
    """The database refuses rows of groups (a trigger there), then POST /group/create."""
    place = stage.place_on(stage.server())
    owner = place.person()
    place.sql("CREATE TRIGGER refuse BEFORE INSERT ON groups BEGIN SELECT RAISE(ABORT, 'refused'); END")
    return owner.call("POST", "/group/create", {"name": "a group"})


@provokes("GroupServerDbError", by=CONNECTION)
def a_message_that_a_group_cannot_store(stage: Stage):
    """The database refuses rows of messages (a trigger there), then a message to a group."""
    place = stage.place_on(stage.server())
    made = group(stage, place=place)
    device = made.owner.device()
    place.sql("CREATE TRIGGER refuse BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'refused'); END")
    return device.submit(made.id, chat("hi", type=3)).status


@provokes("GroupNotExist", by=REST)
def a_group_that_was_never_made(stage: Stage):
    """GET /group/info with a number that was never given."""
    return stage.person().call("GET", "/group/info", group_id=NOBODY)


@provokes("GroupNotExist", by=CONNECTION)
def a_message_to_no_group(stage: Stage):
    """A message to a group that was destroyed."""
    made = group(stage)
    device = made.owner.device()
    assert made.code(made.owner, "destroy") == 200
    return device.submit(made.id, chat("hi", type=3)).status


@provokes("GroupNotMemberFound", by=REST)
def a_kick_of_an_outsider(stage: Stage):
    """POST /group/kick of somebody who is not in the group."""
    made = group(stage)
    return call(made, made.owner, "kick", user_list=ids(stage.person()))


@provokes("GroupMsgNotifyTypeUnknown", by=REST)
def an_unknown_push_mode(stage: Stage):
    """POST /group/msg/push_mode with msg_push_mode 9."""
    made = group(stage)
    return call(made, made.owner, "msg/push_mode", msg_push_mode=9)


@provokes("GroupOwnerCannotLeave", by=REST)
def an_owner_who_leaves(stage: Stage):
    """POST /group/leave by the owner."""
    made = group(stage)
    return call(made, made.owner, "leave")


@provokes("GroupTransferNotAllowed", by=REST)
def a_transfer_to_an_outsider(stage: Stage):
    """POST /group/transfer to somebody who is not in the group."""
    made = group(stage)
    return call(made, made.owner, "transfer", new_owner=stage.person().uid)


@provokes("GroupRecoveryMode", by=REST)
def a_change_under_repair(stage: Stage):
    """`in_recovery` of the group by the admin API, then POST /group/info/name."""
    made = group(stage)
    switch(stage, made, in_recovery=True)
    return call(made, made.owner, "info/name", value="another")


@provokes("GroupRecoveryMode", by=CONNECTION)
def a_message_under_repair(stage: Stage):
    """`in_recovery` of the group by the admin API, then a message to it."""
    made = group(stage)
    device = made.owner.device()
    switch(stage, made, in_recovery=True)
    return device.submit(made.id, chat("hi", type=3)).status


def create(person):
    return person.call("POST", "/group/create", {"name": "another"})


@provokes("GroupExceedLimitGlobal", by=REST)
def a_group_too_many_of_the_app(stage: Stage):
    """Setting groups.per.app=1, then POST /group/create twice."""
    stage.place.set(groups__per__app=1)
    group(stage)
    return create(stage.person())


@provokes("GroupExceedLimitUserCreate", by=REST)
def a_group_too_many_of_the_user(stage: Stage):
    """Setting groups.created.per.user=1, then POST /group/create twice."""
    stage.place.set(groups__created__per__user=1)
    return create(group(stage).owner)


@provokes("GroupExceedLimitUserJoin", by=REST)
def a_group_too_many_to_be_in(stage: Stage):
    """Setting groups.joined.per.user=1, then POST /group/apply to a second group."""
    stage.place.set(groups__joined__per__user=1)
    one, two = group(stage), group(stage, type=1)
    return call(two, one.people[1], "apply")


@provokes("GroupCapacityExceedLimit", by=REST)
def a_member_too_many(stage: Stage):
    """Setting group.members=2, then POST /group/apply by a third."""
    stage.place.set(group__members=2)
    return call(group(stage, type=1), stage.person(), "apply")


@provokes("GroupMemberPermissionRequired", by=REST)
def an_outsiders_look_at_members(stage: Stage):
    """GET /group/member_list by somebody who is not in the group."""
    return stage.person().call("GET", "/group/member_list", group_id=group(stage).id)


@provokes("GroupMemberPermissionRequired", by=CONNECTION)
def an_outsiders_message(stage: Stage):
    """A message to a group by somebody who is not in it."""
    return stage.person().device().submit(group(stage).id, chat("hi", type=3)).status


@provokes("GroupAdminPermissionRequired", by=REST)
def a_members_kick(stage: Stage):
    """POST /group/kick by a plain member."""
    made = group(stage, 2)
    return call(made, made.people[1], "kick", user_list=ids(made.people[2]))


@provokes("GroupAdminPermissionRequired", by=CONNECTION)
def a_members_recall_of_anothers_message(stage: Stage):
    """RECALL by a plain member of what somebody else said in the group."""
    made = group(stage)
    mid = made.owner.device().say(made.id, "mine", type=3)
    return recall(made.people[1].device(), made.id, mid).status


@provokes("GroupOwnerPermissionRequired", by=REST)
def an_admins_transfer(stage: Stage):
    """POST /group/transfer by an admin who is not the owner."""
    made = group(stage)
    made.make_admin(made.people[1])
    return call(made, made.people[1], "transfer", new_owner=made.people[1].uid)


@provokes("GroupApplicationExpiredOrHandled", by=REST)
def an_application_answered_twice(stage: Stage):
    """POST /group/apply, then POST /group/apply/handle twice with approval=false."""
    made, guest = group(stage, type=1), stage.person()
    made.post(guest, "apply")
    answer = {"user_id": guest.uid, "approval": False}
    made.post(made.owner, "apply/handle", **answer)
    return call(made, made.owner, "apply/handle", **answer)


@provokes("GroupInvitationExpiredOrHandled", by=REST)
def an_invitation_answered_twice(stage: Stage):
    """POST /group/invite of somebody who is asked, then POST /group/invite/handle twice with approval=false."""
    made, guest = group(stage), confirms(stage.person())
    made.post(made.owner, "invite", user_list=ids(guest))
    answer = {"user_id": made.owner.uid, "approval": False}
    made.post(guest, "invite/handle", **answer)
    return call(made, guest, "invite/handle", **answer)


@provokes("GroupKickTooManyTimes", by=REST)
def a_return_after_four_kicks(stage: Stage):
    """POST /group/kick and POST /group/apply four times in turn, then POST /group/apply again."""
    made, guest = group(stage, type=1), stage.person()
    made.post(made.owner, "settings/require_admin_approval", **ADMIT)
    for _ in range(4):
        made.post(guest, "apply")
        assert made.many(made.owner, "kick", guest) == ["success"]
    return call(made, guest, "apply")


@provokes("GroupMemberExist", by=REST)
def an_application_of_a_member(stage: Stage):
    """POST /group/apply by a member."""
    made = group(stage)
    return call(made, made.people[1], "apply")


@provokes("GroupBlockListExist", by=REST)
def an_application_of_a_blocked_user(stage: Stage):
    """POST /group/block of a member, then POST /group/apply by him."""
    made = group(stage, type=1)
    assert made.many(made.owner, "block", made.people[1]) == ["success"]
    return call(made, made.people[1], "apply")


@provokes("GroupAnnouncementNotFound", by=REST)
def an_announcement_that_is_not_there(stage: Stage):
    """GET /group/announcement with a made-up announcement_id."""
    made = group(stage)
    return made.owner.call("GET", "/group/announcement", group_id=made.id, announcement_id=NOBODY)


@provokes("GroupAnnouncementForbidden", by=REST)
def an_announcement_that_is_forbidden(stage: Stage):
    """`announcements_forbidden` of the group by the admin API, then POST /group/announcement/edit."""
    made = group(stage)
    switch(stage, made, announcements_forbidden=True)
    return call(made, made.owner, "announcement/edit", title="t", content="c")


@provokes("GroupSharedFileNotFound", by=REST)
def a_file_that_is_not_there(stage: Stage):
    """POST /group/file/update_name with a made-up file_id."""
    made = group(stage)
    return call(made, made.owner, "file/update_name", file_id=NOBODY, name="another")


@provokes("GroupSharedFileOperateNotAllowed", by=REST)
def a_file_of_another_member(stage: Stage):
    """POST /group/file/upload by one member, then POST /group/file/update_name by another."""
    made = group(stage, 2)
    file = made.post(made.people[1], "file/upload", name="f", size=1, type="text", url="https://files.example/f")
    return call(made, made.people[2], "file/update_name", file_id=file["file_id"], name="another")


@provokes("GroupMemberBanned", by=REST)
def a_message_in_the_name_of_a_banned_member(stage: Stage):
    """POST /group/ban, then POST /message/send with an admin token in the name of the member."""
    made = group(stage)
    ban(made)
    return stage.place.backend.send(made.id, user=made.people[1].account, type=2)


@provokes("GroupMemberBanned", by=CONNECTION)
def a_message_of_a_banned_member(stage: Stage):
    """POST /group/ban, then a message of the member to the group."""
    made = group(stage)
    device = made.people[1].device()
    ban(made)
    return device.submit(made.id, chat("hi", type=3)).status


def ban(made: Group) -> None:
    assert made.many(made.owner, "ban", made.people[1], duration=5) == ["success"]


@provokes("GroupQRCodeInvalid", by=REST)
def a_code_of_nobody(stage: Stage):
    """POST /group/qrcode/invite with text that the server did not sign."""
    return stage.person().call("POST", "/group/qrcode/invite", {"qr_info": "made-up"})


@provokes("GroupQRCodeExpired", by=REST)
def a_code_past_its_end(stage: Stage):
    """POST /group/qrcode/invite with a code of GET /group/qrcode/sign whose expire_at is over."""
    made = group(stage)
    code = forged_code(stage.place, made.id, made.owner.uid, int(time.time() * 1000) - 1)
    return stage.person().call("POST", "/group/qrcode/invite", {"qr_info": code})


# Groups are changed by REST alone. What a message or an operation in a group can meet is provoked above.
never(
    "GroupNotMemberFound", "GroupMsgNotifyTypeUnknown", "GroupOwnerCannotLeave", "GroupTransferNotAllowed", "GroupExceedLimitGlobal",
    "GroupExceedLimitUserCreate", "GroupExceedLimitUserJoin", "GroupCapacityExceedLimit", "GroupOwnerPermissionRequired",
    "GroupApplicationExpiredOrHandled", "GroupInvitationExpiredOrHandled", "GroupKickTooManyTimes", "GroupMemberExist",
    "GroupBlockListExist", "GroupAnnouncementNotFound", "GroupAnnouncementForbidden", "GroupSharedFileNotFound",
    "GroupSharedFileOperateNotAllowed", by=CONNECTION, because="Groups are changed by REST alone.")
