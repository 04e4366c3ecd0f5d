"""Short histories as a table tells them: one room `r`, one epoch `e`, seconds as they come.

Clients `a` and `b` are the members of the same names; `z` reads out. Bodies are words.
"""

from collections.abc import Sequence
from itertools import count

from history import (
    Ack,
    Act,
    Gap,
    Join,
    Lost,
    Nack,
    OnDesk,
    Present,
    Receive,
    Reset,
    Resync,
    Round,
    Seen,
    Send,
)

DAY_S = 86_400.0
_seconds = count(1)


def _at() -> float:
    return float(next(_seconds))


def rules(keep_s: float = DAY_S, late_ms: int = 5_000, *, restored: bool = False) -> Seen:
    """Begin a round."""
    return Round(
        client="round", at=_at(), room="", keep_s=keep_s, late_ms=late_ms, restored=restored
    )


def joins(
    client: str,
    head: int = 0,
    first: int | None = None,
    *,
    after: tuple[str, int] | None = None,
    resumed: bool | None = None,
    epoch: str = "e",
) -> Seen:
    """Come in; with `after`, come back."""
    epoch_asked, n = after or (None, None)
    begin = head + 1 if n is None else n + 1
    return Join(
        client=client,
        at=_at(),
        room="r",
        member=client,
        epoch=epoch,
        head=head,
        first=begin if first is None else first,
        resumed=after is not None if resumed is None else resumed,
        after_epoch=epoch_asked,
        after_n=n,
    )


def sends(client: str, frame_id: str, body: str = "w", **more: object) -> Seen:
    """Say something."""
    return Send(client=client, at=_at(), room="r", id=frame_id, body=body, **more)  # type: ignore[arg-type]


def acks(client: str, frame_id: str, n: int, fence: int = 0) -> Seen:
    """Be answered that it is accepted."""
    return Ack(client=client, at=_at(), room="r", id=frame_id, n=n, fence=fence)


def nacks(client: str, frame_id: str, code: str = "slow_down", *, held: bool = False) -> Seen:
    """Be answered that it is not."""
    return Nack(client=client, at=_at(), room="r", id=frame_id, code=code, held=held)


def hears(client: str, n: int, by: str = "a", frame_id: str = "1", body: str = "w") -> Seen:
    """Be shown a line."""
    return Receive(client=client, at=_at(), room="r", n=n, by=by, id=frame_id, body=body)


def sees(client: str, n: int, kind: str, of: int = 0) -> Seen:
    """Be shown another event."""
    return Receive(client=client, at=_at(), room="r", n=n, kind=kind, of=of)


def gap(client: str, first: int, last: int) -> Seen:
    """Be told that numbers are gone."""
    return Gap(client=client, at=_at(), room="r", first=first, last=last)


def reset(client: str, epoch: str) -> Seen:
    """Be told that continuity was lost."""
    return Reset(client=client, at=_at(), room="r", epoch=epoch)


def resync(client: str) -> Seen:
    """Be told that what waited was dropped."""
    return Resync(client=client, at=_at(), room="r")


def lost(client: str) -> Seen:
    """Lose the line."""
    return Lost(client=client, at=_at(), room="r")


def stays(client: str) -> Seen:
    """Be there to the end."""
    return Present(client=client, at=_at(), room="r")


def read_out(
    *lines: Seen | tuple[int, str, str] | tuple[int, str, str, str],
    first: int = 1,
    head: int | None = None,
    epoch: str = "e",
) -> Sequence[Seen]:
    """Read the room: (number, author, id) or with other words than `w`, or a record."""
    frames = [hears("z", *line) if isinstance(line, tuple) else line for line in lines]
    numbers = [frame.n for frame in frames if isinstance(frame, Receive)]
    last = max(numbers, default=0) if head is None else head
    hello = Join(
        client="z", at=_at(), room="r", member="z", epoch=epoch, head=last, first=first, final=True
    )
    return [hello, *frames]


def acts(client: str, frame_id: str, kind: str, fence: int = 0) -> Seen:
    """Ask the desk for something about case `c`."""
    return Act(client=client, at=_at(), room="r", id=frame_id, kind=kind, case="c", fence=fence)


def on_desk(n: int, kind: str, time_s: float = 0.0, **more: object) -> Seen:
    """Read an entry of the desk about case `c`; times are seconds."""
    fields: dict[str, object] = {"case": "c", "about": "a", "level": "S2"} | more
    time = int(time_s * 1000)
    return OnDesk(client="z", at=_at(), room="r", n=n, time=time, kind=kind, **fields)  # type: ignore[arg-type]


def desk_read(time_s: float) -> Seen:
    """End the desk's read-out."""
    return on_desk(0, "read_out", time_s, case="", about="", level="")


# What many of them begin with.
A_IN = (joins("a"),)
BOTH_IN = (joins("a"), joins("b"))
SAID = (*A_IN, sends("a", "1"), acks("a", "1", 1))
RAISED = on_desk(1, "case_raised", 0, said="need")
ALERT = on_desk(2, "alarm_due", 2.3, step="alert")
CLAIM = on_desk(3, "case_claimed", 4, by="v")
CLOSE = on_desk(4, "case_closed", 5, by="v", fence=3)
NEED = (*A_IN, sends("a", "1", "", kind="need", raises=True), acks("a", "1", 0))
