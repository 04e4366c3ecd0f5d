#!/usr/bin/env python3
"""Start the system's Firefox and stand between it and Playwright for one word they do not share.

Playwright speaks WebDriver BiDi with an unchanged Firefox, but asks each new person for a colour
scheme, and Firefox releases that do not know the command refuse the whole person. What is asked
for is what such a Firefox shows anyway, so that one refusal becomes a yes; all else passes as it
is. Playwright starts this file in place of Firefox and reads the address off standard error.
"""

import asyncio
import json
import re
import shutil
import sys
from typing import Any

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

READY = "WebDriver BiDi listening on "
UNSHARED = "emulation.setMediaFeaturesOverride"
AS_IT_IS = (None, "light")


class Door:
    """One conversation: which questions are still open that Firefox may not know."""

    def __init__(self) -> None:
        self._open: set[int] = set()

    def asked(self, question: dict[str, Any]) -> None:
        """Remember a question whose refusal means nothing."""
        if question["method"] != UNSHARED:
            return
        if question["params"]["features"].get("prefers-color-scheme") in AS_IT_IS:
            self._open.add(question["id"])

    def answered(self, answer: dict[str, Any]) -> dict[str, Any]:
        """Return the answer, or a yes in its place."""
        number = answer.get("id")
        if number not in self._open:
            return answer
        self._open.discard(number)
        if answer.get("error") != "unknown command":
            return answer
        return {"type": "success", "id": number, "result": {}}


async def stand_between(near: ServerConnection, address: str) -> None:
    """Carry one conversation until either side ends it."""
    assert near.request is not None
    door = Door()
    async with connect(address + near.request.path, max_size=None, compression=None) as far:

        async def there() -> None:
            async for text in near:
                door.asked(json.loads(text))
                await far.send(text)
            await far.close()

        async def back() -> None:
            async for text in far:
                await near.send(json.dumps(door.answered(json.loads(text))))
            await near.close()

        await asyncio.gather(there(), back())


async def listening(errors: asyncio.StreamReader) -> str:
    """Read on until Firefox says where it listens."""
    async for line in errors:
        found = re.search(rb"WebDriver BiDi listening on (ws://\S+)", line)
        if found:
            return found[1].decode()
        sys.stderr.buffer.write(line)
    raise SystemExit("Firefox ended before it listened")


async def drain(errors: asyncio.StreamReader) -> None:
    """Keep reading what nobody needs, or Firefox would wait for us."""
    while await errors.read(65_536):
        pass


async def main() -> None:
    """Start Firefox with our own arguments, open the door, and end with it."""
    firefox = shutil.which("firefox-esr") or shutil.which("firefox")
    assert firefox, "firefox-esr is missing: make test installs it"
    process = await asyncio.create_subprocess_exec(
        firefox, *sys.argv[1:], stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    address = await listening(process.stderr)

    async def carry(near: ServerConnection) -> None:
        await stand_between(near, address)

    async with serve(carry, "127.0.0.1", 0, max_size=None, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        sys.stderr.write(f"{READY}ws://127.0.0.1:{port}\n")
        sys.stderr.flush()
        await asyncio.gather(drain(process.stderr), process.wait())


if __name__ == "__main__":
    asyncio.run(main())
