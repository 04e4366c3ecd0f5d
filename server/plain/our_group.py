"""Our group without script: who does what, a pause, and guests, on a page with buttons."""

from collections.abc import Sequence
from typing import Literal, get_args

from aiohttp import web

from rooms.group.events import Role
from server.faults import REFUSED
from server.group.told import facts_of
from server.plain import forms
from server.plain.callers import Caller
from server.plain.forms import Form
from server.plain.late import CANNOT
from server.plain.page import Page
from server.plain.sheets import FOREIGN, status_of
from server.plain.tokens import new_id
from server.streams.kinds import ROOM
from server.streams.names import room_stream
from server.wire.frames import Card, Guest, MemberFrame

Deed = Literal[
    "take",
    "lay_down",
    "object",
    "checked",
    "pass",
    "away",
    "halt",
    "go_on",
    "aside",
    "alone",
    "not_alone",
]
DONE: dict[str, str] = {
    "take": "group.taken",
    "lay_down": "group.laid_down",
    "object": "group.objected",
    "checked": "group.was_checked",
    "away": "group.sent_away",
    "invite": "group.invited",
    "halt": "group.pause_begun",
    "go_on": "group.goes_on",
    "aside": "group.aside_begun",
    "alone": "group.step_out_asked",
    "not_alone": "group.stays",
}
SURE = "sure"  # to say no to a guest ends it for everybody: it is asked about first
LEADING = {Role.OPENER, Role.RESERVE}


class OurGroup(Page):
    """`/t/<handle>/group`."""

    async def get(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        """Show the group as it is, and what became of what was pressed."""
        return await self._page(request, caller, done=DONE.get(request.query.get("done", ""), ""))

    async def post(self, request: web.Request, caller: Caller, form: Form) -> web.StreamResponse:
        """Do what was pressed, or say why not."""
        deed, _, what = form.get("do").partition(" ")
        if deed == SURE and form.is_wanted:
            return await self._page(request, caller, sure=what)
        frame = _frame(deed, what)
        if frame is None or not form.is_wanted:
            return await self._page(request, caller, FOREIGN, wrong=("plain.once_more",))
        try:
            cards = await self._done(request, caller, frame)
        except REFUSED as error:
            refusal = self._household.refusal_of(error)
            wrong = f"group.no_{refusal.code}", CANNOT.get(refusal.code, "room.not_done")
            return await self._page(request, caller, status_of(refusal), wrong=wrong)
        if made := next((card.code for card in cards if card.kind == "guest_pass"), None):
            guest_at = f"{self._household.callers.house_at(request)}/guest#{made}"
            return await self._page(request, caller, guest_at=guest_at)
        link = self._sheets.link(request)
        raise web.HTTPSeeOther(link(f"{caller.place}/group", name=caller.alias, done=deed))

    async def _done(
        self, request: web.Request, caller: Caller, frame: MemberFrame
    ) -> Sequence[Card]:
        """Do it. A pass is told once, on this page: beside the talk it would stand for long."""
        is_pass = isinstance(frame, Guest) and frame.what == "pass"
        do = self._acts.do_apart if is_pass else self._acts.do
        return await do(request, caller, frame)

    async def _page(
        self,
        request: web.Request,
        caller: Caller,
        status: int = 200,
        **told: object,
    ) -> web.Response:
        room, now = caller.room.id, self._services.backplane.now()
        me = await self._acts.who(request, caller)
        meeting = (await self._services.streams.log(ROOM, room_stream(room))).state.meeting
        facts = facts_of(await self._services.group.agreements.group(room), now)
        mine = next((held.role for held in facts.roles if held.id == me), "")
        chairs = {meeting.chair, meeting.reserve} if meeting is not None else set()
        return self._sheets.page(
            request,
            "plain_group.html",
            caller,
            status,
            **{"done": "", "wrong": (), "guest_at": "", "sure": "", **told},
            me=me,
            mine=mine,
            held={held.role: held for held in facts.roles},
            roles=[role.value for role in Role],
            adults=facts.adults or [],
            guests=[guest for guest in facts.guests if not guest.left],
            is_guest=any(guest.member == me for guest in facts.guests),
            leads=mine in LEADING or me in chairs,
            opens=meeting is not None and meeting.chair == me,
            is_alone=meeting is not None and me in meeting.alone,
            in_side_room=bool(caller.room.moved_from),
            is_young=caller.room.side == "young",
            now=now,
            paused=max(0, await self._services.group.agreements.paused_until(room) - now),
            room_at=self._sheets.room_at(request, caller),
        )


def _frame(deed: str, what: str) -> MemberFrame | None:
    """Return what a button asks for."""
    if deed not in get_args(Deed):
        return None
    match deed:
        case "take" | "lay_down":
            return forms.frame("serve", id=new_id(), role=what, what=deed)
        case "halt" | "go_on":
            return forms.frame("halt", id=new_id(), on=deed == "halt")
        case "aside":
            return forms.frame("halt", id=new_id(), on=True, aside=True)
        case "alone" | "not_alone":
            return forms.frame("alone", id=new_id(), up=deed == "alone")
        case _:
            return forms.frame("guest", id=new_id(), guest=what, what=deed)
