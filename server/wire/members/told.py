"""What one member is sent, outside the numbering: answers, cards, and how the line is."""

from msgspec import UNSET, UnsetType

from server.wire.members.facts import Duty, Person, RoomFacts, You
from server.wire.members.frame import ServerFrame
from server.wire.members.meeting_facts import MeetingFacts
from server.wire.members.stream import StreamFrame


class Hello(ServerFrame, frozen=True, rename={"from_": "from"}):
    """You are in. `from` is the first number that follows or is named in a gap. `paused`: until
    when (ms) nobody writes.
    """

    v: int
    house: str
    epoch: str
    n: int
    from_: int
    resumed: bool
    you: You
    room: RoomFacts
    members: list[Person]
    others: int
    duty: Duty
    ping_s: int
    meeting: MeetingFacts | UnsetType = UNSET
    paused: int | UnsetType = UNSET


class Lines(ServerFrame, frozen=True, rename={"from_": "from"}):
    """The one answer to `more`: rising, outside the live numbering."""

    events: list[StreamFrame]
    from_: int
    first_kept: int


class Here(ServerFrame, frozen=True):
    """Who came and went; at most one a second, never numbered, never stored."""

    joined: list[Person] | UnsetType = UNSET
    left: list[str] | UnsetType = UNSET
    members: list[Person] | UnsetType = UNSET


class Ack(ServerFrame, frozen=True):
    """Accepted; `saved` means it is on disk."""

    id: str
    saved: bool
    n: int | UnsetType = UNSET


class Nack(ServerFrame, frozen=True):
    """Not accepted, and why; codes, never prose.

    With `removed`: `until` when (ms), for which class of `reason`, and the `appeal` code to ask
    another volunteer with. With `not_your_turn` of a message: `why`, which is `nobody` (writes in
    this part), `adults` (have to come first), `free` (the piece is; ask for it), `other` (somebody
    else speaks), `answered` (you have), `asked` (the one question was), `guest` (the guest speaks)
    or `guests` (you are one, and this is not your part).
    """

    code: str
    id: str | UnsetType = UNSET
    after_s: int | UnsetType = UNSET
    spans: list[tuple[int, int]] | UnsetType = UNSET
    held: bool | UnsetType = UNSET
    next: str | UnsetType = UNSET
    until: int | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    appeal: str | UnsetType = UNSET
    why: str | UnsetType = UNSET


class Card(ServerFrame, frozen=True):
    """A private card.

    `help`: somebody may be found here, and these lines answer; `update`: still nobody had time;
    with `called`, somebody who is not at the desk is being called. `thanks` for line `of`;
    `helper`: how to listen to somebody who has a hard time. `talk`: a volunteer would like to
    write to you alone: enter `line` to say yes. On the line itself: `dropped`, your volunteer's
    line was lost; `handed_on`, they had to go; `talk_ended`. `sanction`: what (`what`) you may
    not do `until` when (ms), for which class of `reason`, and the `code` to ask another volunteer
    with. `slip`: what you asked for, as a signed `code`; it says nothing of you. `guest_pass`: the
    `code` for the guest, told once. `sponsor_asked`: `alias` asks you to stand by them; enter
    `line` to say yes. `sponsor`: your line with `alias` is open, enter `line`. `sponsor_waits`:
    `alias` has not answered yet. `sponsor_ended`: that `line` is over.
    `line_words`: `alias` wrote on that `line` while you are not there; told once, until you were.
    `young`: you said how young you are; there are no lines of two for you here, and a volunteer was
    asked to say hello. `greeters`: nobody has come yet, and a volunteer knows that somebody waits.
    `welcome`: you went offline while somebody worried for you, and are here again.
    `step_out`, to a guest: somebody shares without one; `no_guest`, to them: none is there now.
    `rest`: you have stood by somebody for an hour without a break.
    `pair`: you wait, and so does one other: say with `wait` whether two are enough.
    `side_room`: your circle goes on in the room `next`: enter it under the key you are here with.
    """

    kind: str
    duty: Duty
    of: int | UnsetType = UNSET
    line: str | UnsetType = UNSET
    called: bool | UnsetType = UNSET
    what: str | UnsetType = UNSET
    until: int | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    code: str | UnsetType = UNSET
    alias: str | UnsetType = UNSET
    next: str | UnsetType = UNSET


class Gap(ServerFrame, frozen=True, rename={"from_": "from"}):
    """These positions, both ends included, are no longer kept."""

    from_: int
    to: int


class Reset(ServerFrame, frozen=True):
    """Continuity was lost; enter again."""

    epoch: str


class Resync(ServerFrame, frozen=True):
    """You were too slow and your queue was dropped; enter again with `after`."""


class Tick(ServerFrame, frozen=True):
    """Every `ping_s`, needs no answer: page script cannot see protocol pings."""


class OnDuty(ServerFrame, frozen=True):
    """How many volunteers are on duty has changed; beside a `tick`, so within `ping_s`."""

    duty: Duty


class Outage(ServerFrame, frozen=True):
    """The store is out of reach (`on`), or back: what is sent meanwhile is not accepted."""

    on: bool


class Bye(ServerFrame, frozen=True):
    """The server will close; come back after so long."""

    code: str
    after_s: int
