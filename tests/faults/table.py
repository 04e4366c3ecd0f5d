"""The table of a tour: one row for each fault, over all its rounds, whoever played them; pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil

from figures import Figures

COLUMNS = (
    "fault",
    "rounds",
    "acknowledged",
    "unknown, settled by ack / refusal / reading",
    "refused",
    "gaps, resyncs, resets",
    "detection p50/p99/max s",
    "recovery p50/p99/max s",
    "longest unavailable s",
    "memory MiB",
    "ended by itself",
    "violations",
    "seed",
)
NOTHING = "-"
SHOWN = 3


def table(rounds: Iterable[Figures]) -> str:
    """Return the table as Markdown."""
    by_fault: dict[str, list[Figures]] = {}
    for one in rounds:
        by_fault.setdefault(one.fault, []).append(one)
    rows = [_row(fault, some) for fault, some in by_fault.items()]
    lines = [COLUMNS, ("---",) * len(COLUMNS), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that so large a share of the values does not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, ceil(share * len(ranked)) - 1)]


def spread(values: Sequence[float]) -> str:
    """Return the middle, nearly the worst, and the worst."""
    if not values:
        return NOTHING
    found = (percentile(values, 0.5), percentile(values, 0.99), max(values))
    return " / ".join(f"{value:.2f}" for value in found)


def _row(fault: str, every: Sequence[Figures]) -> tuple[str, ...]:
    some = [one for one in every if not one.not_run]
    if not some:
        return _not_run(fault, every[0].not_run)
    settled = " / ".join(
        str(sum(getattr(one, name) for one in some))
        for name in ("settled_acked", "settled_refused", "settled_by_reading")
    )
    return (
        fault,
        str(len(some)),
        str(sum(one.acked for one in some)),
        f"{sum(one.unknown for one in some)}: {settled}",
        str(sum(one.refused for one in some)),
        ", ".join(str(sum(getattr(one, n) for one in some)) for n in ("gaps", "resyncs", "resets")),
        spread([one.detection for one in some if one.detection is not None]),
        spread([one.recovery for one in some if one.recovery is not None]),
        f"{max(one.unavailable for one in some):.1f}",
        f"{max(one.memory_mib for one in some):.0f}",
        str(sum(one.ended_by_themselves for one in some)),
        _violations(some),
        _seeds(some),
    )


def _not_run(fault: str, why: str) -> tuple[str, ...]:
    return (fault, f"not run: {why}", *[""] * (len(COLUMNS) - 2))


def _violations(some: Sequence[Figures]) -> str:
    return counted([kind for one in some for kind in one.violations]) or "0"


def counted(violations: Iterable[str]) -> str:
    """Return each kind once, and how often there was one."""
    return ", ".join(f"{count} {kind}" for kind, count in sorted(Counter(violations).items()))


def _seeds(some: Sequence[Figures]) -> str:
    """Return by what the rounds are played again: each tour's seed, and where to look."""
    tours = dict.fromkeys(one.tour for one in some)
    told = ", ".join(str(tour) for tour in tours)
    bad = [f"{one.index} of {one.tour}" for one in some if one.violations]
    return f"{told}; look at {', '.join(bad[:SHOWN])}" if bad else told
