"""Writes what is generated from the wire: its document, its JSON Schema, the browser's typedefs.

The wire is a leaf and knows no refusal; so the codes' meanings are put beside its tables here.
"""

from pathlib import Path

from rooms.refusal import TRY_AGAIN, Code
from server.wire.closes import Close, may_return
from server.wire.schema import NEVER_EDIT, render_json_schema, render_tables, render_typedefs

PREFACE = "server/wire/preface.md"

REFUSALS = {
    Code.BAD_TEXT: "The text holds control characters or bidirectional overrides.",
    Code.TOO_LONG: "The text has over 2,000 code points.",
    Code.EMPTY: "There is no text, or only white space.",
    Code.PERSONAL_DETAIL: "The text shows somebody's details, at `spans`.",
    Code.METHOD_DETAIL: "Held for a volunteer: a detail at `spans` could hurt a reader.",
    Code.SLOW_DOOR: "Held for a volunteer's glance: the door is slower, and this member is new.",
    Code.ATTACK: "Held for a volunteer: the text at `spans` is aimed at somebody.",
    Code.NOT_YOUR_TURN: "Somebody else holds the talking piece.",
    Code.NO_TURNS: "There are no turns now: no meeting runs, or its step has no talking piece.",
    Code.YOUR_TURN: "This member holds the piece; it is to be passed first.",
    Code.IN_LINE: "This member stands in line already.",
    Code.NO_TIME_LEFT: "There is no time left for another turn in this step.",
    Code.HAD_A_TURN: "Others have a chance before somebody has the piece again.",
    Code.NOT_HERE: "Whom the piece was to be given is not here.",
    Code.NO_FEEDBACK: "There is no feedback in this step.",
    Code.NOT_THE_CHAIR: "This member does not open this evening.",
    Code.NO_CHAIR: "This meeting runs without anybody who opens it.",
    Code.ROLE_TAKEN: "Others open this evening and stand in already.",
    Code.WENT_ON: "Somebody was faster: the meeting has gone on.",
    Code.NO_MEETING: "No meeting runs in this room, and nobody writes here between meetings.",
    Code.MEETING_ON: "A meeting runs in this room already.",
    Code.TOO_FEW: "Fewer people are here than this meeting needs.",
    Code.ADULTS_MISSING: "Trained adults have to be here before young people meet.",
    Code.NO_SLIP: "There is no meeting here, or you came less than ten minutes ago.",
    Code.ONE_ROLE: "One has one role at a time.",
    Code.NOT_YOUR_ROLE: "This member does not have that role.",
    Code.OTHERS_FIRST: "This member had the role last; for `after_s` the others come first.",
    Code.NEW_HERE: "This member came a short while ago; in `after_s` they may do it.",
    Code.NOT_FOR_GUESTS: "An invited guest does not do this.",
    Code.NOT_FOR_YOUNG: "Where the young meet, or for somebody who is young, there is none.",
    Code.NEEDS_VOTE: "A closed group invites a guest by a vote.",
    Code.TOO_SOON: "The group has three days to object before a guest comes.",
    Code.TOO_LATE: "The days to object in are over.",
    Code.TOO_MANY_GUESTS: "The group thinks of enough guests already, or it is too far away.",
    Code.NO_SUCH_GUEST: "No such guest is expected.",
    Code.CHECKED_ALREADY: "This member checked the guest; it takes another one as well.",
    Code.NOT_CHECKED: "Two members have to ask at the guest's institution first.",
    Code.NOT_AGREED: "The group, or the coordinator where the young meet, has not agreed yet.",
    Code.SAID_NO: "Somebody said no to such a guest; the group may be asked again after `after_s`.",
    Code.PASS_UNKNOWN: "There is no such pass; a newer one may have been made.",
    Code.PASS_EARLY: "The pass is for later: it opens in `after_s`.",
    Code.PASS_USED: "Somebody came in with this pass; it lets in one, once.",
    Code.PASS_OVER: "What the pass was for is over.",
    Code.STEPPED_OUT: "Somebody shares who asked that no guest is there: come back in `after_s`.",
    Code.NO_SIDE_ROOM: "Where the young meet there is no side room: nobody could write in it.",
    Code.NO_SPONSOR: "This member does not offer to stand by somebody.",
    Code.SPONSOR_BUSY: "This member stands by as many as they can.",
    Code.ASKED_ALREADY: "One question waits for its answer already, or the line is there.",
    Code.NOT_ANSWERED: "Whoever was asked has not said yes.",
    Code.PAUSED: "Whoever opens the evening, or a volunteer, paused it, for `after_s` at most.",
    Code.NO_SUCH_LINE: "The line named is not there, or not kept any more.",
    Code.OWN_LINE: "One cannot thank or report oneself.",
    Code.MUTED: "This member may not post for now.",
    Code.REMOVED: "This member was asked to leave this room.",
    Code.SLOW_DOWN: "Too much at once.",
    Code.ID_REUSED: "The same id came before with another body.",
    Code.ROOM_FULL: "Every place is taken; `next` names a circle with space.",
    Code.NO_SUCH_ROOM: "There is no such room, or it is closed.",
    Code.UNAVAILABLE: "The store is out of reach; the write may or may not have happened.",
    Code.MOVING: "The room is moving to another server.",
    Code.DISK: "There is too little space on the server's disk.",
}

CLOSES = {
    Close.DONE: "The member left, or forgot this room.",
    Close.BROKEN: "The frames themselves were broken.",
    Close.NOT_UTF8: "The frame was not UTF-8.",
    Close.TOO_BIG: "The frame was over 32 KiB.",
    Close.OUR_BUG: "Something broke on our side.",
    Close.RESTARTING: "The server restarts.",
    Close.TOO_SLOW: "The reader stayed too slow after a `resync`.",
    Close.REPLACED: "The same key opened a fifth socket; this was the oldest.",
    Close.COME_BACK: "The `enter` was refused for now; the `nack` before says why.",
    Close.FAULT: "The peer broke the protocol.",
    Close.WRONG_ORIGIN: "The page that opened the socket is not ours.",
    Close.NO_SUCH_ROOM: "There is no such room, or it is closed.",
    Close.REMOVED: "This member was asked to leave this room.",
    Close.NOT_SIGNED_IN: "Only at the desk: nobody is signed in here.",
}


def render_markdown(preface: str) -> str:
    """Return docs/protocol.md: what holds everywhere, every frame, every code."""
    parts = [f"<!-- {NEVER_EDIT} -->\n", preface, render_tables(), _refusals(), _closes()]
    return "\n".join(parts)


def rendered(root: Path) -> dict[Path, str]:
    """Return every generated file's path and what it should hold."""
    preface = (root / PREFACE).read_text(encoding="utf-8")
    return {
        root / "docs/protocol.md": render_markdown(preface),
        root / "docs/schema.json": render_json_schema(),
        root / "client/web/wire/frames.d.js": render_typedefs(),
    }


def write(root: Path) -> None:
    """Write the generated files into the checkout at `root`."""
    for path, text in rendered(root).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def diff(root: Path) -> list[str]:
    """Return the generated files that are not what the frames say, by their path in `root`."""
    return [
        str(path.relative_to(root))
        for path, text in rendered(root).items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def _refusals() -> str:
    rows = ["## Refusal codes\n", "| `code` | meaning | the same id again |", "|---|---|---|"]
    for code in Code:
        again = "yes, after `after_s`" if code in TRY_AGAIN else "no"
        rows.append(f"| `{code}` | {REFUSALS[code]} | {again} |")
    return "\n".join(rows) + "\n"


def _closes() -> str:
    rows = ["## Close codes\n", "| code | meaning | come back by yourself |", "|---|---|---|"]
    for close in Close:
        again = "yes" if may_return(close) else "no"
        rows.append(f"| {close.value} | {CLOSES[close]} | {again} |")
    return "\n".join(rows) + "\n"
