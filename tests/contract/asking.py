"""What the contract's tests ask with: streams, keys, and short ways to look."""

from os import urandom

from server.backplane import Backplane, Write

ROOM, OTHER_ROOM, DESK = "{17}room:a", "{17}room:b", "{17}desk"
ELSEWHERE = "{18}room:c"
KEY, OTHER_KEY = b"k" * 16, b"o" * 16


async def numbers(backplane: Backplane, stream: str) -> list[int]:
    """Return the numbers a stream holds."""
    return [item.n for item in (await backplane.read(stream, 0, 1_000)).items]


async def entries(backplane: Backplane, stream: str) -> list[bytes]:
    """Return the entries a stream holds."""
    return [item.entry for item in (await backplane.read(stream, 0, 1_000)).items]


async def post_many(backplane: Backplane, stream: str, count: int) -> None:
    """Append entries that carry a dedupe key."""
    for start in range(0, count, 500):
        size = min(500, count - start)
        posts = [Write(stream, b"x", dedupe=urandom(16)) for _ in range(size)]
        await backplane.append(*posts)
