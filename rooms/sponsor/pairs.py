"""Which two members have a line, or asked for one: a fold that nobody follows."""

from dataclasses import dataclass, field

from msgspec import Struct, structs

from rooms.sponsor.events import LineAgreed, LineAsked, LineEnded, PairEvent

ASKED_MS = 7 * 24 * 3600 * 1000  # so long a question waits for its answer


class Pair(Struct, frozen=True, omit_defaults=True):
    """Two members: who asked, and who was asked. `is_open` once both want it."""

    line: str
    asker: str
    asker_alias: str
    sponsor: str
    sponsor_alias: str
    asked_at: int
    is_open: bool = False

    @property
    def both(self) -> frozenset[str]:
        """The two."""
        return frozenset({self.asker, self.sponsor})

    def other(self, member: str) -> tuple[str, str]:
        """Return the other one, and their two words."""
        if member == self.asker:
            return self.sponsor, self.sponsor_alias
        return self.asker, self.asker_alias

    def alias_of(self, member: str) -> str:
        """Return one's own two words."""
        return self.asker_alias if member == self.asker else self.sponsor_alias


@dataclass(slots=True)
class Pairs:
    """All lines of a room that are asked for or open, by their ids."""

    head: int = 0
    pairs: dict[str, Pair] = field(default_factory=dict)

    def of(self, member: str, now: int) -> list[Pair]:
        """Return the lines that a member is part of."""
        return [pair for pair in self.pairs.values() if member in pair.both and alive(pair, now)]


def alive(pair: Pair, now: int) -> bool:
    """Return whether a line is open, or still waits for an answer."""
    return pair.is_open or now < pair.asked_at + ASKED_MS


def evolve(pairs: Pairs, n: int, at: int, event: PairEvent | None) -> None:
    """Fold one entry of time `at` (ms); None is one that can no longer be read."""
    pairs.head = n
    match event:
        case LineAsked():
            pairs.pairs[event.line] = Pair(
                event.line, event.by, event.alias, event.to, event.to_alias, at
            )
        case LineAgreed():
            pair = pairs.pairs.get(event.line)
            if pair is not None:
                pairs.pairs[event.line] = structs.replace(pair, is_open=True)
        case LineEnded():
            pairs.pairs.pop(event.line, None)
        case None:
            pass
    expire(pairs, at)


def expire(pairs: Pairs, now: int) -> None:
    """Let go of questions that nobody answered."""
    pairs.pairs = {line: pair for line, pair in pairs.pairs.items() if alive(pair, now)}
