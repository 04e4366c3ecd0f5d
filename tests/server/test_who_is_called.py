"""Who is not at the desk is called once a minute at most, and at once for what is more urgent."""

from collections.abc import Sequence
from types import SimpleNamespace

from moderation.desk import Desk, evolve
from moderation.events import AlarmDue, CaseRaised, DeskEvent
from rooms.house import House as Rooms
from server.desk.round import DeskRound, Notice

SECOND_MS = 1000


class House:
    """A desk, a store that leases to whoever asks, and who is called."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.at = 0
        self.called: list[tuple[int, list[str]]] = []
        nothing = SimpleNamespace()
        seats = (nothing, nothing, nothing, self, nothing, self, self, nothing, Rooms)
        self.round = DeskRound(self, *seats, lambda _: True)  # type: ignore[arg-type] - what calls need

    def cases(self) -> Sequence[object]:
        return list(self.desk.cases.values())

    def now(self) -> int:
        return self.at

    async def lease(self, *_: object) -> SimpleNamespace:
        return SimpleNamespace(held=True)

    async def tell(self, _case: str, _once: str, events: Sequence[DeskEvent]) -> None:
        for event in events:
            self._happen(event)

    async def send(self, _step: str, notices: Sequence[Notice]) -> None:
        self.called.append((self.at, sorted(notice.level for notice in notices)))

    async def due(self, at_s: int, level: str) -> None:
        """Have a case be due for a call at a time, and go round."""
        self.at = at_s * SECOND_MS
        case = f"1-{len(self.desk.cases)}"
        self._happen(CaseRaised(case, "gambling", "flag", case, level=level))
        self._happen(AlarmDue(case, "on_call"))
        await self.round.send()

    def _happen(self, event: DeskEvent) -> None:
        evolve(self.desk, self.desk.head + 1, self.at, event)


async def test_who_was_called_for_a_concern_is_called_at_once_for_a_life():
    house = House()

    await house.due(100, "S3")
    await house.due(105, "S1")

    assert [(100_000, ["S3"]), (105_000, ["S1"])] == house.called


async def test_what_is_no_more_urgent_waits_for_its_minute_and_is_counted():
    house = House()

    await house.due(100, "S1")
    await house.due(105, "S1")
    await house.due(110, "S3")
    house.at = 161_000
    await house.round.send()

    assert [(100_000, ["S1"]), (161_000, ["S1", "S3"])] == house.called
