"""A disk that fails under a running Redis: every flush of it answers with an error."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which

from redis_process import RedisProcess


@contextmanager
def failing_disk(redis: RedisProcess) -> Iterator[None]:
    """Let no flush of this Redis succeed for as long as the block lasts."""
    strace = which("strace")
    assert strace, "strace is missing: apt-get install strace"
    assert redis.process is not None
    failing = ["-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO"]
    command = [strace, "-f", "-p", str(redis.process.pid), *failing]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracing:
        try:
            assert tracing.stderr is not None
            first = tracing.stderr.readline()
            assert "attached" in first, f"this machine lets nobody look at a process: {first}"
            yield
        finally:
            tracing.terminate()
            tracing.communicate()
