"""Word lists of an app, as its operator keeps them by the admin API."""
from typing import Any

import requests
from people import Place


class Words:
    """The word lists and the reviews of an app."""

    def __init__(self, place: Place):
        self.server, self.app_id = place.world.server, place.rest.app_id

    def call(self, method: str, path: str, **options: Any) -> dict:
        headers = {"Authorization": f"Bearer {self.server.admin_token}"} | options.pop("headers", {})
        url = f"{self.server.base}/admin/apps/{self.app_id}{path}"
        return requests.request(method, url, headers=headers, timeout=30, **options).json()

    def ok(self, method: str, path: str, **options: Any) -> Any:
        answer = self.call(method, path, **options)
        assert answer["code"] == 200, (method, path, answer)
        return answer["data"]

    def upload(self, text: str, list: str = "default", **query: str) -> dict:
        """The rules of a list, a line each."""
        body = text.encode()
        return self.ok("PUT", f"/words/{list}", data=body, params=query, headers={"Content-Type": "text/plain; charset=utf-8"})

    def add(self, *words: str, action: str = "refuse", kind: str = "exact", list: str = "default") -> dict:
        return self.ok("POST", f"/words/{list}/add", json={"words": [*words], "action": action, "kind": kind})

    def reviews(self, status: str = "open", **query: Any) -> list[dict]:
        return self.ok("GET", "/reviews", params={"status": status, **query})

    def decide(self, review: dict, decision: str, **fields: Any) -> dict:
        return self.ok("POST", f"/reviews/{review['id']}", json={"decision": decision, **fields})
