"""A house that keeps every promise, and the records its clients make: for a checker to read."""

from collections.abc import Sequence
from itertools import count

from history import Ack, Join, Lost, Nack, OnDesk, Present, Receive, Round, Seen, Send

PEOPLE = ("a", "b", "c")
ROOM, EPOCH = "r", "e"


class Client:
    """Where one member stands."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.next = 1
        self.is_in = False
        self.unanswered: list[str] = []


class HonestRoom:
    """One room and its desk; each method is something that may happen."""

    def __init__(self) -> None:
        self.records: list[Seen] = [Round(client="round", at=0.0, room="", late_ms=1_000)]
        self._clients = {name: Client(name) for name in PEOPLE}
        self._lines: list[tuple[str, str, str]] = []
        self._desk: list[OnDesk] = []
        self._ids = count(1)
        self._time = 0

    def say(self, who: str, how: str) -> None:
        """Say something; `how` it ends is acked, stored, dropped, refused or again."""
        client = self._there(who)
        frame_id = f"{who}{next(self._ids)}"
        self._send(client, frame_id)
        if how == "refused":
            self._note(Nack, client, id=frame_id, code="slow_down")
        elif how in {"stored", "acked", "again"}:
            self._lines.append((who, frame_id, f"words of {frame_id}"))
        if how in {"acked", "again"}:
            self._note(Ack, client, id=frame_id, n=len(self._lines))
        if how == "again":
            n = len(self._lines)
            self._send(client, frame_id)
            self._note(Ack, client, id=frame_id, n=n)

    def hear(self, who: str) -> None:
        """Be shown the next line, if there is one."""
        client = self._there(who)
        if client.next <= len(self._lines):
            by, frame_id, body = self._lines[client.next - 1]
            self._note(Receive, client, n=client.next, by=by, id=frame_id, body=body)
            client.next += 1

    def drop(self, who: str) -> None:
        """Lose the line."""
        client = self._clients[who]
        if client.is_in:
            self._note(Lost, client)
            client.is_in = False

    def need(self, who: str) -> None:
        """Need somebody; a volunteer takes the case and closes it."""
        client = self._there(who)
        frame_id = f"{who}{next(self._ids)}"
        self._note(Send, client, id=frame_id, kind="need", raises=True)
        case = f"case {frame_id}"
        self._entry("case_raised", case, about=who, said="need", level="S2")
        claimed = self._entry("case_claimed", case, by="v")
        self._entry("case_closed", case, by="v", fence=claimed)
        self._note(Ack, client, id=frame_id)

    def end(self) -> Sequence[Seen]:
        """Have everybody come back and hear everything, read out, and return the records."""
        for client in self._clients.values():
            self._there(client.name)
            while client.next <= len(self._lines):
                self.hear(client.name)
            self._note(Present, client)
        reader = Client("z")
        self._join(reader, final=True)
        for n, (by, frame_id, body) in enumerate(self._lines, 1):
            self._note(Receive, reader, n=n, by=by, id=frame_id, body=body)
        self._entry("read_out", "")
        return [*self.records, *self._desk]

    def _there(self, who: str) -> Client:
        client = self._clients[who]
        if not client.is_in:
            self._join(client)
        return client

    def _join(self, client: Client, *, final: bool = False) -> None:
        back = client.next > 1
        self._note(
            Join,
            client,
            member=client.name,
            epoch=EPOCH,
            head=len(self._lines),
            first=client.next,
            resumed=back,
            after_epoch=EPOCH if back else None,
            after_n=client.next - 1 if back else None,
            final=final,
        )
        client.is_in = True

    def _send(self, client: Client, frame_id: str) -> None:
        self._note(Send, client, id=frame_id, body=f"words of {frame_id}")

    def _entry(self, kind: str, case: str, **fields: object) -> int:
        n = len(self._desk) + 1
        self._time += 10
        given = {"client": "z", "at": 0.0, "room": ROOM, "n": n, "time": self._time} | fields
        self._desk.append(OnDesk(kind=kind, case=case, **given))  # type: ignore[arg-type]
        return n

    def _note(self, what: type[Seen], client: Client, **fields: object) -> None:
        at = float(len(self.records))
        self.records.append(what(client=client.name, at=at, room=ROOM, **fields))  # type: ignore[call-arg]
