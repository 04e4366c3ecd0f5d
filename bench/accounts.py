"""The operating system's accounts of a process, to the nanosecond and the page."""

from pathlib import Path


def cpu_us(pid: int) -> float:
    """Return the microseconds of processor all its threads have used, user and system."""
    told = (
        path.read_text(encoding="ascii") for path in Path(f"/proc/{pid}/task").glob("*/schedstat")
    )
    return sum(int(line.split()[0]) for line in told) / 1000


def own_kib(pid: int) -> int:
    """Return the memory that is this process's alone and was written to."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in told if line.startswith("Private_Dirty:"))
