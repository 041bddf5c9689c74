"""A client of the long connection, written from the protocol definition and on nobody's server code."""
import itertools
import queue
import time
from typing import Callable

import xsync_pb2 as pb
from frames import NOTICE, PROVISION, SYNC, UNREAD, Received, chat, frame, received
from rest import Account
from transports import CLOSED, TRANSPORTS

PATIENCE = 15.0
QUIET = 0.4
PLACEHOLDER_SN = 1_002_107_854

client_mids = itertools.count(int(time.time() * 1000))


class ConnectionClosed(Exception):
    pass


class Floo:
    """One connection of one device. Frames that nobody asked for yet wait in `backlog`, in order."""

    def __init__(self, server, account: Account, transport: str = "raw", guid: str | None = None):
        self.account = account
        self.guid = guid or f"{account.uid}_{next(client_mids)}"
        self.sn = 0
        self.transport = TRANSPORTS[transport](server)
        self.backlog: list[Received] = []
        self.closed = False

    # Sending

    def send_raw(self, raw: bytes) -> None:
        self.transport.send(raw)

    def send(self, command: int, message=None) -> None:
        self.send_raw(frame(command, message.SerializeToString() if message is not None else b""))

    def provision_request(self, **fields) -> pb.Provision:
        fields.setdefault("xid", pb.XID(uid=self.account.uid, deviceSN=self.sn or PLACEHOLDER_SN))
        fields.setdefault("token", self.account.token)
        return pb.Provision(
            device_guid=self.guid, device_info="Python", **{"os_type": pb.Provision.WEB, "sdk_vsn": "2.0.0", **fields}
        )

    def meta(self, peer: int, payload: bytes, client_mid: int | None = None, **fields) -> pb.Meta:
        return pb.Meta(**{
            "id": client_mid or next(client_mids), "from": pb.XID(uid=self.account.uid, deviceSN=self.sn), "to": pb.XID(uid=peer),
            "timestamp": int(time.time() * 1000), "ns": pb.Meta.MESSAGE, "payload": payload, **fields,
        })

    # Receiving

    def wait(self, match: Callable[[Received], bool], patience: float = PATIENCE, what: str = "frame") -> Received:
        """The first frame that matches, which is taken out; the others stay."""
        for index, item in enumerate(self.backlog):
            if match(item):
                return self.backlog.pop(index)
        deadline = time.monotonic() + patience
        while True:
            item = self._next(deadline, what)
            if match(item):
                return item
            self.backlog.append(item)

    def _next(self, deadline: float, what: str) -> Received:
        if self.closed:
            raise ConnectionClosed(f"closed while waiting for a {what}")
        try:
            item = self.transport.inbox.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise AssertionError(f"no {what} came in time; backlog: {[str(b.body) for b in self.backlog]}") from None
        if item is CLOSED:
            self.closed = True
            raise ConnectionClosed(f"closed while waiting for a {what}")
        if isinstance(item, Exception):
            raise item
        return received(item)

    def stays_quiet(self, match: Callable[[Received], bool] = lambda item: True) -> bool:
        """True if nothing that matches has come, nor comes within a moment after the server answered a heartbeat."""
        self.send(UNREAD)
        self.wait(lambda item: item.command == UNREAD, what="heartbeat answer")
        time.sleep(QUIET)
        self.send(UNREAD)
        self.wait(lambda item: item.command == UNREAD, what="heartbeat answer")
        return not any(match(item) for item in self.backlog)

    def wait_closed(self, patience: float = PATIENCE) -> None:
        deadline = time.monotonic() + patience
        try:
            while True:
                self.backlog.append(self._next(deadline, "close"))
        except ConnectionClosed:
            return

    # Conversations with the server

    def provision(self, **fields) -> pb.Provision:
        self.send(PROVISION, self.provision_request(**fields))
        answer = self.wait(lambda item: item.command == PROVISION, what="provision").body
        assert answer.HasField("status") and answer.HasField("xid"), f"clients throw at this provision: {answer}"
        if answer.status.code == pb.Status.OK:
            self.sn = answer.xid.deviceSN
        return answer

    def login(self) -> "Floo":
        answer = self.provision()
        assert answer.status.code == pb.Status.OK, f"login refused: {answer}"
        return self

    def unread(self) -> pb.UnreadDL:
        """The list of conversations; also the heartbeat."""
        self.send(UNREAD)
        answer = self.wait(lambda item: item.command == UNREAD, what="unread list").body
        assert all(entry.HasField("xid") for entry in answer.unread)
        return answer

    def send_meta(self, meta: pb.Meta) -> None:
        self.send(SYNC, pb.SyncUL(meta=meta))

    def wait_ack(self, client_mid: int) -> pb.SyncDL:
        return self.wait(lambda item: item.command == SYNC and item.body.client_mid == client_mid, what="ack").body

    def submit(self, peer: int, payload: bytes, client_mid: int | None = None, **fields) -> pb.SyncDL:
        """Sends a message and waits for its ack, whatever it says."""
        meta = self.meta(peer, payload, client_mid, **fields)
        self.send_meta(meta)
        ack = self.wait_ack(meta.id)
        assert ack.HasField("status")
        return ack

    def say(self, peer: int, content: str, **fields) -> int:
        """Sends a text and returns the id the server gave it."""
        ack = self.submit(peer, chat(content, **fields))
        assert ack.status.code == pb.Status.OK, f"refused: {ack}"
        return ack.server_mid

    def wait_notice(self, uid: int) -> pb.Notice:
        return self.wait(lambda item: item.command == NOTICE and item.body.xid.uid == uid, what=f"notice of {uid}").body

    def page(self, xid: pb.XID, key: int = 0, **fields) -> pb.SyncDL:
        """One request for items of a conversation, and its answer."""
        self.send(SYNC, pb.SyncUL(xid=xid, key=key, **fields))
        answer = self.wait(
            lambda item: item.command == SYNC and item.body.client_mid == 0 and not item.body.is_eager_sync
            and item.body.is_full_sync == fields.get("is_full_sync", False) and item.body.xid.uid == xid.uid,
            what="page",
        ).body
        assert answer.HasField("status") and answer.HasField("xid"), f"clients throw at this page: {answer}"
        assert answer.status.code == pb.Status.OK, f"sync refused: {answer}"
        return answer

    def sync_pages(self, uid: int) -> list[pb.SyncDL]:
        """Reads a conversation to its end, confirming every page, as clients do. The last page is the closing one."""
        pages = [self.page(pb.XID(uid=uid))]
        while pages[-1].next_key:
            pages.append(self.page(pages[-1].xid, pages[-1].next_key))
        return pages

    def sync(self, uid: int) -> list[pb.Meta]:
        return [meta for page in self.sync_pages(uid) for meta in page.metas]

    def history(self, uid: int, count: int, key: int = 0) -> pb.SyncDL:
        return self.page(pb.XID(uid=uid), key, is_full_sync=True, full_sync_num=count)

    def receive(self, uid: int) -> list[pb.Meta]:
        """Waits for the notice of a conversation and reads what is new in it."""
        self.wait_notice(uid)
        return self.sync(uid)

    # Ending

    def cut(self) -> None:
        self.transport.cut()

    def close(self) -> None:
        try:
            self.transport.close()
        except Exception:  # the server may have closed first
            pass
