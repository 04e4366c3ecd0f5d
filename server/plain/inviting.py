"""Asking the group for a guest without script: what they are, and when, by clocks one chooses."""

from datetime import UTC, date, datetime, time, timedelta

from aiohttp import web

from rooms.group.events import Profession
from rooms.group.guests import SOONEST_DAYS
from server.faults import REFUSED
from server.plain import forms
from server.plain.callers import Caller
from server.plain.forms import Form
from server.plain.page import Page
from server.plain.sheets import FOREIGN, NOT_TAKEN, status_of
from server.plain.tokens import new_id
from server.timetable.zones import CHOICES, zone
from server.wire.frames import MemberFrame

FIELDS = ("profession", "day", "from", "to", "zone")
USUAL = {"from": "19:00", "to": "20:00"}


class Inviting(Page):
    """`/t/<handle>/invite`."""

    async def get(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        """Show the form, with the first day that can be."""
        soonest = datetime.now(UTC).date() + timedelta(days=SOONEST_DAYS)
        return self._page(request, caller, Form({"day": f"{soonest}", **USUAL}, is_wanted=True))

    async def post(self, request: web.Request, caller: Caller, form: Form) -> web.StreamResponse:
        """Ask the group, or give the form back and say why not."""
        if not form.is_wanted:
            return self._page(request, caller, form, FOREIGN, wrong=("plain.once_more",))
        frame = _frame(form)
        if frame is None:
            return self._page(request, caller, form, NOT_TAKEN, wrong=("plain.invite_all",))
        try:
            await self._acts.do(request, caller, frame)
        except REFUSED as error:
            refusal = self._household.refusal_of(error)
            wrong = f"group.no_{refusal.code}", "room.not_done"
            return self._page(request, caller, form, status_of(refusal), wrong=wrong)
        link = self._sheets.link(request)
        raise web.HTTPSeeOther(link(f"{caller.place}/group", name=caller.alias, done="invite"))

    def _page(
        self,
        request: web.Request,
        caller: Caller,
        form: Form,
        status: int = 200,
        wrong: tuple[str, ...] = (),
    ) -> web.Response:
        return self._sheets.page(
            request,
            "plain_invite.html",
            caller,
            status,
            wrong=wrong,
            id=form.get("id") or new_id(),
            chosen={name: form.get(name) for name in FIELDS},
            professions=[one.value for one in Profession],
            zones=CHOICES,
        )


def _frame(form: Form) -> MemberFrame | None:
    """Return what the form asks for; None where something is missing, or no such time is."""
    clocks = zone(form.get("zone"))
    try:
        day = date.fromisoformat(form.get("day"))
        starts, ends = (time.fromisoformat(form.get(name)) for name in ("from", "to"))
    except ValueError:
        return None
    if clocks is None or starts.tzinfo or ends.tzinfo:
        return None
    over = day + timedelta(days=ends <= starts)  # past midnight
    begins, until = (datetime.combine(*at, clocks) for at in ((day, starts), (over, ends)))
    return forms.frame(
        "invite",
        id=form.get("id"),
        profession=form.get("profession"),
        starts=round(begins.timestamp() * 1000),
        ends=round(until.timestamp() * 1000),
    )
