"""The REST side of a client."""
import itertools
import os
from dataclasses import dataclass
from typing import Any

import requests
from answers import ANSWERS

MISSING = object()


@dataclass
class Answer:
    """One answer: HTTP status and headers, and the parts of the envelope."""

    status: int
    headers: Any
    json: Any

    @property
    def code(self) -> int:
        return self.json["code"]

    @property
    def data(self) -> Any:
        return self.json.get("data")

    @property
    def message(self) -> str | None:
        return self.json.get("message")


@dataclass
class Account:
    """A registered user with a live token."""

    name: str
    password: str
    uid: int
    token: str
    app_id: str


class Rest:
    """Calls on behalf of one app. Each call may name another app, or none (`app_id=None`)."""

    names = itertools.count(1)

    def __init__(self, base: str, app_id: str):
        self.base = base
        self.app_id = app_id
        self.session = requests.Session()

    def call(
        self, method: str, path: str, body: Any = MISSING, *, token: str | None = None, app_id: Any = MISSING,
        query: dict | None = None, headers: dict | None = None,
    ) -> Answer:
        sent = dict(headers or {})
        app = self.app_id if app_id is MISSING else app_id
        if app is not None:
            sent["app_id"] = app
        if token is not None:
            sent["access-token"] = token
        arguments = {} if body is MISSING else {"data": body} if isinstance(body, bytes) else {"json": body}
        response = self.session.request(method, self.base + path, params=query, headers=sent, timeout=20, **arguments)
        try:
            json = response.json()
        except ValueError:
            json = None
        ANSWERS.note(self.base, method, path, response.status_code, json)
        return Answer(response.status_code, response.headers, json)

    def get(self, path: str, **options: Any) -> Answer:
        return self.call("GET", path, **options)

    def post(self, path: str, body: Any = MISSING, **options: Any) -> Answer:
        return self.call("POST", path, body, **options)

    def register(self, name: str, password: str = "secret-1", **options: Any) -> Answer:
        return self.post("/user/register/v2", {"username": name, "password": password}, **options)

    def token(self, name: str, password: str = "secret-1", **options: Any) -> Answer:
        return self.post("/token/user", {"name": name, "password": password}, **options)

    def new_name(self, prefix: str = "user") -> str:
        """A user name nobody has yet, also when tests run again on the same data."""
        return f"{prefix}_{os.getpid():x}_{os.urandom(3).hex()}_{next(self.names)}"

    def new_account(self, prefix: str = "user", password: str = "secret-1") -> Account:
        """Registers a user and logs him in."""
        name = self.new_name(prefix)
        registered = self.register(name, password)
        assert registered.code == 200, f"register {name}: {registered.json}"
        answer = self.token(name, password)
        assert answer.code == 200, f"token of {name}: {answer.json}"
        return Account(name, password, answer.data["user_id"], answer.data["token"], self.app_id)


def create_app(base: str, admin_token: str, name: str = "second") -> str:
    """Makes an app through the admin API and returns its AppID."""
    response = requests.post(
        base + "/admin/apps", json={"name": name}, headers={"Authorization": f"Bearer {admin_token}"}, timeout=20
    )
    document = response.json()
    made = document.get("data") or document
    assert made.get("app_id"), f"no app_id in {document}"
    return made["app_id"]
