"""A disk that fails: every flush of a running program answers with an error, or it is full."""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from redis_process import RedisProcess


@contextmanager
def failing_disk(redis: RedisProcess) -> Iterator[None]:
    """Let no flush of this Redis succeed for as long as the block lasts."""
    assert redis.process is not None
    with failing_flushes(redis.process.pid):
        yield


@contextmanager
def failing_flushes(pid: int) -> Iterator[None]:
    """Let no flush of this program succeed for as long as the block lasts."""
    strace = which("strace")
    assert strace, "strace is missing: apt-get install strace"
    failing = ["-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO"]
    command = [strace, "-f", "-p", str(pid), *failing]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracing:
        try:
            assert tracing.stderr is not None
            first = tracing.stderr.readline()
            assert "attached" in first, f"this machine lets nobody look at a process: {first}"
            yield
        finally:
            tracing.terminate()
            tracing.communicate()


@contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """Let no file grow beyond what the folder's biggest has: what a full disk does."""
    biggest = max(path.stat().st_size for path in folder.iterdir())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (biggest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
