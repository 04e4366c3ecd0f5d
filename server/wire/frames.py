"""Every frame of the wire, version 1: the one source of docs, JSON Schema and typedefs.

A frame is one JSON object in one text message, told apart by its field `t`. What the
server reads is strict: unknown fields, wrong types and values out of range are faults of
the peer. What it sends may grow: clients ignore frames and fields they do not know.
`text` and `spans` count Unicode code points; times are milliseconds of the store's clock.
"""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

VERSION = 1
MEMBER_PROTOCOL = "kith.v1"
CLIENT_FRAME_BYTES = 32 * 1024
SERVER_FRAME_BYTES = 64 * 1024

# 16 and 32 bytes in base64url have a last character whose spare bits must be zero:
# two spellings of one id would be two ids to some and one to others.
Id128 = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{21}[AQgw]\Z")]
Key256 = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]\Z")]
RoomId = Annotated[str, Meta(max_length=64)]
MemberId = Annotated[str, Meta(max_length=64)]
Number = Annotated[int, Meta(ge=1, le=2**53)]
AliasIndex = Annotated[int, Meta(ge=0, le=15)]
Why = Literal["worried", "details", "attack", "selling", "other"]


class After(Struct, frozen=True, forbid_unknown_fields=True):
    """The last position a client has: what follows it is asked for."""

    epoch: Annotated[str, Meta(max_length=64)]
    n: Annotated[int, Meta(ge=0, le=2**53)]


class ClientFrame(
    Struct, frozen=True, tag_field="t", tag=str.lower, forbid_unknown_fields=True, kw_only=True
):
    """What a member may send."""


class Enter(ClientFrame, frozen=True):
    """Come in, come back, or ask again for what follows `after`; `guest` is an invited guest's
    pass.
    """

    room: RoomId
    key: Key256
    alias: AliasIndex | UnsetType = UNSET
    lang: Annotated[str, Meta(pattern=r"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")] | UnsetType = UNSET
    after: After | UnsetType = UNSET
    guest: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET


class Say(ClientFrame, frozen=True):
    """A message; `replaces` withdraws a held one."""

    id: Id128
    text: str
    to: Number | UnsetType = UNSET
    replaces: Id128 | UnsetType = UNSET


class Thank(ClientFrame, frozen=True):
    """Thank the author of line `n`, privately."""

    id: Id128
    n: Number


class Report(ClientFrame, frozen=True):
    """Tell a volunteer about line `n`."""

    id: Id128
    n: Number
    why: Why


class Need(ClientFrame, frozen=True):
    """Say "I need someone"; raises a case itself."""

    id: Id128


class Answer(ClientFrame, frozen=True):
    """Answer a card: `not_meant` to `help` (noted, nothing more), `not_now` to `talk`."""

    id: Id128
    what: Literal["not_meant", "not_now"]


class Hand(ClientFrame, frozen=True):
    """Ask for a turn, or take the wish back; with `last`, go to the end of the line.

    Taken back by somebody who does not stand in line, it means: not me, this time round.
    """

    id: Id128
    up: bool | UnsetType = UNSET
    last: bool | UnsetType = UNSET


class Pass(ClientFrame, frozen=True):
    """Pass the turn on, or give it `to` a member; whoever shared ends the feedback with it."""

    id: Id128
    to: MemberId | UnsetType = UNSET


class Wish(ClientFrame, frozen=True):
    """Say, while it is your turn, what may follow it: nothing, feedback, or one question."""

    id: Id128
    what: Literal["listen", "welcome", "question"]


class Next(ClientFrame, frozen=True):
    """As the chair, end the `step` the meeting is at; whoever holds the piece may end first."""

    id: Id128
    step: Annotated[str, Meta(max_length=32)]


class Lead(ClientFrame, frozen=True):
    """Open the evening, or stand in as the reserve; or, without `up`, lay it down."""

    id: Id128
    up: bool


class Serve(ClientFrame, frozen=True):
    """Take a role of the group that nobody has or that is offered, offer one's own `to` somebody,
    or lay it down.
    """

    id: Id128
    role: Literal["opener", "timekeeper", "greeter", "reserve"]
    what: Literal["take", "offer", "lay_down"]
    to: MemberId | UnsetType = UNSET


class Invite(ClientFrame, frozen=True):
    """Propose to have a guest from `starts` to `ends` (ms)."""

    id: Id128
    profession: Literal[
        "doctor",
        "nurse",
        "psychologist",
        "social_worker",
        "counsellor",
        "debt_adviser",
        "lawyer",
        "teacher",
    ]
    starts: Number
    ends: Number


class Guest(ClientFrame, frozen=True):
    """About the `guest` of this id: object; say that one asked at the institution; have the pass
    made (it comes as a card, and only to who asks); or, as the chair, send the guest away.
    """

    id: Id128
    guest: Annotated[str, Meta(max_length=64)]
    what: Literal["object", "checked", "pass", "away"]


class Sponsor(ClientFrame, frozen=True):
    """Offer to stand by somebody or take that back; ask a member who offers it (`to`); or end a
    line, or say no to the question, by its id (`line`).
    """

    id: Id128
    what: Literal["offer", "withdraw", "ask", "end"]
    to: MemberId | UnsetType = UNSET
    line: RoomId | UnsetType = UNSET


class Halt(ClientFrame, frozen=True):
    """As who opens the evening or stands in: pause it and call a volunteer; or let it go on."""

    id: Id128
    on: bool


class More(ClientFrame, frozen=True):
    """Earlier lines that are still kept; `before` is exclusive."""

    before: Number
    limit: Annotated[int, Meta(ge=1, le=200)]


class Leave(ClientFrame, frozen=True):
    """Go: this socket closes; the place is free at once if it was the member's last."""


class Slip(ClientFrame, frozen=True):
    """Ask how long one was in the meeting: a signed slip in a card, then `ack`."""

    id: Id128


class Wait(ClientFrame, frozen=True):
    """Wait for others, or no longer: the third who waits begins a circle. Said again every 45 s."""

    id: Id128
    up: bool | UnsetType = UNSET


class Forget(ClientFrame, frozen=True):
    """Remove this key's record at once."""

    id: Id128


MeetingAsked = Hand | Pass | Wish | Next | Lead
MemberFrame = (
    Enter
    | Say
    | Thank
    | Report
    | Need
    | Answer
    | Hand
    | Pass
    | Wish
    | Next
    | Lead
    | Serve
    | Invite
    | Guest
    | Sponsor
    | Halt
    | More
    | Leave
    | Slip
    | Wait
    | Forget
)


class ServerFrame(Struct, frozen=True, tag_field="t", tag=str.lower, kw_only=True):
    """What a member is sent."""


class Person(Struct, frozen=True):
    """Somebody in the room: the member id and the two words."""

    id: str
    alias: str


class You(Struct, frozen=True):
    """You, with the index of your two words."""

    id: str
    alias: str
    index: int


class RoomFacts(Struct, frozen=True):
    """What there is to know about a room; `keep_s` is how long its text is kept."""

    id: str
    title: str
    topic: str
    side: str
    language: str
    format: str
    step: str
    keep_s: int


class StepFacts(Struct, frozen=True, omit_defaults=True):
    """A step of a meeting: what it is called in its protocol, what for, and how long; `turn_s` is
    how long one has the piece, where one goes round.
    """

    id: str
    kind: str
    minutes: int
    turn_s: int = 0


class TurnFacts(Struct, frozen=True, omit_defaults=True):
    """Who holds the piece. `phase`: `open`, `soon` (`signal` was given), `grace` (for the last
    sentence), `held` (their line was lost: the clock stands, the place is kept).

    `ends` (ms) is when the time to talk ends; it is absent while the clock stands, and `left_s`
    stays as it is. `wish` is what may follow: `listen`, `welcome` or `question`.
    """

    holder: str
    alias: str
    phase: str
    left_s: int
    wish: str
    ends: int | UnsetType = UNSET


class FeedbackFacts(Struct, frozen=True):
    """Whom others may answer just now, how (`welcome`, `question`), and until when (ms)."""

    of: str
    alias: str
    wish: str
    until: int


class MeetingFacts(Struct, frozen=True, omit_defaults=True):
    """The meeting you came into: all of it, as the frames of its events would have told.

    `step` counts from 0; `paused` is until when (ms) at most nobody speaks; `now` (ms) is the
    store's time, to compare the other times with.
    """

    id: str
    format: str
    version: int
    title: str
    steps: list[StepFacts]
    step: int
    speak: str
    until: int
    now: int
    guided: bool
    line: list[str]
    reading: str | UnsetType = UNSET
    turn: TurnFacts | UnsetType = UNSET
    feedback: FeedbackFacts | UnsetType = UNSET
    chair: str | UnsetType = UNSET
    reserve: str | UnsetType = UNSET
    closing: bool | UnsetType = UNSET
    paused: int | UnsetType = UNSET


class Duty(Struct, frozen=True):
    """How many volunteers are on duty; 0 is nobody."""

    on: int


class Hello(ServerFrame, frozen=True, rename={"from_": "from"}):
    """You are in. `from` is the first number that follows or is named in a gap."""

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


class Said(ServerFrame, frozen=True, omit_defaults=True):
    """Somebody said this; also you."""

    n: int
    at: int
    by: str
    alias: str
    text: str
    id: str
    to: int | UnsetType = UNSET


class Hidden(ServerFrame, frozen=True):
    """The line `of` left every screen; it may come back."""

    n: int
    at: int
    of: int


class Shown(ServerFrame, frozen=True):
    """The hidden line `of` is back: ask for it with `more`."""

    n: int
    at: int
    of: int


class Erased(ServerFrame, frozen=True):
    """Live: the line `of` is gone for good. In a backlog, without `of`: this one was."""

    n: int
    at: int
    of: int | UnsetType = UNSET


class Rule(ServerFrame, frozen=True):
    """Who may post has changed; nothing more."""

    n: int
    at: int


class Meeting(ServerFrame, frozen=True, omit_defaults=True):
    """A meeting begins; its first `step` follows. Who leads it, if anybody does."""

    n: int
    at: int
    id: str
    format: str
    version: int
    title: str
    steps: list[StepFacts]
    guided: bool
    chair: str | UnsetType = UNSET
    reserve: str | UnsetType = UNSET


class Step(ServerFrame, frozen=True, omit_defaults=True):
    """The meeting is at this step, counted from 0, `until` then (ms); whoever stood in line for
    the last one stands there no more. `speak`: `nobody`, `everyone`, `holder`, `chair`, `guest`.
    """

    n: int
    at: int
    step: int
    id: str
    kind: str
    speak: str
    until: int
    reading: str | UnsetType = UNSET


class Closing(ServerFrame, frozen=True):
    """Nobody new begins in this step; it ends when whoever shares has ended."""

    n: int
    at: int


class Turn(ServerFrame, frozen=True, omit_defaults=True):
    """The piece, the whole line for it and the feedback, and `why` this is told now.

    `asked`, `stepped_back`, `begun`, `soon`, `grace`, `passed`, `given`, `time`, `line_lost`,
    `line_back`, `gone`, `wished`, `feedback_over`. Without `turn` nobody holds the piece.
    """

    n: int
    at: int
    why: str
    line: list[str]
    turn: TurnFacts | UnsetType = UNSET
    feedback: FeedbackFacts | UnsetType = UNSET


class Roles(ServerFrame, frozen=True, omit_defaults=True):
    """Who opens the evening and who stands in; `away`: the chair's line is lost. `waiting`: the
    meeting waits for a trained adult, and ends if none comes.
    """

    n: int
    at: int
    chair: str | UnsetType = UNSET
    reserve: str | UnsetType = UNSET
    away: bool | UnsetType = UNSET
    waiting: bool | UnsetType = UNSET


class Pause(ServerFrame, frozen=True):
    """Nobody speaks and every clock stands, until then (ms) at most: a volunteer was called."""

    n: int
    at: int
    until: int


class Resume(ServerFrame, frozen=True, omit_defaults=True):
    """It goes on: the step ends at `until`; the piece and the feedback as they are from now on."""

    n: int
    at: int
    until: int | UnsetType = UNSET
    turn: TurnFacts | UnsetType = UNSET
    feedback: FeedbackFacts | UnsetType = UNSET


class Over(ServerFrame, frozen=True, omit_defaults=True):
    """The meeting is over: `done`, or `adults_gone`. The room is as between meetings. What was
    said in it is erased at `gone` (ms).
    """

    n: int
    at: int
    why: str
    gone: int | UnsetType = UNSET


MeetingFrame = Meeting | Step | Closing | Turn | Roles | Pause | Resume | Over
StreamFrame = Said | Hidden | Shown | Erased | Rule | MeetingFrame


class RoleFacts(Struct, frozen=True, omit_defaults=True):
    """Who has a role until then (ms), and to whom it is offered."""

    role: str
    id: str
    alias: str
    until: int
    offered: str | UnsetType = UNSET


class GuestFacts(Struct, frozen=True, omit_defaults=True):
    """A guest the group thinks of, expects, or has with it: then `member` is who.

    One may object until `agreed` (ms); `checked` is when (ms) two members had asked at the
    institution; `coordinator`: one has still to say yes. `left`: is not here any more, and is told
    of as long as their words may be, for the badge at them.
    """

    guest: str
    profession: str
    starts: int
    ends: int
    agreed: int
    checked: int | UnsetType = UNSET
    coordinator: bool | UnsetType = UNSET
    member: str | UnsetType = UNSET
    left: bool | UnsetType = UNSET


class Group(ServerFrame, frozen=True):
    """What the group agreed on: who serves, which guests, and who would stand by somebody.

    After hello, and whenever it changes; all of it each time, never numbered.
    """

    roles: list[RoleFacts]
    guests: list[GuestFacts]
    sponsors: list[Person]


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
    another volunteer with.
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
    `young`: you said how young you are; there are no lines of two for you here, and a volunteer was
    asked to say hello. `greeters`: nobody has come
    yet, and a volunteer knows that somebody waits.
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


class Outage(ServerFrame, frozen=True):
    """The store is out of reach (`on`), or back: what is sent meanwhile is not accepted."""

    on: bool


class Bye(ServerFrame, frozen=True):
    """The server will close; come back after so long."""

    code: str
    after_s: int
