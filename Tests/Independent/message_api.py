"""An application's own server: calls of the REST API with an admin token."""
import requests
import xsync_pb2 as pb
from conftest import World
from rest import Account, Answer, Rest, create_app


class Backend:
    """Acts for the users of one app, and as its system."""

    def __init__(self, server, app_id: str):
        self.server = server
        self.rest = Rest(server.base, app_id)
        self.id, self.token = self.new_token()

    def console(self, method: str, path: str = "", **options) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.server.admin_token}"}
        url = f"{self.server.base}/admin/apps/{self.rest.app_id}/tokens{path}"
        return requests.request(method, url, headers=headers, timeout=20, **options)

    def new_token(self, **fields) -> tuple[str, str]:
        made = self.console("POST", json=fields).json()
        assert made["code"] == 200, made
        return made["data"]["id"], made["data"]["token"]

    def call(self, method: str, path: str, body=None, user: Account | None = None, **options) -> Answer:
        headers = {"user_id": str(user.uid)} if user else {}
        return self.rest.call(method, path, {} if body is None else body, token=self.token, headers=headers, **options)

    def send(self, *targets: int, content: str = "hi", path: str = "/message/send", user: Account | None = None, **fields) -> Answer:
        body = {"type": 1, "targets": list(targets), "content_type": 0, "content": content, **fields}
        return self.call("POST", path, body, user)

    def say(self, target: int, content: str = "hi", **fields) -> int:
        """Sends a text and returns its id."""
        answer = self.send(target, content=content, **fields)
        assert answer.code == 200 and answer.data is True and answer.message is None, answer.json
        [mid] = answer.json["msg_ids"]
        return mid


def own_app(server, world: World) -> Backend:
    """Lets a world's people live in an app of their own, with a server of its own."""
    backend = Backend(server, create_app(server.base, server.admin_token))
    world.rest = backend.rest
    return backend


def unread(rest: Rest, account: Account) -> dict[int, int]:
    answer = rest.get("/message/unread", token=account.token)
    assert answer.code == 200, answer.json
    assert all(row.keys() == {"conversation_id", "num"} and row["num"] > 0 for row in answer.data)
    return {row["conversation_id"]["uid"]: row["num"] for row in answer.data}


def pages(rest: Rest, account: Account, peer: int, limit: int) -> list[dict]:
    """A conversation from its newest message to its first."""
    found, start = [], 0
    while True:
        query = {"opposite_id": peer, "msg_id_start": start, "limit": limit}
        answer = rest.get("/message/conversation", token=account.token, query=query)
        assert answer.code == 200, answer.json
        assert len(answer.data["messages"]) <= limit
        found.append(answer.data)
        if answer.data["is_last"]:
            return found
        assert answer.data["messages"] and (start == 0 or answer.data["next_msg_id"] < start), "pages go back"
        start = answer.data["next_msg_id"]


def said(rest: Rest, account: Account, peer: int) -> list[str]:
    """What a conversation shows by REST, oldest first."""
    return [message["content"] for page in pages(rest, account, peer, 100) for message in page["messages"]][::-1]


def sender(meta: pb.Meta) -> tuple[int, int]:
    xid = getattr(meta, "from")
    return xid.uid, xid.deviceSN
