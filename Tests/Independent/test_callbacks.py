"""Callbacks: an app's own server is told what happened, at least once, signed, over restarts and while it is away for a time."""
import hashlib
import hmac
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
import xsync_pb2 as pb
from conftest import World
from frames import chat
from groups import Group
from operations import append, edited, recall
from people import Place
from postgres import Cluster
from rest import Rest
from server import Server
from test_app_settings import Settings, hearth

SECRET = "a secret of both"
PATIENCE = 10
MANUAL = Path(__file__).resolve().parent.parent.parent / "docs/reference/callbacks.md"


class AppServer:
    """The app's own server: keeps what it is told and answers `status`, a number or a function of the event."""

    def __init__(self):
        self.calls: list[tuple[dict, bytes]] = []
        self.status = 200
        self.delay = 0.0
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                time.sleep(server.delay)
                status = server.status(json.loads(body)) if callable(server.status) else server.status
                server.calls.append(({name.lower(): value for name, value in self.headers.items()}, body))
                try:
                    self.send_response(status)
                    self.send_header("content-length", "2")
                    self.end_headers()
                    self.wfile.write(b"ok")
                except OSError:
                    pass  # who called has gone

            def log_message(self, *_):
                pass

        class Threads(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self.http = Threads(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}/told"

    @property
    def events(self) -> list[dict]:
        return [json.loads(body) for _, body in list(self.calls)]

    def words(self) -> list[str]:
        return [event["event"] for event in self.events]

    def wait(self, count: int, patience: float = PATIENCE) -> list[dict]:
        deadline = time.monotonic() + patience
        while len(self.calls) < count:
            assert time.monotonic() < deadline, f"{len(self.calls)} of {count} calls: {self.words()}"
            time.sleep(0.01)
        return self.events

    def stays_at(self, count: int, seconds: float = 0.8) -> None:
        time.sleep(seconds)
        assert len(self.calls) == count, self.words()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


class Hooks:
    """The hooks of an app as the admin API has them."""

    def __init__(self, server: Server, app_id: str):
        self.server, self.app_id = server, app_id

    def call(self, method: str, path: str = "", body: dict | None = None) -> dict:
        response = requests.request(
            method, f"{self.server.base}/admin/apps/{self.app_id}/hooks{path}", json=body,
            headers={"Authorization": f"Bearer {self.server.admin_token}"}, timeout=20)
        assert response.status_code == 200
        return response.json()

    def after(self) -> dict:
        return self.call("GET")["data"]["after"]

    def dead(self) -> list[dict]:
        return self.call("GET", "/dead")["data"]

    def wait_dead(self, count: int) -> list[dict]:
        deadline = time.monotonic() + PATIENCE
        while len(dead := self.dead()) < count:
            assert time.monotonic() < deadline, dead
            time.sleep(0.05)
        return dead


def like_the_manual(events: list[dict]) -> None:
    """Every event has the members of its example, with values of the same kind."""
    examples = {example["event"]: example for example in map(json.loads, re.findall(r"```json\n(.*?)\n```", MANUAL.read_text(), re.DOTALL))}
    assert len(examples) > 40
    for event in events:
        example = examples[event["event"]]
        assert list(event) == list(example), event
        assert [type(value) for value in event.values()] == [type(value) for value in example.values()], event


@pytest.fixture
def told():
    told = AppServer()
    yield told
    told.close()


def listen(server: Server, told: AppServer, app_id: str | None = None, **settings) -> Hooks:
    values = {"hook.after.url": told.url, "hook.secret": SECRET, **{name.replace("__", "."): value for name, value in settings.items()}}
    answer = Settings(server, app_id).set(values)
    assert answer["code"] == 200, answer
    return Hooks(server, app_id or server.app_id)


@pytest.fixture
def place(world, told) -> Place:
    """An app of its own whose server is told."""
    place = Place(world)
    place.hooks = listen(world.server, told, place.rest.app_id)
    yield place
    place.set(hook__after__url=None)


@pytest.mark.both_databases
def test_messages_edits_and_recalls_are_told_in_their_order(place, told):
    place.set(hook__after__events="message")
    anna, ben = place.people(2)
    phone = anna.device()
    began = time.time() * 1000
    mid = phone.say(ben.uid, "hello", ext='{"a":1}')
    [sent] = told.wait(1)
    edited(append(phone, ben.uid, mid, " you"), ben.uid)
    told.wait(2)
    recall(phone, ben.uid, mid)
    _, changed, recalled = told.wait(3)
    assert abs(sent.pop("timestamp") - began) < 20_000 and sent.pop("id")
    assert sent == {
        "event": "message.sent", "appId": place.rest.app_id, "msgId": mid, "from": {"uid": anna.uid}, "to": {"uid": ben.uid}, "type": "CHAT",
        "ctype": "TEXT", "content": "hello", "ext": '{"a":1}', "config": "", "attachment": ""}
    assert (changed["event"], changed["msgId"], changed["content"]) == ("message.edited", mid, "hello you")
    assert (recalled["event"], recalled["msgId"]) == ("message.recalled", mid) and "content" not in recalled
    told.stays_at(3)
    like_the_manual(told.events)
    assert place.hooks.after()["waiting"] == 0


def test_every_call_is_signed_over_its_time_and_body(place, told):
    place.person()
    told.wait(1)
    headers, body = told.calls[0]
    assert headers["content-type"] == "application/json"
    assert headers["hearth-event"] == json.loads(body)["event"] == "user.registered"
    signed = headers["hearth-timestamp"].encode() + b"." + body
    assert headers["hearth-signature"] == "sha256=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert abs(int(headers["hearth-timestamp"]) - time.time() * 1000) < 20_000


@pytest.mark.both_databases
def test_users_rosters_and_groups_are_told(place, told):
    anna, ben = place.people(2)
    told.wait(2)
    anna.post("/user/profile", {"nick_name": "Anna"})
    anna.befriend(ben)
    group = Group(place, anna, ben)
    group.post(anna, "kick", user_list=[ben.uid])
    events = told.wait(6)
    by_word = {event["event"]: event for event in events}
    assert by_word["user.updated"]["user"] == {"uid": anna.uid}
    assert by_word["roster.added"]["from"] == {"uid": anna.uid} and by_word["roster.added"]["to"] == {"uid": ben.uid}
    created, kicked = by_word["group.created"], by_word["group.kicked"]
    assert created["gid"] == kicked["gid"] == group.id and created["from"] == {"uid": anna.uid}
    assert kicked["to"] == [{"uid": ben.uid}]
    registered = [event for event in events if event["event"] == "user.registered"]
    assert {event["name"] for event in registered} == {anna.name, ben.name}
    like_the_manual(events)


def test_a_group_message_names_its_group(place, told):
    anna, ben = place.people(2)
    group = Group(place, anna, ben)
    assert [event["event"] for event in told.wait(3)].count("group.created") == 1
    place.set(hook__after__events="message")
    anna.device().submit(group.id, chat("hi", type=pb.MessageBody.GROUPCHAT))
    event = told.wait(4)[-1]
    assert (event["type"], event["to"]) == ("GROUPCHAT", {"uid": group.id, "gid": group.id})


def test_a_server_that_is_away_is_told_later(place, told):
    told.status = lambda event: 503 if len(told.calls) < 2 else 204
    place.person()
    first, second, third = told.wait(3, patience=20)
    assert first == second == third, "the same each time, its id too"
    headers = [headers for headers, _ in told.calls]
    assert len({one["hearth-timestamp"] for one in headers}) == 3, "signed anew each time"
    assert place.hooks.after()["trouble"] == "status 503"


def test_a_slow_server_holds_up_no_message(place, told):
    told.delay = 3
    anna, ben = place.people(2)
    phone = anna.device()
    start = time.monotonic()
    for number in range(20):
        phone.say(ben.uid, str(number))
    assert time.monotonic() - start < 3
    place.set(hook__after__url=None)
    told.delay = 0


@pytest.mark.both_databases
def test_what_is_never_taken_becomes_a_dead_letter_and_is_retried_or_dropped(place, told):
    place.set(hook__after__tries=1)
    told.status = 500
    people = place.people(3)
    dead = place.hooks.wait_dead(3)
    assert {row["from"] for row in dead} == {person.uid for person in people}
    assert {(row["event"], row["tries"], row["reason"]) for row in dead} == {("user.registered", 1, "status 500")}
    page = place.hooks.call("GET", "/dead?limit=2")
    rest = place.hooks.call("GET", f"/dead?limit=2&cursor={page['cursor']}")
    assert page["data"] + rest["data"] == dead and "cursor" not in rest
    assert place.hooks.call("GET", "/dead?limit=501")["code"] == 10002
    server, app_id = place.world.server, place.rest.app_id
    listed = hearth(server, "hook", "dead", "--app", app_id)
    assert listed.returncode == 0 and all(row["id"] in listed.stdout for row in dead), listed
    told.status, count = 200, len(told.calls)
    assert place.hooks.call("POST", "/dead/retry", {"id": dead[0]["id"]})["data"] == {"count": 1}
    assert told.wait(count + 1)[-1]["id"] == dead[0]["id"]
    assert "1 forgotten" in hearth(server, "hook", "drop", "--app", app_id, dead[1]["id"]).stdout
    assert "1 will be tried again" in hearth(server, "hook", "retry", "--app", app_id).stdout
    assert told.wait(count + 2)[-1]["id"] == dead[2]["id"]
    assert place.hooks.dead() == [] and place.hooks.call("POST", "/dead/retry", {"id": "nonsense"})["code"] == 10002


@pytest.mark.both_databases
def test_nothing_is_lost_over_a_stop_and_a_kill(own_server, told):
    listen(own_server, told, hook__after__events="user")
    told.status = 500
    rest = Rest(own_server.base, own_server.app_id)
    names = [rest.new_name() for _ in range(3)]
    assert rest.register(names[0]).code == 200
    told.wait(1)
    own_server.stop()
    own_server.start()
    rest = Rest(own_server.base, own_server.app_id)
    assert rest.register(names[1]).code == 200
    assert Settings(own_server).set({"hook.after.url": None})["code"] == 200
    assert rest.register(names[2]).code == 200, "nobody is told of that"
    own_server.kill()
    count, told.status = len(told.calls), 200
    own_server.start()
    assert Settings(own_server).set({"hook.after.url": told.url})["code"] == 200
    told.wait(count + 2, patience=60)
    assert {event["name"] for event in told.events[count:]} == set(names[:2])
    told.stays_at(count + 2)


def test_hook_test_shows_the_call_and_its_answer(place, told):
    server, app_id = place.world.server, place.rest.app_id
    shown = hearth(server, "hook", "test", "--app", app_id, "--after")
    assert shown.returncode == 0 and "status 200" in shown.stdout and "taken" in shown.stdout, shown
    assert '"event":"message.sent"' in shown.stdout.lower().replace(" ", "") and "Hearth-Signature: sha256=" in shown.stdout
    told.status = 404
    answer = place.hooks.call("POST", "/test", {"hook": "after"})["data"]
    assert (answer["status"], answer["answer"], answer["trouble"]) == (404, "ok", "status 404")
    assert place.hooks.after()["waiting"] == 0
    assert hearth(server, "hook", "test", "--app", app_id, "--after").returncode == 1
    shown = hearth(server, "hook", "show", "--app", app_id)
    assert told.url in shown.stdout and "after.waiting" in shown.stdout, shown


def test_without_a_server_the_verbs_work_on_the_stored_data(own_server, told):
    listen(own_server, told, hook__after__tries=1)
    told.status = 500
    rest = Rest(own_server.base, own_server.app_id)
    rest.register(rest.new_name())
    [dead] = Hooks(own_server, own_server.app_id).wait_dead(1)
    own_server.stop()
    app = ("--app", own_server.app_id)
    assert dead["id"] in hearth(own_server, "hook", "dead", *app).stdout
    told.status = 200
    assert "status 200" in hearth(own_server, "hook", "test", "--after", *app).stdout
    assert "1 will be tried again" in hearth(own_server, "hook", "retry", *app).stdout
    count = len(told.calls)
    own_server.start()
    assert told.wait(count + 1)[-1]["id"] == dead["id"]


def test_two_servers_tell_each_event_once(tmp_path, cluster: Cluster, told):
    database = cluster.new_database()
    servers = [Server(tmp_path / name, database=database).start() for name in ("north", "south")]
    try:
        listen(servers[0], told, hook__after__events="message")
        deadline = time.monotonic() + PATIENCE
        while Settings(servers[1]).all()["hook.after.url"] != told.url and time.monotonic() < deadline:
            time.sleep(0.1)
        worlds = [World(server) for server in servers]
        alice, bob = (world.login(world.account()) for world in worlds)
        for number in range(40):
            alice.say(bob.account.uid, f"from the north {number}")
            bob.say(alice.account.uid, f"from the south {number}")
        events = told.wait(80)
        told.stays_at(80)
        assert len({event["id"] for event in events}) == 80
        for way in ("north", "south"):
            said = [event["content"] for event in events if way in event["content"]]
            assert sorted(said) == sorted(f"from the {way} {number}" for number in range(40))
        for world in worlds:
            world.close()
    finally:
        for server in servers:
            server.stop()
