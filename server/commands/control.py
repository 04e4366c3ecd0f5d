"""How the operator's commands speak to a running server: a socket in the data folder.

One JSON object a line each way: `{"do": "open", ...}` is answered by `{"ok": true, ...}` or
`{"ok": false, "says": "a sentence"}`. The folder is 0700, so the file system says who may.
"""

import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from server.operator_error import OperatorError

RUN = "run"
ANSWER_S = 60.0


class near:  # noqa: N801 - reads as a word: with near(folder) as path
    """A short path to a folder: a socket's path may have 107 bytes, a folder's many more."""

    def __init__(self, folder: Path) -> None:
        self._descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)

    def __enter__(self) -> Path:
        return Path(f"/proc/self/fd/{self._descriptor}")

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)


def ask(data: Path, question: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Ask a running server; None if none answers. Raises `OperatorError` with its sentence."""
    run = data / RUN
    if not run.is_dir():
        return None
    with near(run) as short:
        for path in sorted(run.glob("*.sock")):
            with suppress(OSError):
                return _asked(short / path.name, question)
    return None


def _asked(path: Path, question: Mapping[str, Any]) -> Mapping[str, Any]:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(ANSWER_S)
        connection.connect(str(path))
        connection.sendall(msgspec.json.encode(question) + b"\n")
        line = connection.makefile("rb").readline()
    if not line:
        raise OperatorError("The server ended before it answered; look whether it was done.")
    answer: Mapping[str, Any] = msgspec.json.decode(line)
    if not answer["ok"]:
        raise OperatorError(answer["says"])
    return answer
