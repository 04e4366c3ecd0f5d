"""What members ask of their group: a role, a guest, somebody to stand by them, a pause."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from secrets import token_hex, token_urlsafe
from typing import assert_never

from msgspec import structs

from moderation.care import Care
from moderation.private_line import home_of, sponsor_line_id
from rooms import door
from rooms.decide import may_speak
from rooms.group import guests, roles
from rooms.group.events import GroupEvent, GuestProposed, Profession, Role
from rooms.group.state import Group
from rooms.house import RoomCard
from rooms.meeting import pausing
from rooms.meeting.events import PauseEnded
from rooms.ports import Purse
from rooms.refusal import Code, Refusal, too_fast
from rooms.sponsor import lines
from rooms.sponsor.events import LineAsked
from rooms.state import Room
from server.group.agreements import Agreements, Asked
from server.group.side_rooms import SideRooms
from server.presence.places import Places
from server.presence.seat import Seat
from server.streams.care import StoredCare
from server.streams.keyed_secrets import KeyedSecrets
from server.wire import frames

GroupFrame = frames.Serve | frames.Invite | frames.Guest | frames.Sponsor | frames.Halt


class GroupAsked:
    """Does what the frames of a group ask for; each is durable on return."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a group's wishes touch, each once
        self,
        agreements: Agreements,
        care: Care,
        places: Places,
        secrets: KeyedSecrets,
        stored: StoredCare,
        purse: Purse,
        now: Callable[[], int],
        on_duty: Callable[[], frames.Duty],
        side_rooms: SideRooms,
    ) -> None:
        self._agreements = agreements
        self._care = care
        self._places = places
        self._secrets = secrets
        self._stored = stored
        self._purse = purse
        self._now = now
        self._on_duty = on_duty
        self._side_rooms = side_rooms

    async def do(self, seat: Seat, frame: GroupFrame) -> Sequence[frames.Card]:
        """Do it; return the card with a guest's pass, or the way, where one was asked for.

        On a line between two, only what is about that line is done.
        """
        card, room, you = seat.card, seat.log.state, seat.you
        home = home_of(card.id)
        if home != card.id and not isinstance(frame, frames.Sponsor):
            raise Refusal(Code.NO_SUCH_ROOM)
        asked = Asked(home, you.id, you.alias, frame.id)
        wait_s = await self._purse.spend(home, you.id)
        if wait_s > 0 and not isinstance(frame, frames.Halt):
            raise too_fast(wait_s)
        may_speak(replace(await self._stored.standing(home, you.id), paused_s=0))
        match frame:
            case frames.Serve():
                await self.serve(asked, frame)
            case frames.Invite():
                await self.invite(asked, card, frame)
            case frames.Guest():
                code = await self.guest(asked, room, frame)
                duty = self._on_duty()
                return [frames.Card(kind="guest_pass", duty=duty, code=code)] if code else ()
            case frames.Sponsor():
                await self.sponsor(asked, structs.replace(card, id=home), frame)
            case frames.Halt():
                return await self.halt(asked, card, room, frame)
            case _:
                assert_never(frame)
        return ()

    async def serve(self, asked: Asked, frame: frames.Serve) -> None:
        """Take a role, offer one's own, or lay it down."""
        role, now = Role(frame.role), self._now()
        here = await self._places.holders(asked.room)
        to, new_for = frame.to or "", await self._agreements.new_for(asked.room, asked.member)

        def decide(group: Group) -> Sequence[GroupEvent]:
            match frame.what:
                case "take":
                    return (roles.take(group, role, asked.member, asked.alias, now, new_for),)
                case "offer":
                    return (roles.offer(group, role, asked.member, to, set(here), now),)
                case "lay_down":
                    return (roles.lay_down(group, role, asked.member, now),)

        await self._agreements.agree(asked, f"{frame.what}|{role}|{to}", decide)

    async def invite(self, asked: Asked, card: RoomCard, frame: frames.Invite) -> None:
        """Propose a guest."""
        now, starts, ends = self._now(), frame.starts, frame.ends
        proposed = GuestProposed(
            token_hex(8), Profession(frame.profession), starts, ends, card.is_young
        )
        by, is_open = asked.member, not await self._agreements.is_closed(card.id)
        new_for = await self._agreements.new_for(asked.room, by)

        def decide(group: Group) -> Sequence[GroupEvent]:
            return (guests.propose(group, by, proposed, now, is_open=is_open, new_for=new_for),)

        await self._agreements.agree(asked, f"invite|{frame.profession}|{starts}|{ends}", decide)

    async def guest(self, asked: Asked, room: Room, frame: frames.Guest) -> str:
        """Object, check, or send away; with `pass`, return the pass for whoever asked."""
        now, guest_id, by = self._now(), frame.guest, asked.member
        chair = room.meeting.chair if room.meeting is not None else ""
        mark = self._secrets.reporter(f"guest|{asked.room}|{guest_id}", by, 0)
        room_mark = self._secrets.invited_to(asked.room)
        made = f"{room_mark}.{token_urlsafe(16)}" if frame.what == "pass" else ""
        new_for = await self._agreements.new_for(asked.room, by)

        def decide(group: Group) -> Sequence[GroupEvent]:
            match frame.what:
                case "object":
                    return (guests.object_to(group, guest_id, by, now, new_for),)
                case "checked":
                    checked = guests.check(group, guest_id, by, mark, now, new_for)
                    return (checked,) if checked else ()
                case "pass":
                    digest = digest_of(made)
                    return (guests.make_pass(group, guest_id, by, digest, now, new_for),)
                case "away":
                    return (guests.revoke(group, guest_id, by, now, chair),)

        await self._agreements.agree(asked, f"{frame.what}|{guest_id}", decide)
        group = await self._agreements.group(asked.room)
        found = group.guests.get(guest_id)
        return made if found is not None and made and found.digest == digest_of(made) else ""

    async def sponsor(self, asked: Asked, card: RoomCard, frame: frames.Sponsor) -> None:
        """Offer to stand by somebody, ask for it, or end it."""
        now, to, line = self._now(), frame.to or "", frame.line or ""
        body = f"{frame.what}|{to}|{line}"
        if frame.what == "end":
            end = lambda pairs: lines.end(pairs, line, asked.member, now)  # noqa: E731 - one rule
            return await self._agreements.pair(asked, body, end)
        young = card.is_young or await self._stored.is_young(card.id, asked.member)
        if frame.what != "ask":
            offered = lambda group: _offered(group, asked, frame, now, young=young)  # noqa: E731 - one rule
            return await self._agreements.agree(asked, body, offered)
        group = await self._agreements.group(asked.room)
        wanted = LineAsked(
            sponsor_line_id(card.id, token_urlsafe(12)),
            asked.member,
            asked.alias,
            to,
            group.sponsors.get(to, ""),
        )
        return await self._agreements.pair(
            asked,
            body,
            lambda pairs: lines.ask(group, pairs, wanted, now, young=young),
        )

    async def halt(
        self, asked: Asked, card: RoomCard, room: Room, frame: frames.Halt
    ) -> Sequence[frames.Card]:
        """Pause the evening and call a volunteer, or let it go on; or move to a side room."""
        now, meeting = self._now(), room.meeting
        group = await self._agreements.group(asked.room)
        leads = {
            held.member for role in (Role.OPENER, Role.RESERVE) if (held := group.holder(role, now))
        }
        if meeting is not None:
            leads |= {meeting.chair, meeting.reserve}
        pausing.check_may_pause(asked.member, leads)
        if frame.on and frame.aside is True:
            return await self._side_rooms.move(asked, card)
        if frame.on and room.paused_until <= now:
            slower = door.slowed(room.door, now)
            does = (pausing.begun(now), *((slower,) if slower else ()))
            await self._care.halt(asked.room, asked.member, asked.id, does)
        elif not frame.on:
            await self._go_on(asked)
        return ()

    async def _go_on(self, asked: Asked) -> None:
        """Let it go on, once, whoever else lets it at the same moment."""

        def decide(room: Room) -> PauseEnded | None:
            now = self._now()
            is_over = pausing.is_over(room.paused_until, room.meeting, now)
            return None if is_over else pausing.ended(room.meeting, now)

        await self._stored.decide_and_move(asked.room, decide)


def digest_of(code: str) -> str:
    """Return what is kept of a pass."""
    return sha256(code.encode()).hexdigest() if code else ""


def _offered(
    group: Group, asked: Asked, frame: frames.Sponsor, now: int, *, young: bool
) -> Sequence[GroupEvent]:
    if frame.what == "offer":
        return (lines.offer(group, asked.member, asked.alias, now, young=young),)
    withdrawn = lines.withdraw(group, asked.member)
    return (withdrawn,) if withdrawn else ()
