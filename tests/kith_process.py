"""A real `kith serve` on a free port of loopback, as a stranger would start it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import IO

# By their whole names: bench/ starts these, too.
from tests.patience import SOON_S
from tests.ports import free_port

KITH = Path(sys.executable).with_name("kith")


class KithProcess:
    """One server over one data folder; may be killed and started again on the same port."""

    def __init__(self, data: Path, *options: str, **environment: str) -> None:
        self.data = data
        self.options = options
        self.environment = {**os.environ, **environment}
        self.port = 0
        self.stdout: list[str] = []
        self.stderr: list[str] = []
        self._process: subprocess.Popen[str] | None = None
        self._readers: list[Thread] = []

    @property
    def program(self) -> list[str]:
        """What is run."""
        return [str(KITH)]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def admin(self) -> str:
        """Where the metrics are, if the server was started with --admin-port."""
        text = "".join(self.stdout + self.stderr)
        found = re.search(r"metrics on (http://\S+)", text)
        assert found, text
        return found[1]

    @property
    def running(self) -> bool:
        return self._process is not None

    def start(self) -> "KithProcess":
        assert self._process is None
        self.port = self.port or free_port()
        command = [*self.program, "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        command += ["--data", str(self.data), *self.options]
        self._process = process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment,
        )
        assert process.stdout is not None
        assert process.stderr is not None
        self._read(process.stderr, self.stderr)
        first = process.stdout.readline()
        self.stdout.append(first)
        listening = re.match(r"listening on http://[^:]+:(\d+)$", first.strip())
        if listening is None:
            process.kill()
            self._ended()
            raise AssertionError(f"no listening line: {first!r} {''.join(self.stderr)}")
        self.port = int(listening[1])
        if "--admin-port" in self.options:
            self.stdout.append(process.stdout.readline())  # where the metrics are
        self._read(process.stdout, self.stdout)
        return self

    def _read(self, pipe: "IO[str]", into: list[str]) -> None:
        reader = Thread(target=lambda: into.extend(pipe), daemon=True)
        reader.start()
        self._readers.append(reader)

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        """End it as a power cut would end a process: no warning, nothing flushed."""
        assert self._process is not None
        self._process.kill()
        self._ended()

    def stop(self, timeout_s: float = SOON_S) -> int:
        """Ask it to end, and return its exit code."""
        if self._process is None:
            return 0
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._ended()
            raise
        return self._ended()

    def _ended(self) -> int:
        assert self._process is not None
        process, self._process = self._process, None
        code = process.wait(SOON_S)
        for reader in self._readers:
            reader.join(10)
        self._readers.clear()
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stderr.close()
        return code
