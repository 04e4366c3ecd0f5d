"""One crew on two nodes: a session and a roster mean the same on both, at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from desk_door import Answer, Caller, caller, invitation
from patience import SOON_S
from two_nodes import House

pytestmark = pytest.mark.slow


@pytest.fixture
async def ash(pair: House) -> AsyncIterator[Caller]:
    """Give a coordinator; a cookie of localhost goes to both nodes."""
    async with caller(pair.nodes[0]) as somebody:
        assert 200 == (await somebody.join(invitation(pair.nodes[0], "coordinator"), "Ash")).status
        yield somebody
        somebody.house = pair.nodes[0]
        assert 204 == (await somebody.ask("POST", "signout", {})).status


async def until(who: Caller, status: int, method: str, path: str) -> Answer:
    """Ask until the other node has folded what happened."""
    async with asyncio.timeout(SOON_S):
        while status != (answer := await who.ask(method, path)).status:  # noqa: ASYNC110 - over HTTP
            await asyncio.sleep(0.02)
    return answer


async def test_one_crew_on_two_nodes(pair: House, ash: Caller):
    async with AsyncExitStack() as stack:
        cedar = await stack.enter_async_context(caller(pair.nodes[1]))
        token = invitation(pair.nodes[0], "coordinator")
        joined = await cedar.join(token, "Cedar")
        assert (200, "coordinator") == (joined.status, joined.said["you"]["role"])

        # A session begun on one node is one on the other.
        ash.house = pair.nodes[1]
        assert cedar.id in [one["id"] for one in (await until(ash, 200, "GET", "crew")).said]
        ash.house = pair.nodes[0]

        # Two coordinators plan the same hours of the same volunteer, each on their node.
        now = (await ash.get("roster"))["now"]
        wanted = {"volunteer": cedar.id, "start": now, "end": now + 3_600_000}
        answers = await asyncio.gather(
            *(who.ask("POST", "roster", wanted) for who in (ash, cedar) for _ in range(4))
        )
        assert [201] + [409] * 7 == sorted(answer.status for answer in answers)
        assert {"overlap"} == {answer.code for answer in answers if answer.status == 409}

        # Who is removed on one node is out on the other, by what the browser still shows.
        assert 204 == (await ash.ask("DELETE", f"crew/{cedar.id}")).status
        assert "not_signed_in" == (await until(cedar, 401, "GET", "crew")).code
