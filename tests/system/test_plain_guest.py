"""An invited guest without script: the pass goes into a form, and stands in no address."""

import re
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from guest_walk import Circle, begun_on_the_evening, invited, pass_for, told
from later_house import LaterHouse
from plain_member import Page, PlainMeeting, PlainMember, handle_of
from wire import fresh_key

pytestmark = pytest.mark.slow

ELSEWHERE = {"Origin": "https://elsewhere.example"}
WRITES = "You are the guest. You can write in this part."
GOODBYE = "Your time as a guest is over"


async def shows(member: PlainMember, link: str) -> Page:
    """Paste the link into the form of a guest's page."""
    return await member.post(f"{member.kith.url}/guest/plain", {"code": link})


async def agrees(member: PlainMember, gate: Page) -> Page:
    """Tick the box at the gate and go in."""
    fields = {name: gate.field(name) for name in ("code", "token", "had", "name")}
    go = {"agree": "on", "in": "1"}
    return await member.post(f"{member.kith.url}/guest/plain", fields | go)


def names(page: Page, code: str) -> list[str]:
    """Return the addresses on a page that hold the code."""
    found = re.findall(r'(?:href|src|action)="([^"]*)"', page.raw)
    return [address for address in found if code in address]


async def test_a_guest_comes_once_by_a_form_and_reads_why_it_is_over(tmp_path: Path):
    house = LaterHouse(tmp_path, KITH_LIMITS="off")
    house.start()
    async with AsyncExitStack() as stack:
        stack.callback(house.stop)
        meeting = await PlainMeeting.open(house, stack)
        circle = Circle(meeting, (fresh_key(), fresh_key()))
        guest, starts = await invited(circle, house)
        code = await pass_for(circle, guest)
        async with PlainMember(house, "") as hasty:
            early = await shows(hasty, code)
        ada, ben = await begun_on_the_evening(circle, house, starts)
        room = await handle_of(house, meeting.title)
        nora, other = [await stack.enter_async_context(PlainMember(house, room)) for _ in range(2)]
        link = f"{house.url}/guest#{code}"

        assert 'action="/guest/plain"' in (await nora.get(f"{house.url}/guest")).raw
        gates = [await shows(one, link) for one in (nora, other)]
        inside = await agrees(nora, gates[0])
        stream = await nora.come_in()
        await stream.until("You are here as a guest")

        assert (422, True) == (early.status, "it is too early. It is for" in early.text)
        assert [True, True] == ["Your pass is good." in gate.text for gate in gates]
        assert [[], []] == [names(gate, code) for gate in gates]
        assert (303, False) == (inside.status, code in inside.headers["Location"])
        assert "nurse" == (await told(ben, guest=guest))["profession"]
        await nobody_else(nora, other, gates[1], link)

        for step in ("welcome", "talk", "questions"):
            await ada.ask("next", step=step)
        page = await stream.till_end()
        # Twice it was their part; no turn was offered, which would be refused.
        assert (2, False, True) == (page.count(WRITES), 'value="ask"' in page, GOODBYE in page)
        assert GOODBYE in await (await nora.read()).till_end()
        over, unknown = await shows(nora, link), await shows(nora, f"{code}x")
        assert (422, True) == (over.status, "This pass is over." in over.text)
        assert (422, True) == (unknown.status, "This link opens nothing." in unknown.text)


async def nobody_else(nora: PlainMember, other: PlainMember, gate: Page, link: str) -> None:
    """The pass is no use to anybody else, nor to another page; the same browser is the guest."""
    taken = await agrees(other, gate)
    again = await shows(nora, link)
    foreign = await nora.post(
        f"{nora.kith.url}/guest/plain", {"code": link.partition("#")[2]}, ELSEWHERE
    )

    assert (422, True) == (taken.status, "This pass was used already." in taken.text)
    assert "If that was you, go on" in again.text
    assert 303 == (await agrees(nora, again)).status
    assert (403, False) == (foreign.status, 'name="token"' in foreign.raw)
