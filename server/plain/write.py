"""The box: words in, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from aiohttp import web

from rooms.refusal import TRY_AGAIN, Code, Refusal
from rooms.text import LONGEST
from server.faults import REFUSED
from server.plain import forms
from server.plain.callers import Caller
from server.plain.forms import Form
from server.plain.marks import blanked, marked, without_hidden_signs
from server.plain.page import Page
from server.plain.sheets import FOREIGN, status_of
from server.plain.tokens import id_for, new_id
from server.wire.frames import Card, MemberFrame, Need

UNITS = 2 * LONGEST  # browsers count some letters twice
# The box stays as it is while the meeting goes on: what stands by it holds whoever has the turn.
DONE = {"saved": "plain.saved", "sent": "plain.sent"}

# What a refusal says above the box; what is not here is said by `room.no_` and its code.
WORDS = {
    Code.SLOW_DOWN: "plain.wait",
    Code.UNAVAILABLE: "plain.outage",
    Code.MOVING: "plain.outage",
    Code.DISK: "plain.outage",
    Code.BAD_TEXT: "plain.no_bad_text",
    Code.NO_SUCH_ROOM: "room.card_closed",
    Code.REMOVED: "room.card_removed",
    Code.ROOM_FULL: "room.over_full",
}


@dataclass(frozen=True, slots=True)
class Box:
    """What stands in the box and around it; the words are sent under `id`, however often."""

    id: str
    text: str = ""
    done: str = ""
    wrong: str = ""
    marked: Sequence[tuple[str, bool]] = ()
    cards: Sequence[Card] = ()
    blanked: str = ""
    replaces: str = ""


class Write(Page):
    """`/t/<handle>/write`."""

    async def get(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        """Show the box, and what became of the words before."""
        done = DONE.get(request.query.get("done", ""), "")
        return self._page(request, caller, Box(new_id(), done=done))

    async def post(self, request: web.Request, caller: Caller, form: Form) -> web.StreamResponse:
        """Take the words, or give them back and say why."""
        box = Box(form.get("id"), form.words, replaces=form.get("replaces"))
        frame = _frame(form.get("do"), box, form.get("blanked"))
        if frame is None or not form.is_wanted:
            return self._once_more(request, caller, box)
        return await self._do(request, caller, box, frame)

    async def _do(
        self, request: web.Request, caller: Caller, box: Box, frame: MemberFrame
    ) -> web.StreamResponse:
        try:
            cards = await self._acts.do(request, caller, frame)
        except REFUSED as error:
            is_known = not isinstance(error, TimeoutError)
            refusal = self._household.refusal_of(error)
            return self._refused(request, caller, box, refusal, is_known=is_known)
        if isinstance(frame, Need):
            # The words stay in the box, and no address may hold them: so this page stays, too.
            kept = Box(new_id(), box.text, done="room.needed", cards=cards)
            return self._page(request, caller, kept)
        saved = self._household.saved
        if cards:
            return self._page(request, caller, Box(new_id(), done=DONE[saved], cards=cards))
        here = f"{caller.place}/write"
        raise web.HTTPSeeOther(self._sheets.link(request)(here, name=caller.alias, done=saved))

    def _refused(
        self, request: web.Request, caller: Caller, box: Box, refusal: Refusal, *, is_known: bool
    ) -> web.Response:
        self._services.counters.refusal(refusal.code)
        hidden = refusal.code is Code.BAD_TEXT
        back = replace(
            box,
            id=box.id if refusal.code in TRY_AGAIN else new_id(),
            text=without_hidden_signs(box.text) if hidden else box.text,
            wrong=self._why(request, refusal, is_known=is_known),
            marked=() if hidden else marked(box.text, refusal.spans),
            blanked="" if hidden else blanked(box.text, refusal.spans),
            replaces=box.id if refusal.held else box.replaces,
        )
        answer = self._page(request, caller, back, status_of(refusal))
        if refusal.after_s is not None:
            answer.headers["Retry-After"] = str(refusal.after_s)
        return answer

    def _why(self, request: web.Request, refusal: Refusal, *, is_known: bool) -> str:
        why = self._sheets.refused(request, refusal, WORDS, "room.no_other")
        if not is_known:  # the box keeps its id: sent again, the words are said once
            why = self._sheets.word(request, "plain.not_known")
        kept = self._sheets.word(request, "plain.kept")
        return f"{why} {kept}" if refusal.code in TRY_AGAIN | {Code.ROOM_FULL} else why

    def _once_more(self, request: web.Request, caller: Caller, box: Box) -> web.Response:
        """Ask the person, who sees the words, to send them themselves."""
        wrong = self._sheets.word(request, "plain.once_more")
        return self._page(request, caller, Box(new_id(), box.text, wrong=wrong), FOREIGN)

    def _page(
        self, request: web.Request, caller: Caller, box: Box, status: int = 200
    ) -> web.Response:
        shown = {field.name: getattr(box, field.name) for field in fields(box)}
        return self._sheets.page(
            request, "plain_write.html", caller, status, **shown, longest=UNITS
        )


def _frame(do: str, box: Box, without: str) -> MemberFrame | None:
    if do == "need":
        return forms.frame("need", id=id_for("need", box.id))
    text = without if do == "blank" else box.text
    held = {"replaces": box.replaces} if box.replaces else {}
    return forms.frame("say", id=box.id, text=text, **held)
