"""A server that crashes leaves no picture of its memory, which holds words and keys."""

import os
import signal
from pathlib import Path

import pytest
from kith_process import KithProcess

pytestmark = pytest.mark.slow


def test_a_crash_writes_no_dump(kith: KithProcess):
    limits = Path(f"/proc/{kith.pid}/limits").read_text(encoding="ascii")
    (core,) = [line.split()[4:6] for line in limits.splitlines() if "core file" in line]
    os.kill(kith.pid, signal.SIGSEGV)
    kith.stop()

    assert ["1", "1"] == core
    assert [] == [path.name for path in kith.data.rglob("core*")]
