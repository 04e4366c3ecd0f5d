"""A volunteer's socket: frames in, answers out, and the one place where errors are caught."""

import asyncio
from contextlib import suppress
from typing import NamedTuple

import msgspec

from moderation.refusal import DeskCode, No
from server.backplane import Unavailable
from server.connection.hearing import Hearing
from server.connection.shell import Shell
from server.counters import Counters
from server.desk.acting import Acting, answered
from server.desk.desk_services import DeskServices
from server.desk.sessions import Session
from server.notes import Place, note_bug
from server.tasks import Tasks
from server.wire import codec
from server.wire import desk as wire
from server.wire.closes import Close
from server.wire.codec import WireFault
from server.wire.framing import text_frame

ACT_S = 9.0
AGAIN_S = 2
_encode = msgspec.json.Encoder().encode


class Sitting(NamedTuple):
    """Who comes to the desk, and the session through which they do."""

    volunteer: wire.Volunteer
    session: Session


class DeskLink:
    """One volunteer at the desk, from `desk` to the close. A seat of the feed."""

    def __init__(
        self,
        shell: Shell,
        sitting: Sitting,
        services: DeskServices,
    ) -> None:
        self.volunteer = sitting.volunteer
        self.session = sitting.session
        self.on_shift = False
        self._shell = shell
        self._services = services
        self._box = services.hub.outbox(shell.transport, self._too_slow)
        self._hearing = Hearing(shell, self._hang_up)
        self._looking: dict[str, int] = {}
        self._ending = False

    @property
    def is_care(self) -> bool:
        """Whether a volunteer is here: always."""
        return True

    @property
    def _acting(self) -> Acting:
        return self._services.acting

    @property
    def _counters(self) -> Counters:
        return self._services.counters

    @property
    def _tasks(self) -> Tasks:
        return self._services.tasks

    async def run(self) -> None:
        """Serve the socket until it ends."""
        feed = self._services.feed
        feed.arrive(self)
        try:
            self.send(self._hello())
            while (said := await self._hearing.next()) is not None and not self._ending:
                if isinstance(said, bytes):
                    raise WireFault  # noqa: TRY301 - told apart where all errors end
                await self._take(said)
        except WireFault:
            self._counters.faults.inc()
            await self.close(Close.FAULT)
        except Exception as error:  # noqa: BLE001 - the one place where errors end
            self._counters.bugs.inc()
            note_bug(Place.LINK, error)
            await self.close(Close.OUR_BUG)
        finally:
            feed.depart(self)
            self._hang_up()

    def send(self, frame: wire.ToDesk) -> None:
        """Queue a frame for this volunteer alone."""
        self._box.put(text_frame(_encode(frame)))

    def look_again(self, case_id: str) -> None:
        """Show an open detail anew, since its case changed."""
        if case_id in self._looking:
            self._tasks.start(self._show(case_id, self._looking[case_id]))

    def part(self, code: str, close: Close, after_s: int) -> None:
        """Say goodbye with a code and close, without waiting for it."""
        if not self._ending:
            self.send(wire.Parting(code=code, after_s=after_s))
            self._tasks.start(self.close(close))

    async def close(self, close: Close) -> None:
        """Close once; what waits is written first."""
        if self._ending:
            return
        self._ending = True
        self._box.flush(asyncio.get_running_loop().time())
        await self._shell.close(close)

    def _hang_up(self) -> None:
        self._services.hub.drop(self._box)

    def _too_slow(self) -> None:
        self._tasks.start(self.close(Close.TOO_SLOW))

    def _hello(self) -> wire.Desk:
        feed = self._services.feed
        return wire.Desk(
            v=wire.DESK_VERSION,
            you=self.volunteer,
            on_shift=self.on_shift,
            cases=feed.queue(),
            duty=feed.duty(),
            now=self._services.now(),
            alone=feed.alone,
        )

    async def _take(self, data: str) -> None:
        frame = codec.decode_volunteer(data)
        frame_id = getattr(frame, "id", "")
        try:
            async with asyncio.timeout(ACT_S):
                done = await self._do(frame)
        except No as no:
            self._refuse(frame_id, no.code, no.by)
        except (Unavailable, TimeoutError):
            self._counters.unavailable.inc()
            self._refuse(frame_id, DeskCode.UNAVAILABLE, after_s=AGAIN_S)
        else:
            if frame_id:
                self.send(answered(frame_id, done))

    def _refuse(self, frame_id: str, code: DeskCode, by: str = "", after_s: int = 0) -> None:
        self.send(
            wire.Refused(
                id=frame_id,
                code=code.value,
                by=self._services.feed.name_of(by) if by else msgspec.UNSET,
                after_s=after_s or msgspec.UNSET,
            )
        )

    async def _do(self, frame: wire.VolunteerFrame) -> wire.Done | None:
        you = self.volunteer
        match frame:
            case wire.Beat():
                await self._acting.beat(you, on_shift=self.on_shift)
            case wire.Shift():
                await self._shift(frame)
            case wire.Test():
                await self._services.test_alarm(you)
                self.send(wire.Alarm(step="test"))
            case wire.Claim():
                return await self._acting.claim(you, frame.case, on_shift=self.on_shift)
            case wire.Glance():
                held = self._services.feed.together(frame.room)
                self.send(wire.Together(room=frame.room, held=held))
            case wire.Settle():
                return await self._acting.settle(you, frame, on_shift=self.on_shift)
            case wire.Look():
                await self._look(frame)
            case wire.Offer() | wire.Write() | wire.Finish():
                await self._services.talks.do(you, frame)
            case wire.Held():
                await self._acting.held(you, frame)
            case _:
                await self._acting.agree(you, frame, on_shift=self.on_shift)
        return None

    async def _shift(self, frame: wire.Shift) -> None:
        if frame.on:
            await self._acting.begin_shift(self.volunteer)
        else:
            await self._acting.end_shift(self.volunteer, accepted=frame.accepted)
        self.on_shift = frame.on
        await self._services.shifts.count()
        self._services.feed.tell_duty()

    async def _look(self, frame: wire.Look) -> None:
        case = await self._services.work.case(frame.case)
        if frame.more:
            if not frame.reason:
                raise No(DeskCode.NEEDS_REASON)
            await self._services.looked_further(self.volunteer.id, case.id, frame.reason)
        self._looking = {frame.case: frame.more}
        await self._show(frame.case, frame.more)

    async def _show(self, case_id: str, more: int) -> None:
        with suppress(No):
            case = await self._services.work.case(case_id)
            self.send(await self._services.looking.detail(case, more))
