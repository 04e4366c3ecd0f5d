"""What a backup holds of a house, and how it is read from the streams, beside who uses them."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from moderation.audit import Audit
from moderation.case import State
from moderation.crew import Volunteers
from moderation.desk import Desk
from moderation.wordless import wordless
from rooms.house import House
from rooms.members import Members
from server.backup import box
from server.crypto.keys import HouseKeys
from server.streams.kinds import FACT_KINDS, Kind
from server.streams.names import ALL_SHARDS, ROOM, kind_of, room_of
from server.streams.streams import Streams


class StreamCopy(Struct, frozen=True):
    """A stream's end and its folded state; of a room's talk only how far its numbers came."""

    stream: str
    n: int
    state: bytes = b""


class HouseCopy(Struct, frozen=True):
    """A house without talk."""

    at: int
    house: str
    fingerprint: bytes
    handle: bytes
    streams: list[StreamCopy]

    def states(self) -> Mapping[str, Any]:
        """Return every folded state by its stream."""
        return {
            kept.stream: msgspec.msgpack.decode(kept.state, type=type(kind.initial()))
            for kept in self.streams
            if kept.state and (kind := FACT_KINDS.get(kind_of(kept.stream)))
        }


async def backed_up(streams: Streams, keys: Path) -> Mapping[str, Any]:
    """Return a backup, closed to the operator's key, and what is in it."""
    to = box.PublicKey.read(keys)
    copy = await copied(streams, keys)
    file = await asyncio.to_thread(box.close, to, msgspec.msgpack.encode(copy))
    return {"backup": b64encode(file).decode(), "counts": counts(copy.states())}


async def copied(streams: Streams, keys: Path) -> HouseCopy:
    """Return the house as it is: what was acknowledged before is in it."""
    at = streams.now()
    house = HouseKeys.open(keys)
    found: list[StreamCopy] = []
    for shard in ALL_SHARDS:
        for stream, head in (await streams.heads(shard)).items():
            kind = FACT_KINDS.get(kind_of(stream))
            if kind is not None:
                found.append(await _copied(streams, kind, stream))
            elif kind_of(stream) == ROOM:
                found.append(StreamCopy(stream, head.n))
    return HouseCopy(at, house.house, house.fingerprint, house.handle, found)


async def _copied(streams: Streams, kind: Kind[Any], stream: str) -> StreamCopy:
    used = streams.holds(stream)
    log = await streams.log(kind, stream)
    await streams.refresh(log)  # another node's last word, too
    state = wordless(log.state) if isinstance(log.state, Desk) else log.state
    copy = StreamCopy(stream, log.head, msgspec.msgpack.encode(state))
    if not used and not streams.is_coming_in(room_of(stream)):
        streams.unload(stream)
    return copy


def counts(states: Mapping[str, Any]) -> Mapping[str, int]:
    """Return how much there is of what an operator would miss."""
    total = dict.fromkeys(("rooms", "members", "volunteers", "cases", "sanctions", "acts"), 0)
    for state in states.values():
        match state:
            case House():
                total["rooms"] += len(state.rooms)
            case Members():
                total["members"] += len(state.records)
            case Volunteers():
                total["volunteers"] += len(state.people)
            case Desk():
                cases = state.cases.values()
                total["cases"] += sum(case.state is not State.RESOLVED for case in cases)
                total["sanctions"] += len(state.sanctions.sanctions)
            case Audit():
                total["acts"] += state.count
    return total
