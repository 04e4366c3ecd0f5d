"""Figures as they were seen: never one run, always the median with its range beside it."""

import math
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SHOWN_EXACTLY = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was measured, once per round."""

    what: str
    unit: str
    seen: Sequence[float]
    gate: str = ""


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of all are not above; the nearest one that was seen."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a table; the gate has a column if any row has one."""
    gates = any(row.gate for row in rows)
    heads = ["what", "unit", "median", "range", "rounds", *(["gate"] if gates else [])]
    lines = [heads, ["---"] * len(heads), *(_cells(row, gates=gates) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """Return what the figures stand on, and what ran beside; a few lines for the table's head."""
    load = " ".join(f"{part:.1f}" for part in os.getloadavg())
    said = subprocess.run(
        ["git", "log", "-1", "--format=%h"], capture_output=True, text=True, check=False
    )
    return (
        f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, commit {said.stdout.strip()}; "
        f"{os.cpu_count()} cores, shared and noisy; Linux {platform.release()}, "
        f"Python {platform.python_version()}; load average {load}\n"
        f"`{' '.join(['python -m', _module(), *sys.argv[1:]])}`"
    )


@contextmanager
def beside() -> Iterator[None]:
    """Say afterwards how crowded the machine was meanwhile."""
    began, waited = time.monotonic(), _waited_s()
    yield
    share = 100 * (_waited_s() - waited) / (time.monotonic() - began)
    print(f"\nOther work ran beside: for {share:.0f} % of this time something waited for a core.")


def _waited_s() -> float:
    """Return the seconds since boot in which somebody, we too, waited for a core."""
    told = Path("/proc/pressure/cpu").read_text(encoding="ascii").splitlines()[0]
    return int(told.rpartition("total=")[2]) / 1e6


def shown(value: float) -> str:
    """Return a figure with three digits that mean something, thousands apart."""
    if abs(value) >= SHOWN_EXACTLY:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _cells(row: Row, *, gates: bool) -> list[str]:
    least, most = shown(min(row.seen)), shown(max(row.seen))
    cells = [row.what, row.unit, shown(median(row.seen)), f"{least} to {most}", f"{len(row.seen)}"]
    return [*cells, row.gate] if gates else cells


def _module() -> str:
    spec = getattr(sys.modules["__main__"], "__spec__", None)
    return spec.name if spec else sys.argv[0]
