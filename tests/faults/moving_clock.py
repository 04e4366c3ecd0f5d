"""Clocks that can be stepped while a program runs by them: one in Python, one in C."""

import os
import struct
from collections.abc import Mapping
from pathlib import Path

from net_spaces import run

SOURCE = Path(__file__).with_name("stepped_clock.c")
OF_C = struct.Struct("l")

# Read by Python before the program: the wall clock is the machine's, and what a file says.
CLOCK = """
import mmap, struct, time
with open({offset!r}, "rb") as _file:
    _shown = mmap.mmap(_file.fileno(), 8, prot=mmap.PROT_READ)
def _ns(_true=time.time_ns, _read=struct.Struct("<q").unpack_from):
    return _true() + _read(_shown)[0]
time.time_ns = _ns
time.time = lambda: _ns() / 10**9
"""


class MovingClock:
    """What one program in Python takes for the time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._offset = folder / "offset"
        self._offset.write_bytes(struct.pack("<q", 0))
        (folder / "sitecustomize.py").write_text(CLOCK.format(offset=str(self._offset)), "utf-8")

    @property
    def environment(self) -> Mapping[str, str]:
        """What the program is started with."""
        before = os.environ.get("PYTHONPATH")
        return {"PYTHONPATH": os.pathsep.join([str(self._folder), *([before] if before else [])])}

    def step(self, seconds: float) -> None:
        """Be so far from the machine's clock from now on."""
        with self._offset.open("r+b") as offset:  # in place: the program looks at this very file
            offset.write(struct.pack("<q", int(seconds * 10**9)))


class PreloadedClock:
    """What one program in C takes for the time; libfaketime and Redis' allocator do not agree."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._library = folder / "stepped_clock.so"
        run("cc", "-O1", "-shared", "-fPIC", "-o", str(self._library), str(SOURCE))
        self._offset = folder / "offset"
        self._offset.write_bytes(OF_C.pack(0))

    @property
    def prefix(self) -> tuple[str, ...]:
        """What the program is run by."""
        return ("env", f"LD_PRELOAD={self._library}", f"STEPPED_CLOCK={self._offset}")

    def step(self, seconds: float) -> None:
        """Be so far from the machine's clock from now on."""
        with self._offset.open("r+b") as offset:  # in place, as above
            offset.write(OF_C.pack(int(seconds)))
