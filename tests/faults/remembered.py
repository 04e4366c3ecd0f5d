"""What a house has to know after it was restored, and what it has to have let go again."""

from contextlib import AsyncExitStack
from itertools import count
from random import Random

from desk_door import Caller, caller, invitation
from meeting import Meeting
from stage import Node, Stage
from volunteer import Volunteer
from wire import Wire, texts
from witness import CRY

from server.commands.control import ask

NEWER_ROOM = {"topic": "grief", "side": "self", "language": "en", "title": "Newer"}
LOST = "lost: all that was newer"
LET_GO = "let go again, or ended again, since then: 3"
OTHER_NAME = 9
_numbers = count(1)


class Remembered:
    """People of one room and two volunteers: what is done before the backup, and after it."""

    def __init__(self, stage: Stage, chance: Random, stack: AsyncExitStack) -> None:
        self._stage = stage
        self._chance = chance
        self._stack = stack
        self._newer_room = f"newer-{next(_numbers)}"

    async def older(self) -> None:
        """Let there be an open case, a ban, and people with names of their own."""
        self._room = await self._stage.open_room()
        meeting = self._meeting()
        self._vera, vera = await self._joined("coordinator")
        self._will, _ = await self._joined("volunteer")
        self._ada, self._open = await self._case_of(vera)
        await vera.act("back", self._open)
        self._eve, self._attack = await self._case_of(vera)
        what = {"what": "remove", "minutes": 600, "reason": "safety"}
        await vera.act("sanction", self._attack, **what)
        self._ben, self._cal = [await meeting.join(alias=3) for _ in range(2)]
        self._seat = vera

    async def newer(self) -> None:
        """Let somebody be forgotten, a case closed, a volunteer gone, and a case raised."""
        forgotten = await self._ben.ask("forget")
        assert forgotten["t"] == "ack", forgotten
        await self._seat.act("close", self._attack, outcome="calmer")
        removed = await self._vera.ask("DELETE", f"crew/{self._will.id}")
        assert 200 <= removed.status < 300, removed
        _, self._newer = await self._case_of(self._seat)
        ask(self._stage.data, {"do": "open", "rooms": [NEWER_ROOM | {"id": self._newer_room}]})
        await self._seat.leave()

    async def as_it_should_be(self, said: str) -> None:
        """Look at everything, as those would whom it concerns."""
        assert LOST in said, said
        assert LET_GO in said, said
        await self._members_find_it()
        await self._volunteers_find_it()

    async def _members_find_it(self) -> None:
        meeting = self._meeting()
        back = await meeting.dial(self._ada.key)
        after = {"epoch": self._ada.hello["epoch"], "n": 1}
        hello = await back.enter(self._room, after=after)
        assert hello["t"] == "hello", hello
        assert not hello["resumed"], "the thread goes on as if nothing had happened"
        assert hello["epoch"] != self._ada.hello["epoch"], "the epoch is the old one"
        assert back.alias == self._ada.alias, "somebody is not known any more"
        assert texts(await back.so_far()) == [], "talk came back"
        assert (await back.say("after the restore"))["saved"]
        out = await (await meeting.dial(self._eve.key)).enter(self._room)
        assert out.get("code") == "removed", f"a ban is lost: {out}"
        ben, cal = [await meeting.join(it.key, alias=OTHER_NAME) for it in (self._ben, self._cal)]
        assert ben.hello["you"]["index"] == OTHER_NAME, "who was forgotten is known again"
        assert cal.hello["you"]["index"] == self._cal.hello["you"]["index"], "somebody is forgotten"
        nowhere = await (await meeting.dial()).enter(self._newer_room)
        assert nowhere.get("code") == "no_such_room", f"a newer room is there: {nowhere}"

    async def _volunteers_find_it(self) -> None:
        assert (await self._vera.ask("GET", "crew")).status == 401, "a session went on"
        self._vera.house = self._will.house = self._node()
        assert (await self._vera.sign_in()).status == 200, "a volunteer is lost"
        assert (await self._will.sign_in()).status != 200, "a removed volunteer came back"
        seat = await Volunteer.sit_down(self._vera)
        case = await seat.case(lambda it: it["id"] == self._open)
        assert (case["state"], case["restored"]) == ("open", True), case
        assert seat.cases[self._attack]["state"] == "resolved", "a closed case is open again"
        assert self._newer not in seat.cases, "a newer case is there, and nobody knows from where"
        await seat.claim(self._open)
        await seat.leave()

    def _node(self) -> Node:
        return self._chance.choice(self._stage.nodes)

    def _meeting(self) -> Meeting:
        return Meeting(self._node(), self._room, self._stack)

    async def _joined(self, role: str) -> tuple[Caller, Volunteer]:
        who = await self._stack.enter_async_context(caller(self._node()))
        name = "Oak " + "".join(chr(ord("a") + int(digit)) for digit in str(next(_numbers)))
        joined = await who.join(invitation(who.house, role), name)
        assert joined.status == 200, joined
        return who, await Volunteer.sit_down(who)

    async def _case_of(self, seat: Volunteer) -> tuple[Wire, str]:
        """Have somebody of the room cry, and the case claimed."""
        known = set(seat.cases)
        member = await self._meeting().join()
        await member.say(CRY)
        case = await seat.case(lambda it: it["id"] not in known and it["room"] == self._room)
        await seat.claim(case["id"])
        return member, str(case["id"])
