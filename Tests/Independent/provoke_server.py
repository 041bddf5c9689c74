"""Provocations: the server, its apps, its license and its limits."""
import time

import requests
import xsync_pb2 as pb
from floo import Floo
from frames import SYNC, UNREAD, chat, frame
from people import Person, Place
from provoking import CONNECTION, NOTICE, REST, Stage, never, provokes, status_of, user_notices
from troubles import NoLogins


@provokes("NotFound", by=REST)
def a_path_that_is_not_there(stage: Stage):
    """GET of a path that does not exist."""
    return stage.rest.get("/no/such/path", token=stage.person().token)


@provokes("ServerUnknownError", by=REST)
def a_fault_of_the_store_in_a_call(stage: Stage):
    """The database refuses rows of users (a trigger there), then POST /user/register/v2."""
    place = broken(stage, "users")
    return place.rest.register(place.rest.new_name())


@provokes("ServerUnknownError", by=CONNECTION)
def a_fault_of_the_store_in_a_send(stage: Stage):
    """The database refuses rows of messages (a trigger there), then a message."""
    place = stage.place_on(stage.server())
    anna, ben = place.people(2)
    device = anna.device()
    breaks(place, "messages")
    return device.submit(ben.uid, chat("hi")).status


def broken(stage: Stage, table: str) -> Place:
    place = stage.place_on(stage.server())
    breaks(place, table)
    return place


def breaks(place: Place, table: str) -> None:
    place.sql(f"CREATE TRIGGER refuse_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'refused'); END")


def raw(stage: Stage, data: bytes) -> pb.Status:
    device = stage.person().device()
    device.send_raw(data)
    return status_of(device)


@provokes("ServerDecryptionFailed", by=CONNECTION)
def a_frame_that_claims_to_be_encrypted(stage: Stage):
    """A SYNC frame with encrypt_method 1 after a login that agreed on none."""
    return raw(stage, frame(SYNC, b"\x01\x02\x03") + b"\x28\x01")


@provokes("ServerEncryptMethodUnsupported", by=CONNECTION)
def a_login_that_asks_for_encryption(stage: Stage):
    """PROVISION with encrypt_method 3."""
    return stage.refused_login(stage.person(), encrypt_method=3)


@provokes("ServerFireplaceUnknownError", by=CONNECTION)
def an_unknown_command(stage: Stage):
    """A frame with command 9."""
    return raw(stage, frame(9))


@provokes("PbParserError", by=CONNECTION)
def bytes_that_are_no_frame(stage: Stage):
    """Bytes that are not a Frame."""
    return raw(stage, b"\xff\xff\xff\xff")


@provokes("CheckSumFailure", by=CONNECTION)
def a_frame_with_a_check_sum(stage: Stage):
    """A SYNC frame with check_sum set."""
    return raw(stage, frame(SYNC, b"\x01\x02\x03") + b"\x38\x01")


@provokes("ServerBusy", by=REST)
def a_call_while_the_passwords_queue(stage: Stage):
    """Configuration password.threads=1 and password.queue=1, then many logins at once."""
    from concurrent.futures import ThreadPoolExecutor

    place = stage.place_on(stage.server(password__threads=1, password__queue=1))
    name = place.person().name
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: place.rest.token(name), range(48)))
    return next(answer for answer in answers if answer.code != 200)


@provokes("ServerBusy", by=CONNECTION)
def a_login_too_many_at_once(stage: Stage):
    """Configuration logins.at.once=1, then a PROVISION while another one waits for a locked database."""
    from troubles import NoDevices

    place = stage.postgres(logins__at__once=1)
    anna, ben = place.people(2)
    with stage.trouble(NoDevices, place):
        waiting = place.world.connect(anna.account)
        waiting.send(3, waiting.provision_request())
        return stage.refused_login(ben)


@provokes("ServerNeedRetry", by=REST)
def a_call_while_the_database_is_away(stage: Stage):
    """The PostgreSQL database lets the server in no more, then POST /token/user."""
    place = stage.postgres()
    name = place.person().name
    with stage.trouble(NoLogins, place):
        return place.rest.token(name)


@provokes("ServerNeedRetry", by=CONNECTION)
def a_message_while_the_database_is_away(stage: Stage):
    """The PostgreSQL database lets the server in no more, then a message."""
    place = stage.postgres()
    anna, ben = place.people(2)
    device = anna.device()
    with stage.trouble(NoLogins, place):
        return device.submit(ben.uid, chat("hi")).status


@provokes("ServerDNSFailed", "ServerDNSAppIdInvalid", by=REST)
def an_app_that_no_server_knows(stage: Stage):
    """GET /v2/app_dns with an unknown AppID."""
    return stage.rest.get("/v2/app_dns", app_id=None, query={"app_id": "nobodyhasit"})


def reconnect(stage: Stage, notice: str) -> tuple[Person, Floo]:
    person = stage.person()
    device = person.device()
    stage.admin("POST", "/admin/apps/{app}/reconnect", {"notice": notice})
    return person, device


@provokes("ServerNeedReconnected", by=REST)
def a_token_from_before_the_move(stage: Stage):
    """POST /admin/apps/APP/reconnect with cluster_changed, then any call with a token from before."""
    person, _ = reconnect(stage, "cluster_changed")
    return person.call("GET", "/user/profile")


@provokes("ServerNeedReconnected", by=CONNECTION)
def a_frame_after_the_move(stage: Stage):
    """POST /admin/apps/APP/reconnect, then a frame on a connection from before."""
    _, device = reconnect(stage, "dns_update")
    user_notices(device)
    device.send(SYNC, pb.SyncUL(xid=pb.XID(uid=0)))
    return status_of(device)


@provokes("ServerNeedReconnected", by=NOTICE)
def both_moves(stage: Stage):
    """POST /admin/apps/APP/reconnect with cluster_changed and with dns_update while devices are connected."""
    return [number for notice in ("dns_update", "cluster_changed") for number in user_notices(reconnect(stage, notice)[1])]


# Apps


def in_state(stage: Stage, status: str) -> tuple[Person, Place]:
    person = stage.person()
    stage.admin("PATCH", "/admin/apps/{app}", {"status": status})
    return person, stage.place


@provokes("ServerAppFrozen", by=REST)
def a_login_to_a_frozen_app(stage: Stage):
    """PATCH /admin/apps/APP with status frozen, then POST /token/user."""
    person, place = in_state(stage, "frozen")
    return place.rest.token(person.name)


@provokes("ServerAppFrozen", by=CONNECTION)
def a_frozen_app_with_people_in_it(stage: Stage):
    """PATCH /admin/apps/APP with status frozen while a device is connected."""
    device = stage.person().device()
    stage.admin("PATCH", "/admin/apps/{app}", {"status": "frozen"})
    return status_of(device)


@provokes("ServerAppStatusNotNormal", by=REST)
def a_call_to_a_banned_app(stage: Stage):
    """PATCH /admin/apps/APP with status banned, then GET /user/profile."""
    person, _ = in_state(stage, "banned")
    return person.call("GET", "/user/profile")


@provokes("ServerAppStatusNotNormal", by=CONNECTION)
def a_provision_of_a_revoked_app(stage: Stage):
    """PATCH /admin/apps/APP with status revoked, then PROVISION."""
    return stage.refused_login(in_state(stage, "revoked")[0])


@provokes("ServerTokenAppStatusNotNormal", by=REST)
def a_login_to_a_revoked_app(stage: Stage):
    """PATCH /admin/apps/APP with status revoked, then POST /token/user."""
    person, place = in_state(stage, "revoked")
    return place.rest.token(person.name)


@provokes("ServerAppIdMissing", by=REST)
def a_call_for_no_app(stage: Stage):
    """GET /user/profile without the header app_id."""
    return stage.rest.get("/user/profile", app_id=None)


@provokes("ServerAppIdInvalid", by=REST)
def a_call_for_an_unknown_app(stage: Stage):
    """GET /user/profile with an unknown app_id."""
    return stage.rest.get("/user/profile", app_id="nobodyhasit")


@provokes("ServerTokenRequestAppIdMissing", by=REST)
def a_login_to_no_app(stage: Stage):
    """POST /token/user without the header app_id."""
    return stage.rest.token("anna", app_id=None)


@provokes("ServerTokenRequestAppIdInvalid", by=REST)
def a_login_to_an_unknown_app(stage: Stage):
    """POST /token/user with an unknown app_id."""
    return stage.rest.token("anna", app_id="nobodyhasit")


@provokes("ServerTokenRequestParameterInvalid", by=REST)
def a_login_without_a_password(stage: Stage):
    """POST /token/user with a name alone."""
    return stage.rest.post("/token/user", {"name": "anna"})


@provokes("ServerNotAllowOpenRegister", by=REST)
def a_registration_where_nobody_may(stage: Stage):
    """Setting registration.open=false, then POST /user/register/v2."""
    stage.place.set(registration__open=False)
    return stage.rest.register(stage.rest.new_name())


@provokes("AppUserCapReached", by=REST)
def a_user_more_than_the_app_may_have(stage: Stage):
    """Setting users.most=1, then POST /user/register/v2 twice."""
    stage.place.set(users__most=1)
    stage.person()
    return stage.rest.register(stage.rest.new_name())


@provokes("ServerAppSignInvalid", by=REST)
def a_registration_with_a_wrong_sign(stage: Stage):
    """Setting registration.push.secret, then POST /user/register/push with a made-up sign."""
    stage.place.set(registration__push__secret="secret")
    body = {"user_name": stage.rest.new_name(), "password": "secret-1", "timestamp": int(time.time() * 1000), "sign": "made-up"}
    return stage.rest.post("/user/register/push", {**body, "username": body["user_name"]})


@provokes("ServerPlatformNotAllowed", by=REST)
def a_call_from_a_forbidden_platform(stage: Stage):
    """Setting platforms.forbidden=web, then any call with the token of a web client."""
    device = stage.person().device()
    stage.place.set(platforms__forbidden="web")
    return stage.rest.get("/user/profile", token=device.account.token)


@provokes("ServerPlatformNotAllowed", by=CONNECTION)
def a_login_from_a_forbidden_platform(stage: Stage):
    """Setting platforms.forbidden=web, then PROVISION with os_type WEB."""
    stage.place.set(platforms__forbidden="web")
    return stage.refused_login(stage.person())


@provokes("ServerCannotCreateDeviceSn", by=CONNECTION)
def a_device_for_which_no_number_is_left(stage: Stage):
    """All numbers of devices of the user are given (in the database), then PROVISION with a new guid."""
    person = stage.person()
    stage.place.sql(f"UPDATE users SET last_device = 900000000 WHERE id = {person.uid}")
    return stage.refused_login(person)


@provokes("ServerRtcNotOpen", by=REST)
def a_call_signal_by_rest(stage: Stage):
    """POST /message/send with content_type 8."""
    return stage.place.backend.send(stage.person().uid, content_type=8)


@provokes("ServerRtcNotOpen", by=CONNECTION)
def a_call_signal(stage: Stage):
    """A meta of the name space RTC_SIGNAL."""
    anna, ben = stage.people(2)
    return anna.device().submit(ben.uid, b"", ns=pb.Meta.RTC_SIGNAL).status


@provokes("ServerNoClusterInfoForClusterId", by=REST)
def a_token_of_another_cluster(stage: Stage):
    """An admin token of a server with cluster.number=1, once that server has been started with cluster.number=2."""
    server = stage.server(cluster__number=1)
    place = stage.place_on(server)
    server.stop()
    server.settings["cluster.number"] = 2
    server.start()
    return type(place.rest)(server.base, place.rest.app_id).get("/user/list", token=place.backend.token)


# Limits


def limited(stage: Stage, **limits) -> Place:
    place = stage.place_on(stage.server(limits__enabled="true"))
    place.set(**limits)
    return place


@provokes("ServerTooManyRequest", by=REST)
def too_many_calls(stage: Stage):
    """Setting limit.calls.user=1/600, then two calls of one user."""
    place = limited(stage, limit__calls__user="1/600")
    person = place.person()
    person.get("/user/profile")
    return person.call("GET", "/user/profile")


@provokes("ServerTooManyRequest", by=CONNECTION)
def too_many_syncs(stage: Stage):
    """Setting limit.syncs.device=1/600, then UNREAD frames: the first of a login is free."""
    place = limited(stage, limit__syncs__device="1/600")
    person = place.person()
    device = place.world.login(person.account)
    for _ in range(2):
        assert device.unread().status.code == pb.Status.OK
    device.send(UNREAD)
    return device.wait(lambda item: item.command == UNREAD).body.status


@provokes("ServerTokenRequestTooMany", by=REST)
def too_many_logins(stage: Stage):
    """Setting limit.tokens.address=1/600, then POST /token/user twice."""
    place = stage.place_on(stage.server(limits__enabled="true"))
    name = place.rest.new_name()
    assert place.rest.register(name).code == 200
    place.set(limit__tokens__address="1/600")
    assert place.rest.token(name).code == 200
    return place.rest.token(name)
