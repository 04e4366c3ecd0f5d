"""The signs of a raid: many new keys in a minute, or the same words from several of them.

In memory only, and forgotten when it is calm: counts of times, and marks that give back no text.
"""

from collections import OrderedDict, deque

from moderation.reading import read

MINUTE_MS = 60 * 1000
HOUR_MINUTES = 60
# An evening's beginning brings a handful of new people in a minute, a raid dozens; around the time
# of a meeting a class or a clinic may come together.
FEW, FEW_AT_A_MEETING = 12, 36
TIMES_USUAL = 3
SEVERAL = 3
REMEMBERED_MS = 10 * MINUTE_MS
SENTENCE_LETTERS = 20  # "hello everybody" is no raid, however many say it
ROOMS = 1_000
SENTENCES = 5_000
MOST_CAME = 600


class Arrivals:
    """When new keys came to each room, for an hour."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, int] = OrderedDict()
        self._came: dict[str, deque[int]] = {}

    def known(self, room: str, keys: int) -> int:
        """Remember how many keys a room knows; return how many more than before."""
        more = keys - self._known.get(room, keys)
        self._known[room] = keys
        self._known.move_to_end(room)
        while len(self._known) > ROOMS:
            gone, _ = self._known.popitem(last=False)
            self._came.pop(gone, None)
        return more

    def came(self, room: str, at: int) -> None:
        """Somebody came whose key was not known in the room."""
        self._came.setdefault(room, deque(maxlen=MOST_CAME)).append(at)

    def is_rush(self, room: str, now: int, *, at_a_meeting: bool) -> bool:
        """Return whether more came in the last minute than ever come by themselves."""
        came = [at for at in self._came.get(room, ()) if at > now - HOUR_MINUTES * MINUTE_MS]
        lately = sum(at > now - MINUTE_MS for at in came)
        usual = (len(came) - lately) / (HOUR_MINUTES - 1)
        few = FEW_AT_A_MEETING if at_a_meeting else FEW
        return lately > max(few, TIMES_USUAL * usual)


class SameWords:
    """Who of those who are new said the same, read as a person would see it."""

    def __init__(self) -> None:
        self._by: OrderedDict[int, tuple[int, frozenset[str]]] = OrderedDict()

    def said(self, room: str, member: str, text: str, now: int, *, first: bool) -> bool:
        """Return whether several said this; only somebody's `first` words count for it."""
        letters = sentence(text)
        if len(letters) < SENTENCE_LETTERS:
            return False
        self._forget(now)
        mark = hash((room, letters))
        _, by = self._by.get(mark, (0, frozenset[str]()))
        if first or len(by) >= SEVERAL:
            by |= {member}
            self._by[mark] = (now, by)
            self._by.move_to_end(mark)
        return len(by) >= SEVERAL

    def _forget(self, now: int) -> None:
        while self._by:
            mark, (at, _) = next(iter(self._by.items()))
            if len(self._by) < SENTENCES and now - at <= REMEMBERED_MS:
                return
            del self._by[mark]


def sentence(text: str) -> str:
    """Return a text's letters alone, as they look: spaces, signs and digits hide no repetition."""
    return "".join(filter(str.isalpha, read(text).folded))
