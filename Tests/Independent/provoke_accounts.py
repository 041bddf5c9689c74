"""Provocations: accounts, tokens and devices."""
import xsync_pb2 as pb
from frames import SYNC, UNREAD, chat
from provoking import CONNECTION, NOTICE, REST, Stage, never, provokes, status_of, user_notices


@provokes("InvalidParam", by=REST, told_as="InvalidRequestParameter")
@provokes("InvalidRequestParameter", by=REST)
def a_registration_without_a_password(stage: Stage):
    """POST /user/register/v2 with a username alone."""
    return stage.rest.post("/user/register/v2", {"username": stage.rest.new_name()})


@provokes("InvalidParam", "InvalidRequestParameter", by=CONNECTION)
def a_sync_of_nothing(stage: Stage):
    """A SYNC frame without an xid."""
    device = stage.person().device()
    device.send(SYNC, pb.SyncUL())
    return status_of(device)


@provokes("UserNotLogin", by=REST, told_as="MissingAccessToken")
@provokes("MissingAccessToken", by=REST)
def a_call_without_a_token(stage: Stage):
    """GET /user/profile without the header access-token."""
    return stage.rest.get("/user/profile")


@provokes("UserNotLogin", by=CONNECTION)
@provokes("MissingAccessToken", by=CONNECTION, told_as="UserNotLogin")
def a_frame_before_the_login(stage: Stage):
    """An UNREAD frame on a new connection, before PROVISION."""
    connection = stage.world.connect(stage.person().account)
    connection.send(UNREAD)
    return connection.wait(lambda item: item.command == UNREAD).body.status


@provokes("UserAuthFailed", by=REST)
def a_wrong_password(stage: Stage):
    """POST /token/user with the name of a user and a wrong password."""
    return stage.rest.token(stage.person().name, "wrong-1")


@provokes("UserAuthFailed", by=CONNECTION)
def a_password_for_a_token(stage: Stage):
    """PROVISION with a password and no token: on the long connection nobody knows which app's user that is."""
    return stage.refused_login(stage.person(), token="", password="secret-1")


@provokes("UserPermissionDenied", by=REST)
def an_ordinary_token_at_an_administrators_call(stage: Stage):
    """GET /user/list with a user's token."""
    return stage.person().call("GET", "/user/list")


@provokes("UserPermissionDenied", by=CONNECTION)
def the_recall_of_somebody_elses_message(stage: Stage):
    """A RECALL of a message that the other side of a chat has sent."""
    from operations import recall

    anna, ben = (person.device() for person in stage.people(2))
    mid = anna.say(ben.account.uid, "mine")
    ben.receive(anna.account.uid)
    return recall(ben, anna.account.uid, mid).status


@provokes("UserNotExist", by=REST)
@provokes("UserRemoved", by=REST, told_as="UserNotExist")
def a_name_that_nobody_has_any_more(stage: Stage):
    """POST /token/user with the name of a user who was removed by DELETE /user/delete."""
    person = stage.person()
    assert person.code("DELETE", "/user/delete", {"password": "secret-1"}) == 200
    return stage.rest.token(person.name)


@provokes("UserNotExist", by=CONNECTION)
def a_message_to_nobody(stage: Stage):
    """A message to a user id that was never given."""
    return stage.person().device().submit(987_654_320, chat("hi")).status


@provokes("UserAlreadyExist", by=REST)
def a_name_twice(stage: Stage):
    """POST /user/register/v2 twice with one name."""
    return stage.rest.register(stage.person().name)


@provokes("UserFrozen", by=REST)
def a_login_while_frozen(stage: Stage):
    """PUT /user/disable, then POST /token/user."""
    person = stage.person()
    freeze(stage, person)
    return stage.rest.token(person.name)


@provokes("UserFrozen", by=CONNECTION)
def a_provision_while_frozen(stage: Stage):
    """PUT /user/disable, then PROVISION with a token from before."""
    person = stage.person()
    freeze(stage, person)
    return stage.refused_login(person)


@provokes("UserFrozen", by=NOTICE)
def a_freeze_while_connected(stage: Stage):
    """PUT /user/disable while a device is connected."""
    person = stage.person()
    device = person.device()
    freeze(stage, person)
    return user_notices(device)


def freeze(stage: Stage, person) -> None:
    assert stage.place.admin("PUT", "/user/disable", {"list": [person.uid]}).code == 200


@provokes("UserBanned", by=REST)
def a_message_in_the_name_of_a_banned_user(stage: Stage):
    """PUT /admin/apps/APP/users/USER/ban, then POST /message/send with an admin token in the name of the user."""
    anna, ben = stage.people(2)
    stage.admin("PUT", f"/admin/apps/{{app}}/users/{anna.uid}/ban", {})
    return stage.place.backend.send(ben.uid, user=anna.account)


@provokes("UserBanned", by=CONNECTION)
def a_message_of_a_banned_user(stage: Stage):
    """PUT /admin/apps/APP/users/USER/ban, then a message of the user."""
    anna, ben = stage.people(2)
    device = anna.device()
    stage.admin("PUT", f"/admin/apps/{{app}}/users/{anna.uid}/ban", {})
    return device.submit(ben.uid, chat("hi")).status


@provokes("UserRemoved", by=CONNECTION)
def a_provision_after_the_removal(stage: Stage):
    """DELETE /user/delete, then PROVISION with a token from before."""
    person = stage.person()
    assert person.code("DELETE", "/user/delete", {"password": "secret-1"}) == 200
    return stage.refused_login(person)


@provokes("UserRemoved", by=NOTICE)
def a_removal_while_connected(stage: Stage):
    """DELETE /user/delete while another device is connected."""
    person = stage.person()
    device = person.device()
    assert person.code("DELETE", "/user/delete", {"password": "secret-1"}) == 200
    return user_notices(device)


@provokes("UserTooManyDevice", by=CONNECTION)
def one_device_more_than_allowed(stage: Stage):
    """Settings devices.per.platform=1 and devices.when.full=refuse, then PROVISION with a second guid."""
    stage.place.set(devices__per__platform=1, devices__when__full="refuse")
    person = stage.person()
    person.device()
    return stage.refused_login(person)


never("UserTooManyDevice", "ServerCannotCreateDeviceSn", by=REST, because="Devices are registered by PROVISION alone.")


@provokes("UserPasswordChanged", by=REST)
def a_token_from_before_a_new_password(stage: Stage):
    """POST /user/change_password on one device, then any call with the token of another."""
    person = stage.person()
    change_password(stage, person)
    return person.call("GET", "/user/profile")


@provokes("UserPasswordChanged", by=CONNECTION)
def a_provision_from_before_a_new_password(stage: Stage):
    """POST /user/change_password on one device, then PROVISION with the token of another."""
    person = stage.person()
    change_password(stage, person)
    return stage.refused_login(person)


@provokes("UserPasswordChanged", by=NOTICE)
def a_new_password_while_connected(stage: Stage):
    """POST /user/change_password on one device while another is connected."""
    person = stage.person()
    device = person.device()
    change_password(stage, person)
    return user_notices(device)


def change_password(stage: Stage, person) -> None:
    token = stage.rest.token(person.name).data["token"]
    change = {"old_password": "secret-1", "new_password": "secret-2"}
    assert stage.rest.post("/user/change_password", change, token=token).code == 200


@provokes("UserKickedBySameDevice", by=NOTICE)
def the_same_device_twice(stage: Stage):
    """PROVISION on a second connection with the guid of the first."""
    person = stage.person()
    first = person.device(guid="one")
    stage.world.login(person.account, guid="one")
    return user_notices(first)


@provokes("UserKickedByOtherDevices", by=REST)
def a_token_of_a_device_that_was_kicked(stage: Stage):
    """POST /user/kick from one device, then any call with the token of the other."""
    person = stage.person()
    kicked = person.device()
    other = person.device()
    kick(stage, other, kicked.sn)
    return stage.rest.get("/user/profile", token=kicked.account.token)


@provokes("UserKickedByOtherDevices", by=CONNECTION)
def a_provision_of_a_device_that_was_kicked(stage: Stage):
    """POST /user/kick from one device, then PROVISION with the token of the other."""
    person = stage.person()
    kicked, other = person.device(guid="one"), person.device(guid="two")
    kick(stage, other, kicked.sn)
    return stage.world.connect(kicked.account, guid="one").provision().status


@provokes("UserKickedByOtherDevices", by=NOTICE)
def a_kick_and_a_removal(stage: Stage):
    """POST /user/kick and POST /user/device/remove about two connected devices."""
    person = stage.person()
    one, two, other = (person.device() for _ in range(3))
    kick(stage, other, one.sn)
    removed = stage.rest.post("/user/device/remove", {"device_sn": two.sn}, token=other.account.token)
    assert removed.code == 200, removed.json
    return user_notices(one) + user_notices(two)


def kick(stage: Stage, device, number: int) -> None:
    answer = stage.rest.post("/user/kick", {"device_sn": number}, token=device.account.token)
    assert answer.code == 200, answer.json


@provokes("UserAbnormal", by=REST)
def a_token_of_sessions_that_were_dropped(stage: Stage):
    """DELETE /admin/apps/APP/users/USER/sessions, then any call with a token from before."""
    person = stage.person()
    drop(stage, person)
    return person.call("GET", "/user/profile")


@provokes("UserAbnormal", by=CONNECTION)
def a_provision_after_sessions_were_dropped(stage: Stage):
    """DELETE /admin/apps/APP/users/USER/sessions, then PROVISION with a token from before."""
    person = stage.person()
    drop(stage, person)
    return stage.refused_login(person)


@provokes("UserAbnormal", by=NOTICE)
def sessions_dropped_while_connected(stage: Stage):
    """DELETE /admin/apps/APP/users/USER/sessions while a device is connected."""
    person = stage.person()
    device = person.device()
    drop(stage, person)
    return user_notices(device)


def drop(stage: Stage, person) -> None:
    stage.admin("DELETE", f"/admin/apps/{{app}}/users/{person.uid}/sessions")


@provokes("InvalidVerificationCode", by=REST)
def a_code_that_was_never_given(stage: Stage):
    """GET /app/secret_info with a made-up code."""
    return stage.rest.get("/app/secret_info", query={"code": "made-up"})


@provokes("InvalidUserNameParameter", by=REST)
def a_name_of_digits(stage: Stage):
    """POST /user/register/v2 with the name 12345."""
    return stage.rest.register("12345")


@provokes("InvalidToken", by=REST)
def a_token_of_another_app(stage: Stage):
    """A live token of one app with the AppID of another in the header."""
    return stage.rest.get("/user/profile", token=stage.person().token, app_id=stage.world.server.app_id)


@provokes("AccessTokenExpired", by=REST)
def a_token_that_is_none(stage: Stage):
    """Any call with a token that nobody signed."""
    return stage.rest.get("/user/profile", token="no.such.token")


@provokes("InvalidToken", "AccessTokenExpired", by=CONNECTION)
def a_provision_with_a_token_that_is_none(stage: Stage):
    """PROVISION with a token that nobody signed."""
    return stage.refused_login(stage.person(), token="no.such.token")


@provokes("SignInFailed", by=CONNECTION)
def a_provision_with_an_admin_token(stage: Stage):
    """PROVISION with an admin token of the app, which logs nobody in."""
    connection = stage.world.connect(stage.person().account)
    return connection.provision(xid=pb.XID(uid=0), token=stage.place.backend.token).status


@provokes("UserOldPasswordNotMatch", by=REST)
def a_wrong_old_password(stage: Stage):
    """POST /user/change_password with a wrong old_password."""
    return stage.person().call("POST", "/user/change_password", {"old_password": "wrong-1", "new_password": "secret-2"})


@provokes("UserNameInUse", by=REST)
def the_name_of_somebody_else(stage: Stage):
    """PUT /user/username with an admin token and a name that another user has."""
    anna, ben = stage.people(2)
    return stage.place.admin("PUT", "/user/username", person=anna, username=ben.name)


@provokes("MobileInUse", by=REST)
def the_number_of_somebody_else(stage: Stage):
    """POST /user/mobile twice with one number, by two users."""
    anna, ben = stage.people(2)
    anna.post("/user/mobile", {"mobile": "13800001111"})
    return ben.call("POST", "/user/mobile", {"mobile": "13800001111"})


@provokes("TooManyFailedTries", by=REST)
def too_many_made_up_codes(stage: Stage):
    """GET /app/secret_info with made-up codes until the app's setting limit.codes.address is used up."""
    place = stage.place_on(stage.server(limits__enabled="true"))
    place.set(limit__codes__address="2/600")
    for _ in range(2):
        assert place.rest.get("/app/secret_info", query={"code": "made-up"}).code == 10001
    return place.rest.get("/app/secret_info", query={"code": "made-up"})
