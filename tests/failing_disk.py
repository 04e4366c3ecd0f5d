"""A disk that fails under a running program: every flush of it answers with an error."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
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
