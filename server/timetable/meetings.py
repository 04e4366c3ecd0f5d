"""The timetable as anybody may see it: what is held next, and when; a fold over its stream."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rooms.formats.house_formats import HouseFormats
from rooms.house import House, RoomCard
from rooms.timetable.calendar import Occurrence, occurrences, running_or_next
from rooms.timetable.meeting import LONGEST_MINUTES, Meeting
from rooms.timetable.table import Timetable
from server.crypto.handles import handle_of
from server.day_names import DayNames
from server.timetable.zones import zone

MINUTE_MS = 60 * 1000
LONGEST_MS = LONGEST_MINUTES * MINUTE_MS
NEAR_MS = 5 * MINUTE_MS  # so long around its beginning people come to a meeting
COMING_MS = 8 * 7 * 24 * 60 * MINUTE_MS
_PREFIX = "meeting:"  # no room's id has a colon in it


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting, the room it is held in, and the next time it is held, if it ever is again."""

    meeting: Meeting
    room: RoomCard
    next: Occurrence | None
    cover: bool

    @property
    def begins(self) -> str | None:
        """When it begins, for programs."""
        return iso(self.next.start) if self.next else None


def iso(at: int) -> str:
    """Return a moment (ms) as programs write it."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Meetings:
    """What the pages, programs and calendars are told of meetings."""

    def __init__(
        self,
        handle_key: bytes,
        timetable: Callable[[], Timetable],
        house: Callable[[], House],
        now: Callable[[], int],
        promised: Callable[[int, int], bool],
    ) -> None:
        self._key = handle_key
        self._timetable = timetable
        self._house = house
        self._promised = promised
        self.now = now
        self.formats = HouseFormats(house)
        self._names = DayNames(
            handle_key, now, lambda: [_PREFIX + id_ for id_ in timetable().meetings]
        )
        self._seen: Sequence[MeetingView] = ()
        self._by_room: Mapping[str, MeetingView] = {}
        self._seen_for = (-1, -1, -1)

    @property
    def version(self) -> int:
        """A number that is another one after every change."""
        return self._timetable().changed

    def all(self) -> Sequence[MeetingView]:
        """Return every meeting of an open room, the next one first; at most a minute old."""
        made_for = (self.now() // MINUTE_MS, self._timetable().changed, self._house().opened)
        if self._seen_for != made_for:
            rooms = self._house().rooms
            kept = (m for m in self._timetable().meetings.values() if m.room in rooms)
            views = [self._view(meeting, rooms[meeting.room]) for meeting in kept]
            views.sort(key=lambda view: (view.next is None, view.next.start if view.next else 0))
            self._seen, self._seen_for = views, made_for
            self._by_room = {v.room.id: v for v in reversed(views) if v.next is not None}
        return self._seen

    def room(self, room_id: str) -> RoomCard | None:
        """Return an open room."""
        return self._house().rooms.get(room_id)

    def next_in(self, room_id: str) -> MeetingView | None:
        """Return the meeting that is held now in the room, or the next one that will be."""
        self.all()
        return self._by_room.get(room_id)

    def begins_near(self, room_id: str) -> bool:
        """Return whether a meeting begins in the room about now."""
        view = self.next_in(room_id)
        coming = view.next if view else None
        return coming is not None and abs(coming.start - self.now()) <= NEAR_MS

    def running(self) -> list[Occurrence]:
        """Return every evening whose time it is now, in open rooms."""
        now = self.now()
        coming = [view.next for view in self.all() if view.next is not None]
        return [one for one in coming if one.start <= now < one.end]

    def held_in(self, room_id: str, afterwards_ms: int) -> Occurrence | None:
        """Return what is held in the room now, or was until `afterwards_ms` ago."""
        now = self.now()
        held = [
            one
            for meeting in self._timetable().meetings.values()
            if meeting.room == room_id and (rules := zone(meeting.zone))
            for one in occurrences(meeting, rules, now - LONGEST_MS - afterwards_ms, now + 1)
            if not one.cancelled and one.end + afterwards_ms > now
        ]
        return held[-1] if held else None

    def handle(self, meeting_id: str) -> str:
        """Return today's opaque name of the meeting's page."""
        return self._names.of(_PREFIX + meeting_id)

    def by_handle(self, handle: str) -> MeetingView | None:
        """Return the meeting whose page this was called today or yesterday."""
        name = self._names.by(handle, self.version)
        return self._known(name.removeprefix(_PREFIX)) if name else None

    def calendar(self, meeting_id: str) -> str:
        """Return what the meeting is called in calendars: it says nothing, and stays."""
        return handle_of(self._key, "calendar", _PREFIX + meeting_id)

    def by_calendar(self, name: str) -> MeetingView | None:
        """Return the meeting that calendars call so."""
        return next((view for view in self.all() if self.calendar(view.meeting.id) == name), None)

    def coming(self, meeting: Meeting) -> Sequence[Occurrence]:
        """Return when the meeting is held in the next weeks, what is held now included."""
        rules = zone(meeting.zone)
        if rules is None:
            return ()
        now = self.now()
        return occurrences(meeting, rules, now - meeting.minutes * MINUTE_MS + 1, now + COMING_MS)

    def _known(self, meeting_id: str) -> MeetingView | None:
        return next((view for view in self.all() if view.meeting.id == meeting_id), None)

    def _view(self, meeting: Meeting, room: RoomCard) -> MeetingView:
        rules = zone(meeting.zone)
        coming = running_or_next(meeting, rules, self.now()) if rules else None
        cover = coming is not None and self._promised(coming.start, coming.end)
        return MeetingView(meeting, room, coming, cover)
