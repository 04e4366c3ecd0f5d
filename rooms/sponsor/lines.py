"""Who may offer to stand by somebody, ask for it, agree, and end it."""

from rooms.group.events import SponsorOffered, SponsorWithdrew
from rooms.group.roles import refuse_guest
from rooms.group.state import Group
from rooms.refusal import Code, Refusal
from rooms.sponsor.events import LineAgreed, LineAsked, LineEnded
from rooms.sponsor.pairs import Pair, Pairs, alive

MOST_LINES = 3  # of one who stands by others
MOST_ASKED = 1  # of one who asks: an answer first, then the next question


def offer(group: Group, by: str, alias: str, now: int, *, young: bool = False) -> SponsorOffered:
    """Offer to stand by somebody: nobody is asked who did not."""
    refuse(group, by, now, young=young)
    return SponsorOffered(by, alias)


def withdraw(group: Group, by: str) -> SponsorWithdrew | None:
    """Take the offer back; lines that are open stay."""
    return SponsorWithdrew(by) if by in group.sponsors else None


def ask(
    group: Group, pairs: Pairs, asked: LineAsked, now: int, *, young: bool = False
) -> LineAsked:
    """Ask a member who offered it."""
    refuse(group, asked.by, now, young=young)
    if asked.to not in group.sponsors or asked.to == asked.by:
        raise Refusal(Code.NO_SPONSOR)
    mine = pairs.of(asked.by, now)
    if any(asked.to in pair.both for pair in mine) or len(mine) >= MOST_ASKED + MOST_LINES:
        raise Refusal(Code.ASKED_ALREADY)
    if sum(pair.asker == asked.by for pair in mine) >= MOST_ASKED:
        raise Refusal(Code.ASKED_ALREADY)
    if sum(pair.sponsor == asked.to for pair in pairs.of(asked.to, now)) >= MOST_LINES:
        raise Refusal(Code.SPONSOR_BUSY)
    return asked


def agree(pairs: Pairs, line: str, by: str, now: int) -> LineAgreed | None:
    """Say yes to a question; None where it is open already. Nobody else has such a line."""
    pair = mine(pairs, line, by, now)
    if pair.is_open:
        return None
    if by != pair.sponsor:
        raise Refusal(Code.NOT_ANSWERED)
    return LineAgreed(line)


def end(pairs: Pairs, line: str, by: str, now: int) -> LineEnded:
    """End a line, or say no, or take the question back: either of the two may, without a word."""
    return _ended(mine(pairs, line, by, now))


def closed_for(pairs: Pairs, member: str) -> list[LineEnded]:
    """Return what follows when somebody may have no such line any more."""
    return [_ended(pair) for pair in pairs.pairs.values() if member in pair.both]


def mine(pairs: Pairs, line: str, by: str, now: int) -> Pair:
    """Return a line that a member is part of; a line of others is no line."""
    pair = pairs.pairs.get(line)
    if pair is None or by not in pair.both or not alive(pair, now):
        raise Refusal(Code.NO_SUCH_ROOM)
    return pair


def refuse(group: Group, by: str, now: int, *, young: bool) -> None:
    """Refuse guests, and the young: for them, and where they meet, there is no line of two."""
    refuse_guest(group, by, now)
    if young:
        raise Refusal(Code.NOT_FOR_YOUNG)


def _ended(pair: Pair) -> LineEnded:
    return LineEnded(pair.line, pair.asker, pair.sponsor)
