"""One connection on which this node writes: what waits goes out together, in order.

With `appendfsync always` one flush to disk then serves all of it.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import (
    NoPermissionError,
    OutOfMemoryError,
    ReadOnlyError,
    ResponseError,
)

from server.backplane import Unavailable
from server.backplane.redis_client import AWAY

AT_ONCE = 128
KINDS = {OutOfMemoryError: "OOM", ReadOnlyError: "READONLY", NoPermissionError: "NOPERM"}
WORDS = {"MISCONF", "MASTERDOWN", "NOREPLICAS"}

Call = tuple[str | bytes | int, ...]
Answer = asyncio.Future[Any]


class RedisWriter:
    """Sends function calls in batches; `run` must be running."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._waiting: deque[tuple[Call, Answer]] = deque()
        self._wake = asyncio.Event()
        self._ending = False

    async def call(self, *call: str | bytes | int) -> Any:  # noqa: ANN401 - each function answers in its own shape
        """Send one command in its turn and return its answer, or raise `Unavailable`."""
        if self._ending:
            raise Unavailable
        answer: Answer = asyncio.get_running_loop().create_future()
        self._waiting.append((call, answer))
        self._wake.set()
        return await answer

    async def run(self) -> None:
        """Write until `end` was called and nothing waits."""
        while True:
            while not self._waiting:
                if self._ending:
                    return
                self._wake.clear()
                await self._wake.wait()
            batch = [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]
            await self._send([(call, answer) for call, answer in batch if not answer.done()])

    def end(self) -> None:
        """Take nothing more; `run` ends when what waits is written."""
        self._ending = True
        self._wake.set()

    async def aclose(self) -> None:
        """Hang up; what still waits is told so."""
        self._settle_waiting()
        await self._redis.aclose()

    async def _send(self, batch: Sequence[tuple[Call, Answer]]) -> None:
        try:
            async with self._redis.pipeline(transaction=False) as pipeline:
                for call, _ in batch:
                    pipeline.execute_command(*call)
                results = await pipeline.execute(raise_on_error=False)
        except AWAY as error:
            # Whoever came meanwhile has waited as long: one silence is not waited out twice.
            self._settle_waiting()
            results = [error] * len(batch)
        for (_, answer), result in zip(batch, results, strict=True):
            _settle(answer, result)

    def _settle_waiting(self) -> None:
        while self._waiting:
            _settle(self._waiting.popleft()[1], Unavailable())


def _settle(answer: Answer, result: Any) -> None:  # noqa: ANN401 - each function answers in its own shape
    if answer.done():
        return
    if isinstance(result, ResponseError):
        answer.set_exception(Unavailable(_plainly(result)))
    elif isinstance(result, Exception):
        answer.set_exception(Unavailable())
    else:
        answer.set_result(result)


def _plainly(error: ResponseError) -> str:
    """Return the kind of an error's answer; its text may hold what was sent."""
    for kind, word in KINDS.items():  # the library takes these words off the answer
        if isinstance(error, kind):
            return f"Redis refuses to write ({word})."
    word = str(error).split(" ", 1)[0]
    return f"Redis refuses to write ({word})." if word in WORDS else "Redis refuses to write."
