"""What somebody without script presses in a meeting; what comes of it is in their messages."""

from aiohttp import web

from server.faults import REFUSED
from server.plain import forms
from server.plain.callers import Caller
from server.plain.choices import WISHES
from server.plain.forms import Form
from server.plain.late import OF_A_PART, refuse_late
from server.plain.page import Page
from server.plain.sheets import FOREIGN
from server.plain.tokens import new_id
from server.streams.kinds import ROOM
from server.streams.names import room_stream
from server.wire.frames import Card, Duty, MemberFrame, Nack

FRAMES: dict[str, tuple[str, dict[str, object]]] = {
    "ask": ("hand", {"up": True}),
    "unask": ("hand", {"up": False}),
    "not_me": ("hand", {"up": False}),
    "last": ("hand", {"up": True, "last": True}),
    "pass": ("pass", {}),
    "enough": ("pass", {}),
    "lead": ("lead", {"up": True}),
    "stand_in": ("lead", {"up": True}),
    "lay_down": ("lead", {"up": False}),
    "wait": ("wait", {"up": True}),
    "unwait": ("wait", {"up": False}),
    **{what: ("wish", {"what": what}) for what in WISHES},
}
# What is told where the room itself says nothing.
TOLD = {"wait": "ring_on", "unwait": "ring_off"}
# Where the young are, no circle begins by itself and no volunteer is called.
TOLD_YOUNG = TOLD | {"wait": "ring_young"}
# The browser stays where it is: nothing that is being written is lost, and no stream ends.
STAY = 204


class Turns(Page):
    """`/t/<handle>/turn`."""

    async def post(self, request: web.Request, caller: Caller, form: Form) -> web.StreamResponse:
        """Do what was pressed; a refusal is told among the messages."""
        do = form.get("do")
        frame = _frame(do, form.get("step"), form.get("to"))
        if frame is None or not form.is_wanted:
            return web.Response(status=FOREIGN, text="", content_type="text/html")
        try:
            if do in OF_A_PART:
                await self._refuse_late(request, caller, form)
            await self._acts.do(request, caller, frame)
        except REFUSED as error:
            refusal = self._household.refusal_of(error)
            self._acts.tell(caller, Nack(code=refusal.code))
        else:
            if do in TOLD:
                duty = Duty(on=self._services.duty.on)
                told = TOLD_YOUNG if caller.room.side == "young" else TOLD
                self._acts.tell(caller, Card(kind=told[do], duty=duty))
        return web.Response(status=STAY)

    async def _refuse_late(self, request: web.Request, caller: Caller, form: Form) -> None:
        """Let a button of an earlier part or turn change nothing about this one."""
        room, me = caller.room.id, await self._acts.who(request, caller)
        meeting = (await self._services.streams.log(ROOM, room_stream(room))).state.meeting
        refuse_late(form.get("do"), form.get("step"), meeting, me)


def _frame(do: str, step: str, to: str) -> MemberFrame | None:
    """Return what a button asks for, under an id of its own: pressed twice, it is asked twice."""
    if do == "next":
        return forms.frame("next", id=new_id(), step=step)
    if do == "give":
        return forms.frame("pass", id=new_id(), to=to) if to else None
    if do not in FRAMES:
        return None
    kind, more = FRAMES[do]
    return forms.frame(kind, id=new_id(), **more)
