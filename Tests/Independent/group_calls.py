"""Every call about a group with fields that are right, and who may make it by the reference page."""
import itertools
import re
from dataclasses import dataclass
from typing import Any

from groups import Group, confirms, ids
from people import Person, Place
from server import ROOT

PAGE = ROOT / "docs/reference/group-permissions.md"
COLUMNS = ["outsider", "stranger", "member", "other_way", "admin", "owner", "server", "other_app"]


def permissions() -> dict[tuple[str, str], dict[str, str]]:
    """The page: what each kind of caller hears at each call."""
    found = {}
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        call = re.fullmatch(r"`([A-Z ]+) (/\S+)`", cells[0])
        if call:
            for method in call[1].split():
                found[method, call[2]] = dict(zip(COLUMNS, cells[2:], strict=True))
    return found


class Scene:
    """People of each kind, and groups that they are in: `member` shares a file, `owner` has told something."""

    def __init__(self, place: Place):
        self.place = place
        self.owner, self.admin, self.member, self.target, self.outsider, self.guest = place.people(6)
        confirms(self.outsider)
        self.numbers = itertools.count(1)

    def group(self, **fields: Any) -> Group:
        group = Group(self.place, self.owner, self.admin, self.member, self.target, **fields)
        group.make_admin(self.admin)
        return group

    def closed(self) -> Group:
        """A group that is set the other way round."""
        group = self.group()
        group.post(self.owner, "settings/allow_member_invitation", value=False)
        group.post(self.owner, "settings/allow_member_modify", value=True)
        return group

    def file(self, group: Group) -> int:
        return group.post(self.member, "file/upload", name="f", size=1, type="text", url="https://files.example/f")["file_id"]

    def announcement(self, group: Group) -> int:
        return group.post(self.owner, "announcement/edit", title="t", content="c")["id"]


@dataclass
class Call:
    """Fields of a call in a group, and what has to be there before."""

    body: Any = None
    query: Any = None
    before: Any = None

    def fields(self, scene: Scene, group: Group, method: str) -> tuple[dict | None, dict]:
        if self.before:
            self.before(scene, group)
        body = self.body(scene, group) if self.body else None
        query = self.query(scene, group) if self.query else {}
        return (None, {**query, **(body or {})}) if method == "GET" else ({} if body is None else body, query)


def of_group(**values: Any) -> Call:
    """A body of the group's id and values, which may depend on the scene."""
    return Call(lambda scene, group: group.body(
        **{name: value(scene, group) if callable(value) else value for name, value in values.items()}))


def to(name: str) -> Any:
    return lambda scene, group: ids(getattr(scene, name))


def uid(name: str) -> Any:
    return lambda scene, group: getattr(scene, name).uid


def by_query(**values: Any) -> Call:
    call = of_group(**values)
    return Call(query=call.body)


def text() -> Call:
    return of_group(value=lambda scene, group: f"text {next(scene.numbers)}")


def invited(scene: Scene, group: Group) -> None:
    group.post(scene.owner, "invite", user_list=ids(scene.outsider))


def asked(scene: Scene, group: Group) -> None:
    group.post(scene.guest, "apply")


CODE = Call(lambda scene, group: {"qr_info": group.code_of(scene.owner)})
CALLS: dict[str, Call] = {
    "/group/create": Call(lambda scene, group: {"name": "another"}),
    "/group/user_joined": Call(), "/group/public_list": Call(), "/group/invitation_list": Call(),
    "/group/info/batch": Call(lambda scene, group: {"group_list": [group.id]}),
    "/group/application_list": Call(lambda scene, group: {"group_list": [group.id]}),
    "/group/info": by_query(), "/group/settings": by_query(), "/group/destroy": by_query(), "/group/leave": by_query(),
    "/group/transfer": of_group(new_owner=uid("target")),
    "/group/info/name": text(), "/group/info/avatar": text(), "/group/info/description": text(), "/group/info/ext": text(),
    "/group/settings/allow_member_invitation": of_group(value=False), "/group/settings/allow_member_modify": of_group(value=1),
    "/group/settings/enable_read_ack": of_group(value="true"), "/group/settings/history_visible": of_group(value=True),
    "/group/settings/hide_member_info": of_group(value=True), "/group/settings/require_admin_approval": of_group(apply_approval=2),
    "/group/settings/ban_all": of_group(duration=-1), "/group/settings/unban_all": of_group(),
    "/group/display_name": text(), "/group/msg/mute_mode": of_group(msg_mute_mode=1),
    "/group/msg/push_mode": of_group(msg_push_mode=4), "/group/msg/not_disturb": of_group(value=True),
    "/group/invite": of_group(user_list=to("guest"), reason="come"),
    "/group/invite/handle": Call(
        lambda scene, group: group.body(user_id=scene.owner.uid, approval=True), before=invited),
    "/group/apply": of_group(reason="let me in"),
    "/group/apply/handle": Call(
        lambda scene, group: group.body(user_id=scene.guest.uid, approval=True), before=asked),
    "/group/qrcode/sign": by_query(), "/app/qrcode/group_sign": by_query(),
    "/group/qrcode/invite": CODE, "/app/qrcode/group_invite": CODE,
    "/group/member_list": by_query(), "/group/admin_list": by_query(), "/group/banned_list": by_query(),
    "/group/blocked_list": by_query(), "/group/members/display_name": of_group(user_list=to("target")),
    "/group/admin/add": of_group(user_list=to("target")), "/group/admin/remove": of_group(user_list=to("admin")),
    "/group/kick": of_group(user_list=to("target")), "/group/block": of_group(user_list=to("target")),
    "/group/unblock": of_group(user_list=to("guest")), "/group/ban": of_group(user_list=to("target"), duration=5),
    "/group/unban": of_group(user_list=to("target")),
    "/group/announcement/list": by_query(), "/group/announcement": by_query(announcement_id=Scene.announcement),
    "/group/announcement/last": Call(lambda scene, group: group.body(), before=Scene.announcement),
    "/group/announcement/edit": of_group(title="t", content="c"),
    "/group/announcement/delete": by_query(announcement_id=Scene.announcement),
    "/group/file/list": by_query(), "/group/file": by_query(file_id=Scene.file),
    "/group/file/upload": of_group(name="f", size=10, url="https://files.example/f"),
    "/group/file/update_name": of_group(file_id=Scene.file, name="new"),
    "/group/file/delete": of_group(file_list=lambda scene, group: [scene.file(group)]),
}
