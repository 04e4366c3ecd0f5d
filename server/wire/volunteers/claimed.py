"""What only the holder of a case may send."""

from typing import Annotated, Literal

from msgspec import Meta

from server.wire.volunteers.frame import ActId, CaseId, DeskFrame, Fence, Words

Minutes = Annotated[int, Meta(ge=1, le=60 * 24 * 366)]
Outcomes = Literal["calmer", "left_with_lines", "gone_offline", "not_a_crisis", "handed_on"]
Reasons = Literal["safety", "attack", "details", "method", "selling", "flooding", "other"]
Urgency = Literal["now", "soon", "when_you_can"]


class Held(DeskFrame, frozen=True):
    """What only the holder of a case does, under the fence of the claim."""

    id: ActId
    case: CaseId
    fence: Fence


class Back(Held, frozen=True):
    """Give the case back; it is free at once."""


class Offer(Held, frozen=True):
    """Ask the person whether they would like to be written to alone."""

    text: Words


class Write(Held, frozen=True):
    """Write on the open private line. A blank placeholder in `text` is refused."""

    text: Words


class Finish(Held, frozen=True):
    """End the private line."""


class Give(Held, frozen=True):
    """Show a card: `help` to the person, `helper` to the others in the room."""

    kind: Literal["help", "helper"]


class Decide(Held, frozen=True):
    """Let a held message (its `message` id) into the room, or keep it out."""

    message: ActId
    release: bool


class Hide(Held, frozen=True):
    """Take line `n` off every screen, or bring it back."""

    n: Fence
    hide: bool = True


class Sanction(Held, frozen=True):
    """Slow, pause, remove or ban the person of the case, to an end."""

    what: Literal["slow", "pause", "remove", "ban"]
    minutes: Minutes
    reason: Reasons


class Quiet(Held, frozen=True):
    """Nobody posts in the room for so many minutes; 0 lets them go on."""

    minutes: Annotated[int, Meta(ge=0, le=60)]


class Second(Held, frozen=True):
    """Ask somebody else to look."""


class Call(Held, frozen=True):
    """Call the duty lead."""


class Hand(Held, frozen=True):
    """Hand the case over, in four fields; it stays with the holder until somebody claims it."""

    known: Words
    said: Words
    next: Words
    urgency: Urgency


class Close(Held, frozen=True):
    """Close the case; S1 and S2 then wait for a second signature."""

    outcome: Outcomes
    note: Words = ""
