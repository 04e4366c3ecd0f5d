"""What a command of `kith` came to."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from patience import SOON_S


class Done(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


def sentence(done: Done) -> str:
    """Return the one sentence on standard error of a command that failed."""
    assert done.code != 0, done
    assert "Traceback" not in done.err
    (line,) = done.err.splitlines()
    assert line.endswith("."), line
    return line


def program(*words: str | Path, cwd: Path | None = None, **environment: str) -> Done:
    """Run a program to its end."""
    done = subprocess.run(
        words,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=SOON_S,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)
