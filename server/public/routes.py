"""The pages beyond the rooms: the walk, the shelf, the slip, the timetable, a guest's door,
and the form for people outside.
"""

from aiohttp import web

from server.public import (
    guest_page,
    meeting_pages,
    shelf_page,
    slip_page,
    told_outside,
    walking,
)
from server.services import Services
from server.timetable.meetings import Meetings
from server.web.pages import Pages


def setup(
    app: web.Application, pages: Pages, services: Services, meetings: Meetings, address: str
) -> None:
    """Put them into the application."""
    walking.setup(app, pages, meetings, meetings.formats)
    shelf_page.setup(app, pages, meetings)
    slip_page.setup(app, pages, services.slips.check)
    guest_page.setup(app, pages, services.group.passes)
    told_outside.setup(app, pages, services)
    meeting_pages.setup(app, pages, meetings, address)
