"""A process that appends until it is killed, and says what was acknowledged.

Its lines on standard output are `epoch E`, then `STREAM N WORD` for each acknowledged entry.
"""

import asyncio
import sys
from pathlib import Path
from secrets import token_hex

from server.backplane import Write
from server.backplane.sqlite import SqliteBackplane

STREAMS = ("{17}room:a", "{17}desk", "{3}room:b")
WRITERS = 12


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def write(backplane: SqliteBackplane, number: int) -> None:
    """Append one after another: mostly to one stream, sometimes to two at once."""
    room, desk, other = STREAMS
    while True:
        streams = [(room,), (other,), (room, desk)][number % 3]
        word = token_hex(8)
        dedupe = bytes.fromhex(word) * 2
        word += f"-in-{len(streams)}"
        writes = [Write(stream, word.encode(), mac=b"mac") for stream in streams]
        writes[0] = Write(streams[0], word.encode(), dedupe=dedupe, mac=b"mac")
        for stream, position in zip(streams, await backplane.append(*writes), strict=True):
            say(f"{stream} {position.n} {word}")


async def main(folder: Path) -> None:
    backplane = SqliteBackplane(folder)
    say(f"epoch {await backplane.open()}")
    async with asyncio.TaskGroup() as group:
        for number in range(WRITERS):
            group.create_task(write(backplane, number))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
