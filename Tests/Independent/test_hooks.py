"""The hook before messages: an app's own server is asked before anybody else sees what a user writes."""
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from conftest import World
from floo import client_mids
from frames import body_of, chat, typing
from login_servers import closed_port
from message_api import Backend
from operations import Status, append, read, read_on, replace
from server import Server
from test_app_settings import Settings, hearth

ALLOW = (200, {"action": "allow"})
REFUSE = (200, {"action": "refuse", "reason": "no\nadvertising"})
SECRET = "top-secret"


class HookServer:
    """Answers as `answer` says: (status, body), or a function of the question. Keeps what it was asked."""

    def __init__(self):
        self.questions: list[dict] = []
        self.calls: list[tuple[dict, bytes]] = []
        self.connections = 0
        self.most_at_once = self.at_once = 0
        self.answer = ALLOW
        self.lock = threading.Lock()
        hook = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Connections that are quiet for so many seconds are closed.
            timeout = 1

            def setup(self):
                super().setup()
                with hook.lock:
                    hook.connections += 1

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                question = json.loads(body)
                with hook.lock:
                    hook.questions.append(question)
                    hook.calls.append((dict(self.headers), body))
                    hook.at_once += 1
                    hook.most_at_once = max(hook.most_at_once, hook.at_once)
                try:
                    status, content = hook.answer(question) if callable(hook.answer) else hook.answer
                finally:
                    with hook.lock:
                        hook.at_once -= 1
                content = content if isinstance(content, bytes) else json.dumps(content).encode()
                # One write: two small ones would wait for each other.
                self.wfile.write(b"HTTP/1.1 %d X\r\ncontent-length: %d\r\n\r\n" % (status, len(content)) + content)

            def log_message(self, *_):
                pass

        class Door(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                pass  # who asked has gone

        self.http = Door(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}/hook"

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


def is_right(secret: bytes, headers: dict, body: bytes) -> bool:
    """As docs/hooks.md shows it."""
    text = headers["Hearth-Timestamp"].encode() + b"." + body
    right = "sha256=" + hmac.new(secret, text, hashlib.sha256).hexdigest()
    return hmac.compare_digest(headers.get("Hearth-Signature", ""), right)


@pytest.fixture
def hook():
    hook = HookServer()
    yield hook
    hook.close()


@pytest.fixture
def asked(world, hook):
    """A world whose app has the hook for one test."""
    settings = Settings(world.server)
    keys = [key for key in settings.all() if key.startswith("hook.")]
    assert settings.set({"hook.before.url": hook.url})["code"] == 200
    yield world
    settings.set({key: None for key in keys})


def change(world, **values) -> None:
    answer = Settings(world.server).set({"hook.before." + key: value for key, value in values.items()})
    assert answer["code"] == 200, answer


def standing(world) -> dict:
    return admin(world, "GET", "/hooks")["data"]["before"]


def counts(world, since: dict | None = None) -> dict:
    """Messages by what became of them, since the server started or since an earlier count."""
    return {name: count - (since or {}).get(name, 0) for name, count in standing(world)["messages"].items()}


def admin(world, method: str, rest: str, **options) -> dict:
    server = world.server
    url = f"{server.base}/admin/apps/{server.app_id}{rest}"
    return requests.request(method, url, headers={"Authorization": f"Bearer {server.admin_token}"}, timeout=20, **options).json()


@pytest.mark.both_databases
def test_the_hook_decides_before_anybody_sees_a_message(asked, hook):
    start = counts(asked)
    alice, bob = asked.pair()
    alice.say(bob.account.uid, "hello")
    [question] = hook.questions
    assert 0 <= time.time() * 1000 - question.pop("timestamp") < 10_000
    assert len(question.pop("id")) == 20 and question.pop("client_mid") > 0
    assert question == {
        "event": "message.before", "app_id": asked.server.app_id, "from": {"uid": alice.account.uid, "device_sn": alice.sn},
        "to": {"uid": bob.account.uid}, "type": "CHAT", "ctype": "TEXT", "content": "hello", "attachment": "", "config": "", "ext": ""}
    hook.answer = REFUSE
    status = alice.submit(bob.account.uid, chat("buy this")).status
    assert (status.code, status.reason) == (Status.WORD_CENSORED, "antispam: no advertising")
    hook.answer = (200, {"action": "replace", "content": "***", "ext": "{}"})
    alice.say(bob.account.uid, "damn", config='{"a":1}')
    bodies = [body_of(meta) for meta in read_on(bob, alice.account.uid)]
    assert [(body.content, body.config, body.ext) for body in bodies] == [("hello", "", ""), ("***", '{"a":1}', "{}")]
    assert counts(asked, start) == {"allowed": 1, "refused": 1, "replaced": 1, "failed": 0, "skipped": 0}


def test_edits_are_asked_about_and_what_else_a_device_does_is_not(asked, hook):
    alice, bob = asked.pair()
    mid = alice.say(bob.account.uid, "one")
    append(alice, bob.account.uid, mid, " two")
    hook.answer = (200, {"action": "replace", "content": "three"})
    replace(alice, bob.account.uid, mid, "bad")
    read(bob, alice.account.uid, mid)
    alice.submit(bob.account.uid, typing())
    kinds = [(question["type"], question.get("related_mid"), question["content"]) for question in hook.questions]
    assert kinds == [("CHAT", None, "one"), ("APPEND", mid, " two"), ("REPLACE", mid, "bad")]
    [meta] = [meta for meta in read_on(bob, alice.account.uid) if meta.id == mid]
    assert body_of(meta).content == "three"


def test_what_servers_send_is_not_asked_about(asked, hook):
    alice, bob = asked.pair()
    backend = Backend(asked.server, asked.server.app_id)
    assert backend.send(bob.account.uid).code == 200
    assert backend.send(bob.account.uid, user=alice.account).code == 200
    assert hook.questions == []


def test_calls_are_signed_and_their_connections_kept(asked, hook):
    Settings(asked.server).set({"hook.secret": SECRET})
    alice, bob = asked.pair()
    for number in range(5):
        alice.say(bob.account.uid, f"Zoë {number}")
    for headers, body in hook.calls:
        assert headers["Hearth-Event"] == "message.before" and headers["Content-Type"] == "application/json"
        assert abs(time.time() * 1000 - int(headers["Hearth-Timestamp"])) < 10_000
        assert is_right(SECRET.encode(), headers, body) and not is_right(b"other", headers, body)
        assert not is_right(SECRET.encode(), headers, body + b" ")
    assert hook.connections == 1
    Settings(asked.server).set({"hook.secret": None})
    alice.say(bob.account.uid, "unsigned")
    assert "Hearth-Signature" not in hook.calls[-1][0]


def test_a_connection_that_the_endpoint_closed_is_no_trouble(asked, hook):
    start = counts(asked)
    change(asked, failure="closed")
    alice, bob = asked.pair()
    alice.say(bob.account.uid, "one")
    time.sleep(1.5)
    alice.say(bob.account.uid, "two")
    assert hook.connections == 2 and counts(asked, start)["failed"] == 0


TROUBLES = {
    "status": (500, {"action": "allow"}), "no JSON": (200, b"yes"), "no action": (200, {"allow": True}),
    "too long": (200, b'{"action": "refuse"' + b" " * (1 << 20) + b"}"),
    "too large": (200, {"action": "replace", "content": "x" * (200 << 10)}),
    "too late": lambda question: time.sleep(1) or REFUSE,
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_without_an_answer_the_setting_decides(asked, hook, trouble):
    hook.answer = TROUBLES[trouble]
    alice, bob = asked.pair()
    change(asked, timeout=300)
    alice.say(bob.account.uid, "open")
    change(asked, failure="closed")
    status = alice.submit(bob.account.uid, chat("closed")).status
    assert (status.code, status.reason) == (Status.FAIL, "need retry")
    assert [body_of(meta).content for meta in read_on(bob, alice.account.uid)] == ["open"]
    assert standing(asked)["trouble"]


def test_the_breaker_spares_an_endpoint_that_is_away_and_finds_it_again(asked, hook):
    start = counts(asked)
    alice, bob = asked.pair()
    change(asked, url=f"http://127.0.0.1:{closed_port()}/", breaker=3, rest=1)
    for number in range(5):
        alice.say(bob.account.uid, str(number))
    since = counts(asked, start)
    assert (standing(asked)["breaker"]["state"], since["failed"], since["skipped"]) == ("open", 3, 2)
    hook.answer = (500, b"")
    change(asked, url=hook.url)
    for number in range(5):
        alice.say(bob.account.uid, str(number))
    assert len(hook.questions) == 3
    hook.answer = REFUSE
    time.sleep(1.1)
    assert alice.submit(bob.account.uid, chat("x")).status.code == Status.WORD_CENSORED
    assert standing(asked)["breaker"] == {"state": "closed", "failures": 0}


def test_messages_keep_their_order_while_answers_do_not(asked, hook):
    hook.answer = lambda question: time.sleep(0.3 if question["content"].endswith("0") else 0) or ALLOW
    change(asked, timeout=5000)
    alice, bob = asked.pair()
    sent = [str(number) for number in range(40)]
    metas = [alice.meta(bob.account.uid, chat(text)) for text in sent]
    for meta in metas:
        alice.send_meta(meta)
    for meta in metas:
        assert alice.wait_ack(meta.id).status.code == Status.OK
    assert [body_of(meta).content for meta in read_on(bob, alice.account.uid)] == sent
    assert 1 < hook.most_at_once <= 16


def test_a_slow_hook_holds_up_neither_other_devices_nor_other_apps(asked, hook):
    hook.answer = lambda question: time.sleep(2 if question["content"] == "slow" else 0) or ALLOW
    change(asked, timeout=5000)
    alice, bob = asked.pair()
    meta = alice.meta(bob.account.uid, chat("slow"))
    alice.send_meta(meta)
    while not hook.questions:
        time.sleep(0.01)
    start = time.monotonic()
    bob.say(alice.account.uid, "quick")
    assert time.monotonic() - start < 1
    assert alice.wait_ack(meta.id).status.code == Status.OK


def test_who_may_not_write_hears_that_and_a_repeated_message_stays_accepted(asked, hook):
    alice, bob = asked.pair()
    mid = next(client_mids)
    first = alice.submit(bob.account.uid, chat("once"), mid)
    hook.answer = REFUSE
    again = alice.submit(bob.account.uid, chat("once"), mid)
    assert again.status.code == Status.OK and again.server_mid == first.server_mid
    status = alice.submit(4_000_000_000, chat("nobody")).status
    assert status.code != Status.WORD_CENSORED and status.code != Status.OK


@pytest.mark.both_databases
def test_a_stop_waits_for_the_answer(own_server, hook):
    world = World(own_server)
    Settings(own_server).set({"hook.before.url": hook.url, "hook.before.timeout": 5000})
    hook.answer = lambda question: time.sleep(1) or ALLOW
    alice, bob = world.pair()
    meta = alice.meta(bob.account.uid, chat("last"))
    alice.send_meta(meta)
    while not hook.questions:
        time.sleep(0.01)
    stopping = threading.Thread(target=own_server.stop)
    stopping.start()
    ack = alice.wait_ack(meta.id)
    assert ack.status.code == Status.OK
    stopping.join()
    own_server.start()
    Settings(own_server).set({"hook.before.url": None})
    bob = world.login(bob.account)
    assert [meta.id for meta in read_on(bob, alice.account.uid)] == [ack.server_mid]
    world.close()


@pytest.mark.parametrize("is_running", [True, False])
def test_the_command_line_tries_the_hook_and_shows_what_it_said(own_server, hook, is_running):
    server = own_server
    Settings(server).set({"hook.before.url": hook.url, "hook.secret": SECRET})
    if not is_running:
        server.stop()
    hook.answer = REFUSE
    done = hearth(server, "hook", "test", "--app", server.app_id)
    assert done.returncode == 0, done.stderr
    for part in (f"POST {hook.url}", "Hearth-Signature: sha256=", '"content":"Hello, Zoë!"', "status 200", "advertising", "refuse, after "):
        assert part in done.stdout
    assert is_right(SECRET.encode(), *hook.calls[-1]) and SECRET not in done.stdout
    hook.answer = (503, b"away")
    done = hearth(server, "hook", "test", "--app", server.app_id, "--before")
    assert done.returncode == 1 and "trouble: status 503" in done.stdout and "away" in done.stdout
    shown = hearth(server, "hook", "show", "--app", server.app_id)
    assert shown.returncode == 0 and hook.url in shown.stdout and ("closed" in shown.stdout) == is_running
    assert hearth(server, "hook", "test", "--app", "nosuchappxyz").returncode != 0


def test_there_is_nothing_to_try_without_a_hook(world):
    for body in ({"hook": "before"}, {"hook": "never"}, {}):
        assert admin(world, "POST", "/hooks/test", json=body)["code"] == 10002
    assert standing(world) is None
