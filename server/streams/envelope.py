"""Events into sealed writes, and stored items back into entries."""

from typing import Any

import msgspec

from rooms.ports import AlreadyThere
from server.backplane import Duplicate, Item, Write
from server.crypto.sealing import Damaged, Expired, Sealer
from server.streams.kinds import Entry, Kind


class Draft(msgspec.Struct, frozen=True, gc=False):
    """One event to append. `once` is its dedupe key and the body to compare resends by."""

    stream: str
    event: object
    once: tuple[bytes, bytes] | None = None
    expect_n: int | None = None
    expect_rule: int | None = None
    raises_rule: bool = False


class Envelope:
    """Seals what goes to the store and opens what comes back."""

    def __init__(self, sealer: Sealer) -> None:
        self.withheld_before = 0  # talk older than this (ms) is not given to anybody
        self._sealer = sealer
        self._encode = msgspec.msgpack.Encoder().encode

    def seal(self, draft: Draft) -> Write:
        """Return the draft as bytes for the store."""
        dedupe, mac = None, b""
        if draft.once is not None:
            dedupe, mac = draft.once[0], self._sealer.mac(draft.stream, draft.once[1])
        return Write(
            draft.stream,
            self._sealer.seal(draft.stream, self._encode(draft.event)),
            dedupe=dedupe,
            mac=mac,
            expect_n=draft.expect_n,
            expect_rule=draft.expect_rule,
            raises_rule=draft.raises_rule,
        )

    def open(self, kind: Kind[Any], item: Item) -> Entry:
        """Return the entry; without an event if it was erased or its key is gone."""
        if not item.entry:
            return Entry(item.n, item.at, item.rule, None, erased=True)
        if item.at < self.withheld_before and not kind.facts:
            return Entry(item.n, item.at, item.rule, None)
        try:
            event = kind.decoder.decode(self._sealer.open(item.stream, item.entry))
        except (Expired, Damaged, msgspec.MsgspecError):
            return Entry(item.n, item.at, item.rule, None)
        return Entry(item.n, item.at, item.rule, event)

    def seal_state(self, stream: str, state: object) -> bytes:
        """Return a fold as bytes for a snapshot."""
        return self._sealer.seal(stream, self._encode(state))

    def open_state(self, stream: str, sealed: bytes, like: object) -> object:
        """Return the fold a snapshot holds, of the type of `like`."""
        return msgspec.msgpack.decode(self._sealer.open(stream, sealed), type=type(like))

    def already_there(self, draft: Draft, duplicate: Duplicate) -> AlreadyThere:
        """Return what a resend met, and whether its body is the first one's."""
        body = draft.once[1] if draft.once else b""
        same = self._sealer.mac_matches(duplicate.stream, body, duplicate.mac)
        return AlreadyThere(duplicate.position.n, same=same is not False)
