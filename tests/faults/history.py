"""What clients saw of one round, so that an outsider can judge it: records, one JSON line each.

A *client* is one reader of one room: a member's link through all its sockets, a volunteer's
seat, or the reader of the final read-out. Times (`at`) are seconds of one monotonic clock of
the machine that wrote the round; records of one client stand in the order in which they
happened to it, those of several in any order. Texts are never kept, only their `digest`.

The read-out is one more client for each room, whose `Join` says `final`: it reads from the
first kept number to the head once nothing moves any more. The desk's read-out are `OnDesk`
records, one for each entry of the desk's stream, in their order.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct


class Record(
    Struct, frozen=True, tag_field="what", tag=str.lower, omit_defaults=True, kw_only=True, gc=False
):
    """Something one client did or saw."""

    client: str
    at: float
    room: str


class Round(Record, frozen=True):
    """The first record: what was done, and how much the checker must allow for it.

    `keep_s`: younger lines than this may not be missing. `late_ms`: how late an alarm may be,
    the length of the fault included. `restored`: the house was made again from a backup, which
    holds no talk: what was said in an earlier epoch has to be gone.
    """

    fault: str = ""
    seed: int = 0
    keep_s: float = 86_400.0
    late_ms: int = 10_000
    restored: bool = False


class Join(Record, frozen=True):
    """A `hello`. `after_epoch` and `after_n` are what `enter` asked with; without: None.

    `first` is the frame's `from`, `head` its `n`. `final`: this is the read-out.
    """

    member: str
    epoch: str
    head: int
    first: int
    resumed: bool = False
    after_epoch: str | None = None
    after_n: int | None = None
    final: bool = False


class Send(Record, frozen=True):
    """A frame with an `id` was given to the socket, for the first time or again.

    `raises`: a case has to come of it, if it is accepted or held.
    """

    id: str
    kind: str = "say"
    body: str = ""
    raises: bool = False


class Ack(Record, frozen=True):
    """Accepted. `n` is 0 where nothing entered the room's stream; `fence` is a claim's."""

    id: str
    n: int = 0
    saved: bool = True
    fence: int = 0


class Nack(Record, frozen=True):
    """Refused, for this time or for good; `held`: the desk has it."""

    id: str
    code: str
    held: bool = False


class Receive(Record, frozen=True):
    """A frame of the stream (one with `n` and `at`); `kind` is its `t`."""

    n: int
    kind: str = "said"
    by: str = ""
    id: str = ""
    body: str = ""
    of: int = 0


class Gap(Record, frozen=True):
    """The server said that these numbers, both included, are no longer kept."""

    first: int
    last: int


class Reset(Record, frozen=True):
    """The server said that continuity was lost."""

    epoch: str


class Resync(Record, frozen=True):
    """The server said that it dropped what was waiting for this client."""


class Lost(Record, frozen=True):
    """The socket ended: what it had not answered will not be answered on it any more."""


class Present(Record, frozen=True):
    """The client is in, and had all the time it could need: what is not here by now is missing."""


class Act(Record, frozen=True):
    """A volunteer asks for something about a case; answered by an `Ack` or a `Nack`."""

    id: str
    kind: str
    case: str
    fence: int = 0


class OnDesk(Record, frozen=True):
    """The desk's read-out: entry `n` of the room's desk, of `time` (ms, the store's clock).

    `kind` is the event's class in snake case: `case_raised`, `case_joined`, `case_claimed`,
    `case_given_back`, `case_dropped`, `case_escalated`, `handover_offered`, `case_closed`,
    `alarm_due`, `alarm_sent`, ... `about` is the member, `id` the client's id of the message,
    `said` why the case was raised (`need`, `flag`, `held`, ...), `step` the alarm's. The last
    record is the moment of the reading: `kind` `read_out`, of no case. `case_kept` is no event,
    but what a snapshot holds of a case whose entries are gone.
    """

    n: int
    time: int
    kind: str
    case: str
    fence: int = 0
    by: str = ""
    about: str = ""
    id: str = ""
    said: str = ""
    level: str = ""
    step: str = ""
    staffed: bool = False


Seen = (
    Round
    | Join
    | Send
    | Ack
    | Nack
    | Receive
    | Gap
    | Reset
    | Resync
    | Lost
    | Present
    | Act
    | OnDesk
)

_line = msgspec.json.Decoder(Seen)


def told_by(hello: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a `hello` tells, as the fields of a `Join`."""
    return {
        "member": hello["you"]["id"],
        "epoch": hello["epoch"],
        "head": hello["n"],
        "first": hello["from"],
        "resumed": hello["resumed"],
    }


def digest(text: str) -> str:
    """Tell texts apart without keeping them."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def write(records: Iterable[Seen], path: Path) -> None:
    """Write a round; what stood there is replaced."""
    encode = msgspec.json.Encoder().encode
    with path.open("wb") as out:
        out.writelines(encode(record) + b"\n" for record in records)


def read(path: Path) -> Iterator[Seen]:
    """Yield a round's records, in the order in which they were written."""
    with path.open("rb") as lines:
        for line in lines:
            yield _line.decode(line)
