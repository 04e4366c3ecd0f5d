"""Four people, two nodes, one Redis: one conversation, whatever dies in between.

One sits before a Firefox that runs no script, one before a terminal, two hold phones and read
Arabic and Polish. They come through the front, as everybody does, and so they move to the other
node when theirs dies. What was killed is started again, as the container engine would do.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import engines
import pytest
from deployment import Deployment, deployed, sockets
from kith_process import KithProcess
from meeting import open_room
from patience import SOON_MS
from playwright.async_api import BrowserContext, async_playwright
from terminal import talking
from voices import PageVoice, PlainVoice, TerminalVoice, Voice, reads
from wire import Wire, texts

pytestmark = pytest.mark.slow

TITLE = "Four at one table"
PHONE = {"width": 360, "height": 640}
WITH_SCRIPT = ("terminal", "ar", "pl")  # these send again by themselves what was not answered
SPOKEN = {
    "plain": "it has been a long day",
    "terminal": "same here, Zoë",
    "ar": "أنا هنا أيضا، since 10:30",
    "pl": "Źle spałem, ale jestem",
}


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    with deployed(tmp_path) as deployment:
        yield deployment
    said = [line for node in deployment.nodes.values() for line in node.stderr]
    # A node that had to end would have said why in a sentence; notes are objects.
    assert [] == [line for line in said if "our_bug" in line or not line.startswith("{")]


class Table:
    """The room, who is in it, and what has been said there."""

    def __init__(self, room: str, voices: list[Voice]) -> None:
        self.room = room
        self.voices = {voice.name: voice for voice in voices}
        self.said: list[str] = []

    @asynccontextmanager
    async def speaking(self, when: str, *names: str) -> AsyncIterator[None]:
        """Let some, or all, speak at once while something happens."""
        async with asyncio.TaskGroup() as group:
            for name in names or self.voices:
                text = f"{when}: {SPOKEN[name]}"
                self.said.append(text)
                group.create_task(self.voices[name].say(text))
            yield

    async def all_read_the_same(self) -> None:
        """Wait until everything said stands on every screen: once, and in one order."""
        terminal, order = self.voices["terminal"], [""]
        async with asyncio.timeout(60):
            while sorted(order) != sorted(self.said):
                order = list(await terminal.shown())  # waits a moment for more
        await asyncio.gather(*(reads(voice, order) for voice in self.voices.values()))


@pytest.fixture
async def table(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Table]:
    await deployment.is_up()
    monkeypatch.setenv("SSL_CERT_FILE", str(deployment.certificate))  # for the terminal
    room = open_room(next(iter(deployment.nodes.values())).data, title=TITLE)
    async with AsyncExitStack() as stack:
        playwright = await stack.enter_async_context(async_playwright())
        chromium, firefox = await asyncio.gather(
            engines.chromium(playwright), engines.firefox(playwright, scripts=False)
        )
        stack.push_async_callback(chromium.close)
        stack.push_async_callback(firefox.close)
        options = {"viewport": PHONE, "ignore_https_errors": True}
        contexts: list[BrowserContext] = [
            await chromium.new_context(**options),
            await chromium.new_context(**options),
            await firefox.new_context(ignore_https_errors=True, java_script_enabled=False),
        ]
        for context in contexts:
            context.set_default_timeout(SOON_MS)
        url = deployment.url
        terminal = await stack.enter_async_context(talking(room, url))
        voices: list[Voice] = [
            await TerminalVoice.come_in(terminal),
            await PageVoice.come_in(contexts[0], url, "ar", TITLE),
            await PageVoice.come_in(contexts[1], url, "pl", TITLE),
            await PlainVoice.come_in(contexts[2], url, TITLE),
        ]
        yield Table(room, voices)


async def test_four_members_go_on_talking_whatever_dies(deployment: Deployment, table: Table):
    async with table.speaking("first"):
        pass
    await table.all_read_the_same()

    await redis_is_killed_and_returns(deployment, table)
    one, other = deployment.nodes.values()
    for node in (one, other):
        assert await has_people(node), "nobody is on this node: it is no conversation over two"
    await a_node_is_killed(one, table)
    await it_returns_and_the_other_is_restarted(one, other, table)

    kept = await what_is_kept(deployment, table.room)
    assert sorted(table.said) == sorted(kept)
    for voice in table.voices.values():
        assert kept == list(await voice.shown()), voice.name


async def has_people(node: KithProcess) -> bool:
    """Return whether anybody is on a node. It does not tell of fewer than five: four more come."""
    async with AsyncExitStack() as stack:
        for _ in range(4):
            wire = await Wire.dial(node.ws)
            stack.push_async_callback(wire.close)
            await wire.enter("depression")
        return sockets(node) >= 5


async def redis_is_killed_and_returns(deployment: Deployment, table: Table) -> None:
    """Words that are on their way, and words said into the dark, come through."""
    async with table.speaking("on the way", *WITH_SCRIPT):
        deployment.redis.kill()
    async with table.speaking("into the dark"):
        await asyncio.gather(*(voice.told_of_the_outage() for voice in table.voices.values()))
        while await deployment.ready():
            pass  # until the front knows it as well: what comes now is answered all the same
        await asyncio.to_thread(deployment.redis.start)
    await table.all_read_the_same()


async def a_node_is_killed(node: KithProcess, table: Table) -> None:
    """Whoever was on it finds the other one."""
    async with table.speaking("in the moment", *WITH_SCRIPT):
        await asyncio.to_thread(node.kill)
    async with table.speaking("on one node"):
        pass
    await table.all_read_the_same()


async def it_returns_and_the_other_is_restarted(
    killed: KithProcess, other: KithProcess, table: Table
) -> None:
    """Everybody is on the other one, and moves once more."""
    await asyncio.to_thread(killed.start)
    async with table.speaking("at the end", *WITH_SCRIPT):
        code = await asyncio.to_thread(other.stop)
    await asyncio.to_thread(other.start)
    async with table.speaking("last"):
        pass
    await table.all_read_the_same()
    assert 0 == code


async def what_is_kept(deployment: Deployment, room: str) -> list[str]:
    """Return what somebody reads who comes afterwards, on either node."""
    read = []
    for node in deployment.nodes.values():
        wire = await Wire.dial(node.ws)
        hello = await wire.enter(room, after={"epoch": "", "n": 0})
        frames = await wire.in_order(hello["n"])
        await wire.close()
        assert hello["n"] == len(frames)
        read.append(texts(frames))
    assert read[0] == read[1]
    return read[0]
