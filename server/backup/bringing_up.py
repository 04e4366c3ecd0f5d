"""A backup brought up to today: what was let go since is let go again, what ended has ended."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import structs

from moderation import audit, crew_fold, desk
from moderation.audit import Audit, following
from moderation.case import State
from moderation.crew import Fate, Volunteers
from moderation.crew_audit import OPERATOR
from moderation.crew_events import RoleChanged, VolunteerRemoved
from moderation.desk import Desk
from moderation.events import CaseClosed, DeskEvent
from rooms import house, members
from rooms.events import MemberForgotten, RoomClosed
from rooms.group.state import Group
from rooms.house import House
from rooms.members import Members
from rooms.sponsor.pairs import Pairs
from rooms.timetable import table
from rooms.timetable.table import Timetable
from server.backup import agreements
from server.streams.let_go import Line
from server.streams.names import HOUSE_SHARD, MEMBERS, audit_stream, room_of
from server.streams.records import month_of

RESTORED = "HouseRestored"


def brought_up(states: Mapping[str, Any], since: int, list_: Sequence[Line], now: int) -> int:
    """Apply the list's lines and the time to the states; return how many lines changed any."""
    applied = 0
    for stream, state in states.items():
        lines = [line for line in list_ if line.stream == stream]
        if isinstance(state, Members):
            applied += _forget(state, lines)
        else:
            applied += sum(_end(state, line) for line in lines if line.at >= since)
        _let_time_pass(state, now)
    for stream, state in states.items():
        if isinstance(state, Group | Pairs):
            shard = stream.partition("}")[0] + "}"
            known = states.get(f"{shard}{MEMBERS}{room_of(stream)}", Members())
            agreements.brought_up(state, set(known.records), now)
    return applied


def told_in_audit(states: dict[str, Any], since: int, lost: int, now: int) -> None:
    """Have the audit say that the house was restored, from when, and how many acts are lost."""
    chain = states.setdefault(audit_stream(HOUSE_SHARD), Audit())
    how = f"from={since} lost={lost}"
    chain.entries.append(following(chain.last, now, OPERATOR, RESTORED, "", how))


def _forget(folded: Members, lines: Sequence[Line]) -> int:
    """Forget each record that is gone, or was written anew as one that is."""
    now_at = {line.event.of: line.now for line in lines if isinstance(line.event, MemberForgotten)}
    before = len(folded.records)
    for record in list(folded.records.values()):
        n = record.n
        while n in now_at and now_at[n] > n:
            n = now_at[n]
        if n in now_at:
            members.erased(folded, record.n)
    return before - len(folded.records)


def _end(state: object, line: Line) -> bool:
    """Fold one line's event again, if the backup did not know of it; tell whether it changed."""
    match state, line.event:
        case Group() | Pairs(), event if event is not None:
            return agreements.end(state, line.at, event)
        case House(), RoomClosed(id=room) as event if state.find(room) is not None:
            house.evolve(state, event)
        case Volunteers(), (VolunteerRemoved() | RoleChanged()) as event:
            if event.volunteer not in state.people:
                return False
            crew_fold.evolve(state, line.at, event)
        case Desk(), CaseClosed(case=case) as event:
            found = state.cases.get(case)
            if found is None or found.state is State.RESOLVED:
                return False
            desk.evolve(state, state.head, line.at, event)
        case Desk(), event if isinstance(event, DeskEvent) and _is_known(state, event):
            desk.evolve(state, state.head, line.at, event)
        case _:
            return False
    return True


def _is_known(folded: Desk, event: DeskEvent) -> bool:
    of, case = getattr(event, "of", None), getattr(event, "case", None)
    return of in folded.sanctions.sanctions or case in folded.cases


def _let_time_pass(state: object, now: int) -> None:
    match state:
        case Members():
            for record in members.unused(state, month_of(now)):
                members.erased(state, record.n)
        case Desk():
            desk.expire(state, now)
        case Audit():
            audit.expire(state, now)
        case Timetable():
            table.expire(state, now)
        case Volunteers():
            crew_fold.evolve(state, now, None)
            _sign_in_anew(state, now)
        case _:
            pass


def _sign_in_anew(folded: Volunteers, now: int) -> None:
    """End every session and every open invitation: which were ended or used since, nobody knows."""
    folded.sessions_from = now
    folded.signed_out.clear()
    folded.invitations = {
        digest: structs.replace(one, fate=Fate.VOID) if one.fate is Fate.OPEN else one
        for digest, one in folded.invitations.items()
    }
