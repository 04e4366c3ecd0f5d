"""What it costs to start: a server until it listens, and a command on a house that is closed."""

import resource
import subprocess
import tempfile
from pathlib import Path

from bench.house import house
from tests.kith_process import KITH, KithProcess


def until_listening_ms() -> float:
    """Return the processor time of a server when its first line was read, in a new folder."""
    with house() as kith:
        return 1000 * kith.cpu_s()


def listing_ms(times: int) -> list[float]:
    """Return the processor time of `kith room list`, each time while no server runs."""
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        data = Path(folder) / "kith"
        KithProcess(data).start().stop()
        return [_listed_ms(data) for _ in range(times)]


def _listed_ms(data: Path) -> float:
    before = _children_s()
    command = [str(KITH), "room", "list", "--data", str(data)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return 1000 * (_children_s() - before)


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
