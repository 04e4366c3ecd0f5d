"""Rooms without script are put together here, and given their addresses."""

import re
from collections.abc import MutableSet

from aiohttp import web
from aiohttp.typedefs import Handler

from server.connection.peers import Peers
from server.plain.acts import Acts
from server.plain.alone import Alone
from server.plain.callers import Callers
from server.plain.cookie import Jar
from server.plain.gate import Gate
from server.plain.goodbye import Goodbye
from server.plain.guest_gate import GuestGate
from server.plain.household import Household
from server.plain.inviting import Inviting
from server.plain.line import Line
from server.plain.messages import Messages
from server.plain.our_group import OurGroup
from server.plain.own_slip import OwnSlip
from server.plain.page import Doorway
from server.plain.sessions import Sessions
from server.plain.sheets import Sheets
from server.plain.stream import Pace
from server.plain.turns import Turns
from server.plain.write import Write
from server.services import Services
from server.serving import Leaving
from server.web.pages import Pages

# How a line that was sent looks from now on, in each language's words.
LOOKS = {"hidden": "room.hidden", "gone": "room.gone"}
NOT_PLAIN = re.compile(r"[^0-9A-Za-z .]")


def setup(
    app: web.Application, pages: Pages, services: Services, links: MutableSet[Leaving]
) -> None:
    """Put the plain rooms into the application."""
    household = _household(pages, services, links)
    goodbye = Goodbye(household)
    gate = Gate(household, pages.press, goodbye)
    pages.open_plain_rooms(gate)
    guests = GuestGate(household, pages, gate)
    styles = pages.press.templates.styles
    framed = Doorway(household, styles, in_frame=True)
    whole = Doorway(household, styles, in_frame=False)
    write, line = Write(household), Line(household)
    alone, group, inviting = Alone(household), OurGroup(household), Inviting(household)
    room = "/t/{handle}"
    app.add_routes(
        [
            web.get("/guest/plain", guests.get),
            web.post("/guest/plain", guests.post),
            web.get(f"{room}/messages", framed.shown(Messages(household).get)),
            web.get(f"{room}/write", framed.shown(write.get)),
            web.post(f"{room}/write", framed.pressed(write.post)),
            web.get(room + r"/line/{n:[1-9]\d{0,14}}", framed.shown(line.get)),
            web.post(room + r"/line/{n:[1-9]\d{0,14}}", framed.pressed(line.post)),
            web.post(f"{room}/turn", framed.pressed(Turns(household).post)),
            web.post(f"{room}/meant", framed.pressed(alone.not_meant)),
            web.get(f"{room}/alone", whole.shown(alone.get)),
            web.post(f"{room}/alone", whole.pressed(alone.post)),
            web.get(f"{room}/alone/said", framed.shown(alone.said)),
            web.get(f"{room}/forget", whole.shown(goodbye.ask)),
            web.post(f"{room}/forget", whole.pressed(goodbye.forget)),
            web.post(f"{room}/leave", whole.pressed(goodbye.leave, goodbye.nobody)),
            web.get(f"{room}/group", whole.shown(group.get)),
            web.post(f"{room}/group", whole.pressed(group.post)),
            web.get(f"{room}/invite", whole.shown(inviting.get)),
            web.post(f"{room}/invite", whole.pressed(inviting.post)),
            web.post(f"{room}/slip", whole.pressed(OwnSlip(household).post)),
            web.get(room + r"/{how:hidden|gone|back}/{n:\d{1,15}}.css", _looks(household)),
        ]
    )


def _household(pages: Pages, services: Services, links: MutableSet[Leaving]) -> Household:
    origins = pages.settings.origins
    peers = Peers(services.settings, services.prefixes)
    jar = Jar(origins, peers)
    sessions = Sessions()
    return Household(
        services=services,
        sheets=Sheets(pages.press, pages.listing),
        callers=Callers(pages.listing, jar, origins),
        acts=Acts(services, sessions, peers),
        sessions=sessions,
        peers=peers,
        jar=jar,
        links=links,
        pace=Pace(stream_s=services.settings.plain_stream_s),
    )


def _looks(household: Household) -> Handler:
    async def look(request: web.Request) -> web.StreamResponse:
        """Answer how a line looks; the sheet that is named last counts."""
        row, how = f"#m{request.match_info['n']}", request.match_info["how"]
        key = LOOKS.get(how)
        words = _in_css(household.sheets.word(request, key)) if key else ""
        shown, instead = ("none", f'"{words}"') if key else ("revert", "none")
        text = f"{row}>*{{display:{shown}}}{row}::before{{content:{instead}}}"
        return web.Response(text=text, content_type="text/css")

    return look


def _in_css(words: str) -> str:
    return NOT_PLAIN.sub(lambda found: f"\\{ord(found[0]):x} ", words)
