"""What a group agreed on, brought up to today: no role, guest, adult or line that was over.

Whoever is not known in the room any more had said "forget me" since the backup was made, or had
not come for long: nothing of theirs is in it. Passes that nobody used are void, as invitations
are, and offers to stand by somebody are made again: which were taken back since, nobody knows.
"""

from collections.abc import Collection

from msgspec import structs

from rooms.group import state as groups
from rooms.group.events import AdultEnded, GuestEnded, RoleEnded
from rooms.group.state import Group, Guest
from rooms.sponsor import pairs as lines
from rooms.sponsor.events import LineEnded
from rooms.sponsor.pairs import Pairs


def end(state: Group | Pairs, at: int, event: object) -> bool:
    """Let end again what ended since; tell whether it was there."""
    match state, event:
        case Group(), RoleEnded(role=role) if role in state.held:
            groups.evolve(state, state.head, at, event)
        case Group(), GuestEnded(guest=guest) if guest in state.guests:
            groups.evolve(state, state.head, at, event)
        case Group(), AdultEnded(adult=adult) if adult in state.adults:
            groups.evolve(state, state.head, at, event)
        case Pairs(), LineEnded(line=line) if line in state.pairs:
            lines.evolve(state, state.head, at, event)
        case _:
            return False
    return True


def brought_up(state: Group | Pairs, known: Collection[str], now: int) -> None:
    """Let go of what is over, and of whoever is not known any more."""
    match state:
        case Group():
            held = state.held.items()
            state.held = {r: h for r, h in held if h.member in known and now < h.until}
            groups.expire(state, now)
            adults = state.adults.items()
            state.adults = {name: one for name, one in adults if one.member in known}
            state.guests = {name: _void(guest, known) for name, guest in state.guests.items()}
            state.sponsors.clear()
        case Pairs():
            lines.expire(state, now)
            state.pairs = {n: pair for n, pair in state.pairs.items() if pair.both <= set(known)}


def _void(guest: Guest, known: Collection[str]) -> Guest:
    if not guest.member:
        return structs.replace(guest, digest="")
    return guest if guest.member in known else structs.replace(guest, member="", digest="")
