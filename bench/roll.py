"""The roll of a crowd: who is in, what was acknowledged, and whether everybody saw the same."""

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Protocol

MS = 1000


class Person(Protocol):
    """Somebody of the crowd."""

    @property
    def number(self) -> int:
        """Which one."""


class Roll:
    """What a crowd heard, told by each of them."""

    def __init__(self) -> None:
        self.here: set[int] = set()
        self.in_at: dict[int, float] = {}
        self.byes: list[int] = []
        self.closes: Counter[int] = Counter()
        self.nacks: Counter[str] = Counter()
        self.unreachable = 0
        self.impatient = 0
        self.resyncs = 0
        self.lost: list[str] = []
        self.answers: list[tuple[float, float]] = []
        self.acknowledged = 0
        self._lines: defaultdict[str, dict[int, bytes]] = defaultdict(dict)
        self._acks: list[tuple[str, int, bytes]] = []

    def inside(self, person: Person) -> None:
        """Somebody is in, and has read what was waiting."""
        self.here.add(person.number)
        self.in_at[person.number] = time.monotonic()

    def out(self, person: Person) -> None:
        """Somebody's socket ended."""
        self.here.discard(person.number)

    def told(self, after_s: float) -> None:
        """Somebody was told when to come back."""
        self.byes.append(round(after_s))

    def closed(self, code: int) -> None:
        """Somebody got a close frame."""
        self.closes[code] += 1

    def nacked(self, code: str) -> None:
        """Somebody was refused."""
        self.nacks[code] += 1

    def refused(self) -> None:
        """Nobody listened."""
        self.unreachable += 1

    def given_up(self) -> None:
        """Somebody waited too long at the door, and began again."""
        self.impatient += 1

    def seen(self, room: str, n: int, word: bytes) -> None:
        """Somebody was shown a line."""
        if self._lines[room].setdefault(n, word) != word:
            self.lost.append(f"{room}: two lines are number {n}")

    def acked(self, room: str, n: int, word: bytes, began: float) -> None:
        """Note an acknowledged line; `began` is when it was said, 0 if it was said again."""
        self.acknowledged += 1
        self._acks.append((room, n, word))
        if began:
            now = time.monotonic()
            self.answers.append((now, (now - began) * MS))

    def answered_between(self, begin: float, end: float) -> Sequence[float]:
        """Return how many milliseconds answers took that came in a window."""
        return [ms for at, ms in self.answers if begin <= at <= end]

    def back_at(self, people: Sequence[Person]) -> list[float]:
        """Return when each of them was in, the last time."""
        return [self.in_at[person.number] for person in people]

    def missing(self) -> list[str]:
        """Return what was acknowledged and is not where it was said to be, and all else lost."""
        gone = [
            f"{r}: {n} acknowledged, not shown" for r, n, w in self._acks if self._at(r, n) != w
        ]
        return self.lost + gone

    def head(self, room: str) -> int:
        """Return the last number anybody in the room was shown."""
        return max(self._lines.get(room, {0: b""}))

    def _at(self, room: str, n: int) -> bytes | None:
        return self._lines[room].get(n)
