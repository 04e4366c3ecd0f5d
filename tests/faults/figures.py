"""What one round came to, from its records and its times; pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from checker import Judgement
from history import Ack, Gap, Lost, Nack, Resync, Seen, Send
from msgspec import Struct

UNKNOWN = "unavailable"
RETRIED = {"slow_down", "unavailable", "moving", "disk"}


class Figures(Struct, frozen=True, omit_defaults=True):
    """One round. `seed` is its own, `tour` the whole tour's, which it follows from with `fault`
    and `index`. `not_run` says why there was none; times are seconds.

    `detection`: until the last of those who heard of the fault had heard of it. `recovery`:
    from its end until everybody had new words accepted. `unavailable`: the longest that
    anybody waited between two acceptances.
    """

    fault: str
    index: int
    seed: int
    tour: int = 0
    not_run: str = ""
    acked: int = 0
    refused: int = 0
    unknown: int = 0
    settled_acked: int = 0
    settled_refused: int = 0
    settled_by_reading: int = 0
    gaps: int = 0
    resyncs: int = 0
    resets: int = 0
    lost: int = 0
    detection: float | None = None
    recovery: float | None = None
    unavailable: float = 0.0
    memory_mib: float = 0.0
    ended_by_themselves: int = 0
    violations: tuple[str, ...] = ()


class Times(Struct, frozen=True):
    """When the fault began and ended, and the round after it."""

    began: float
    healed: float
    ended: float


class Heard(Struct, frozen=True):
    """When one person had bad news, and when words of theirs were accepted."""

    told: Sequence[float]
    acks: Sequence[float]


def detection(people: Iterable[Heard], times: Times) -> float | None:
    """Return how long it took until the last of those who were told had been told."""
    first = [
        min((at for at in one.told if times.began <= at <= times.healed), default=None)
        for one in people
    ]
    told = [at - times.began for at in first if at is not None]
    return max(told) if told else None


def recovery(people: Iterable[Heard], times: Times) -> float | None:
    """Return how long it took until everybody had something accepted; None: never."""
    first = [min((at for at in one.acks if at > times.healed), default=None) for one in people]
    if None in first:
        return None
    return max((at - times.healed for at in first if at is not None), default=None)


def unavailable(people: Iterable[Heard], times: Times) -> float:
    """Return the longest that anybody waited for an acceptance."""
    longest = 0.0
    for one in people:
        moments = [times.began, *(at for at in one.acks if at > times.began)]
        waits = [after - before for before, after in pairwise(moments)]
        longest = max([longest, *waits, *([] if waits else [times.ended - times.began])])
    return longest


class Fates(Struct, frozen=True):
    """What became of everything that was sent."""

    acked: int
    refused: int
    unknown: int
    settled: Counter[str]


def fates(records: Iterable[Seen]) -> Fates:
    """Follow every id to its end."""
    waiting: dict[tuple[str, str], int] = {}
    end: dict[tuple[str, str], str] = {}
    unknown: set[tuple[str, str]] = set()
    for record in records:
        match record:
            case Send():
                waiting[record.client, record.id] = waiting.get((record.client, record.id), 0) + 1
            case Ack():
                waiting.pop((record.client, record.id), None)
                end[record.client, record.id] = "acked"
            case Nack():
                waiting.pop((record.client, record.id), None)
                if record.code == UNKNOWN:
                    unknown.add((record.client, record.id))
                elif record.code not in RETRIED:
                    end[record.client, record.id] = "refused"
            case Lost():
                lost = {key for key in waiting if key[0] == record.client}
                unknown |= lost
                for key in lost:
                    del waiting[key]
    ends = Counter(end.values())
    settled = Counter(end.get(key, "by reading") for key in unknown)
    return Fates(ends["acked"], ends["refused"], len(unknown), settled)


def refusals(records: Iterable[Seen]) -> int:
    """Count every `nack`, also those that were tried again."""
    return sum(isinstance(record, Nack) for record in records)


def figures(
    fault: str,
    index: int,
    seed: int,
    *,
    records: Sequence[Seen],
    people: Sequence[Heard],
    times: Times,
    judged: Judgement,
    also_wrong: Sequence[str],
    memory_mib: float,
    ended_by_themselves: int,
) -> Figures:
    """Put a round's figures together."""
    ends = fates(records)
    kinds = [str(violation.kind) for violation in judged.violations]
    return Figures(
        fault=fault,
        index=index,
        seed=seed,
        acked=ends.acked,
        refused=refusals(records),
        unknown=ends.unknown,
        settled_acked=ends.settled["acked"],
        settled_refused=ends.settled["refused"],
        settled_by_reading=ends.settled["by reading"],
        gaps=sum(isinstance(record, Gap) for record in records),
        resyncs=sum(isinstance(record, Resync) for record in records),
        resets=judged.resets,
        lost=kinds.count("acknowledged but lost"),
        detection=detection(people, times),
        recovery=recovery(people, times),
        unavailable=unavailable(people, times),
        memory_mib=memory_mib,
        ended_by_themselves=ended_by_themselves,
        violations=(*kinds, *also_wrong),
    )
