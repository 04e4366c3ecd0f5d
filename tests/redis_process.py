"""A real `redis-server` on a free port of loopback, as safe as Kith wants it."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from shutil import which
from signal import SIGCONT, SIGSTOP
from threading import Thread

from redis import Redis

# By their whole names: bench/ starts these, too.
from tests.patience import SOON_S
from tests.ports import free_port

SAFE = ("--appendonly", "yes", "--appendfsync", "always", "--save", "")
CHANGED_BY_TESTS = (
    "appendonly",
    "appendfsync",
    "no-appendfsync-on-rewrite",
    "client-output-buffer-limit",
    "maxmemory",
    "maxmemory-policy",
    "save",
)
READY = "eady to accept connections"


class RedisProcess:
    """One Redis over one folder; may be killed and started again on the same port."""

    def __init__(self, folder: Path, *options: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.port = free_port()
        self.options = options or SAFE
        self.prefix: tuple[str, ...] = ()  # what it is run by
        self.process: subprocess.Popen[str] | None = None
        self.log: list[str] = []
        self._drain: Thread | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> "RedisProcess":
        server = which("redis-server")
        assert server, "redis-server is missing: apt-get install redis-server"
        command = [*self.prefix, server, "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--dir", str(self.folder), *self.options]
        if dying := which("setpriv"):  # should the tests be killed, it ends with them
            command = [dying, "--pdeathsig", "KILL", *command]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self.process.stdout is not None
        self.log.clear()
        for line in self.process.stdout:
            self.log.append(line)
            if READY in line:
                # A pipe that nobody reads from would stop it in the middle of a test.
                self._drain = Thread(
                    target=self.log.extend, args=(self.process.stdout,), daemon=True
                )
                self._drain.start()
                return self
        raise AssertionError("".join(self.log))

    def ask(self, *call: str | bytes) -> object:
        """Ask it something, as an operator would."""
        with Redis.from_url(self.url) as redis:
            return redis.execute_command(*call)

    def says(self, words: str) -> int:
        """Return how often its log has said something since it started."""
        return sum(words in line for line in self.log)

    def settings(self) -> Mapping[str, str]:
        """Return how it is set."""
        with Redis.from_url(self.url, decode_responses=True) as redis:
            return {name: redis.config_get(name)[name] for name in CHANGED_BY_TESTS}

    def set_back(self, settings: Mapping[str, str]) -> None:
        for name, value in settings.items():
            self.ask("CONFIG", "SET", name, value)

    def keys(self) -> list[bytes]:
        """Return the name of every key it holds."""
        with Redis.from_url(self.url) as redis:
            return list(redis.scan_iter(count=1_000))

    def empty(self) -> None:
        """Forget everything."""
        self.ask("FLUSHALL")

    def freeze(self) -> None:
        """Stop it without a word: its sockets stay open, and nothing answers."""
        assert self.process is not None
        self.process.send_signal(SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        self.process.send_signal(SIGCONT)

    def kill(self) -> None:
        """End it as a power cut would end a process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(SOON_S)
            if self._drain is not None:
                self._drain.join(10)
            assert self.process.stdout is not None
            self.process.stdout.close()
            self.process = None
