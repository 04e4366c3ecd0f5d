"""`kith talk` as a stranger would start it, driven over pipes or a pseudo-terminal."""

import asyncio
import os
import pty
from codecs import getincrementaldecoder
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from subprocess import PIPE

from kith_process import KITH
from patience import SOON_S

LOOK_S = 0.05


class Terminal:
    """One running `kith talk`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._in = process.stdin
        self._out = process.stdout
        self.shown = ""
        self._all = ""
        self._letters = getincrementaldecoder("utf-8")()  # a letter may come in two parts

    def type(self, *lines: str) -> None:
        self._in.write("".join(f"{line}\n" for line in lines).encode())

    def end_of_input(self) -> None:
        self._in.close()

    def interrupt(self) -> None:
        self._process.send_signal(2)

    async def sees(self, text: str) -> str:
        """Wait until `text` stands there after what was waited for last; return its line."""
        while text not in self.shown:
            part = b""
            with suppress(TimeoutError):
                part = await asyncio.wait_for(self._out.read(4_096), SOON_S)
            assert part, f"{text!r} is not in {self.shown!r}"
            self._take(part)
        before, _, after = self.shown.partition(text)
        self.shown = after
        return before.rpartition("\n")[2] + text + after.partition("\n")[0]

    async def asks(self, line: str, *answers: str) -> None:
        """Type a line, and wait until each of these stands there, one after the other."""
        self.type(line)
        for answer in answers:
            await self.sees(answer)

    async def exit(self) -> int:
        """Wait for the end, and return the exit code; `shown` holds all the rest."""
        self._take(await self._out.read())
        return await self._process.wait()

    async def so_far(self) -> str:
        """Return everything that was ever written there, up to now."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_S):
                self._take(await self._out.read(65_536))
        return self._all

    def _take(self, part: bytes) -> None:
        text = self._letters.decode(part)
        self.shown += text
        self._all += text

    async def stop(self) -> None:
        self.end_of_input()
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def talking(room: str, url: str, *options: str) -> AsyncIterator[Terminal]:
    """Start `kith talk` over pipes; it ends with the block."""
    process = await asyncio.create_subprocess_exec(
        KITH, "talk", room, "--url", url, *options, stdin=PIPE, stdout=PIPE
    )
    terminal = Terminal(process)
    try:
        yield terminal
    finally:
        await terminal.stop()


async def on_a_screen(room: str, url: str, typed: str, *, until: str) -> str:
    """Type into a pseudo-terminal once `until` is shown; return all that was written there."""
    ours, theirs = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        KITH, "talk", room, "--url", url, stdin=theirs, stdout=theirs
    )
    os.close(theirs)
    loop, shown, done = asyncio.get_running_loop(), bytearray(), asyncio.Event()

    def read() -> None:
        try:
            part = os.read(ours, 4_096)
        except OSError:  # Linux says so when the other end is gone
            part = b""
        if not part:
            loop.remove_reader(ours)
            done.set()
            return
        if until.encode() not in shown and until.encode() in shown + part:
            os.write(ours, typed.encode())
        shown.extend(part)

    loop.add_reader(ours, read)
    try:
        await done.wait()
        assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
        os.close(ours)
    return shown.decode()
