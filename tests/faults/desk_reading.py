"""Read every desk of a house, entry by entry: the last word on what became of each case.

A desk that was written as a snapshot (once a day) has let the entries before it go: what was
flagged until then is read from the snapshot, as `case_kept`, and tells no more of its life.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic

from history import OnDesk, Seen

from moderation.desk import Desk
from moderation.events import CaseRaised
from server.foundation import foundation
from server.settings import load
from server.streams.kinds import DESK, Entry
from server.streams.names import ALL_SHARDS, desk_of_shard

AT_ONCE = 200
READER = "reader of the desk"


async def read_desks(data: Path, redis: str = "") -> list[Seen]:
    """Open the house's own store and read; a house on a data folder must not be running."""
    settings = load({}, None, data=data, redis=redis or None)
    found: list[Seen] = []
    async with foundation(settings) as ground:
        for shard in ALL_SHARDS[1:]:
            log = await ground.streams.log(DESK, desk_of_shard(shard))
            whose = {case.id: (case.room, case.about) for case in log.state.cases.values()}
            after = 0
            entered: list[OnDesk] = []
            while entries := await ground.streams.page(log, after, AT_ONCE):
                entered += [_record(entry, whose) for entry in entries if entry.event is not None]
                after = entries[-1].n
            found += [*_kept(log.state, entered), *entered]
        end = ground.backplane.now()
    return [*found, _note(0, end, "read_out", "", "")]


def _kept(desk: Desk, entered: Sequence[OnDesk]) -> Iterator[OnDesk]:
    """Return what cases hold whose raising is no entry any more, and no entry tells either."""
    told = {(entry.case, entry.said, entry.id) for entry in entered}
    raised = {entry.case for entry in entered if entry.kind == "case_raised"}
    for case in desk.cases.values():
        for one in case.flagged if case.id not in raised else ():
            if (case.id, one.kind, one.id) not in told:
                fields = {"said": one.kind, "id": one.id, "about": case.about}
                yield _note(0, case.raised, "case_kept", case.id, case.room, **fields)


def _record(entry: Entry, whose: dict[str, tuple[str, str]]) -> OnDesk:
    event = entry.event
    kind = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
    case = getattr(event, "case", "")
    if isinstance(event, CaseRaised):
        whose[case] = (event.room, event.about)
    room, about = whose.get(case, ("", ""))
    names = ("fence", "by", "about", "id", "level", "step", "staffed")
    fields = {name: getattr(event, name) for name in names if hasattr(event, name)}
    if kind in {"case_raised", "case_joined"}:
        # What joins a case is about the same person, and does not say so again.
        fields |= {"said": event.kind, "about": about}
    return _note(entry.n, entry.at, kind, case, room, **fields)


def _note(n: int, time: int, kind: str, case: str, room: str, **fields: object) -> OnDesk:
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
