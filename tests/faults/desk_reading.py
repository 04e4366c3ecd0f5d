"""Read every desk of a house, entry by entry: the last word on what became of each case."""

import re
from pathlib import Path
from time import monotonic

from history import OnDesk, Seen

from moderation.events import CaseRaised
from server.foundation import foundation
from server.kinds import DESK, Entry
from server.settings import load
from server.stream_names import ALL_SHARDS, desk_of_shard

AT_ONCE = 200
READER = "reader of the desk"


async def read_desks(data: Path, redis: str = "") -> list[Seen]:
    """Open the house's own store and read; a house on a data folder must not be running."""
    settings = load({}, None, data=data, redis=redis or None)
    found: list[Seen] = []
    async with foundation(settings) as ground:
        for shard in ALL_SHARDS[1:]:
            log = await ground.streams.log(DESK, desk_of_shard(shard))
            raised: dict[str, CaseRaised] = {}
            after = 0
            while entries := await ground.streams.page(log, after, AT_ONCE):
                found += [_record(entry, raised) for entry in entries if entry.event is not None]
                after = entries[-1].n
        end = ground.backplane.now()
    return [*found, _note(0, end, "read_out", "", "")]


def _record(entry: Entry, raised: dict[str, CaseRaised]) -> Seen:
    event = entry.event
    kind = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
    case = getattr(event, "case", "")
    if isinstance(event, CaseRaised):
        raised[case] = event
    names = ("fence", "by", "about", "id", "level", "step", "staffed")
    fields = {name: getattr(event, name) for name in names if hasattr(event, name)}
    if kind in {"case_raised", "case_joined"}:
        # What joins a case is about the same person, and does not say so again.
        fields |= {"said": event.kind, "about": raised[case].about}
    room = raised[case].room if case in raised else ""
    return _note(entry.n, entry.at, kind, case, room, **fields)


def _note(n: int, time: int, kind: str, case: str, room: str, **fields: object) -> Seen:
    return OnDesk(
        client=READER,
        at=monotonic(),
        room=room,
        n=n,
        time=time,
        kind=kind,
        case=case,
        **fields,  # type: ignore[arg-type]
    )
