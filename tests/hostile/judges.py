"""What must hold of any bytes whatever: a typed thing, or one refusal that quotes nothing.

A judge is called with bytes and returns whether they were taken; anything else is a fault of ours.
"""

from collections.abc import Callable, Coroutine, Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from moderation import joining
from moderation.crew import Volunteers
from moderation.reading import read
from moderation.refusal import No
from moderation.screening import Screen
from rooms import text
from rooms.refusal import Refusal
from server.crypto.desk_keys import DeskKeys
from server.crypto.keys import HouseKeys
from server.desk import invitations, sessions
from server.desk.asking import parsed
from server.desk.ceremonies import Ceremonies
from server.desk.challenges import Challenges, Purpose
from server.desk.crew_api import RoleWanted, ShiftWanted, Wanted
from server.desk.push_api import Endpoint, Subscription
from server.desk.signin import Answer, Joining, Token
from server.member.session import Session
from server.plain import forms
from server.wire import codec
from server.wire.codec import WireFault
from server.wire.frames import Enter, Say

Judge = Callable[[bytes], bool]
NOW = 1_700_000_000_000
KEYS = DeskKeys.of(HouseKeys("00" * 16, b"f" * 32, b"h" * 32))


class _Store:
    """The one thing that a challenge asks of a store before it is known as ours."""

    def now(self) -> int:
        return NOW


CHALLENGES = Challenges(KEYS.session, _Store())  # type: ignore[arg-type]
CEREMONIES = Ceremonies("localhost", ["http://localhost"])


def member_frame(data: bytes) -> bool:
    """A frame is decoded and means the same again, or is a fault; the order of frames holds."""
    try:
        frame = codec.decode(data.decode())  # what is no UTF-8 never gets past the socket's shell
    except UnicodeDecodeError:
        return False
    except WireFault as fault:
        return _says_nothing(fault)
    assert frame == codec.decode(msgspec.json.encode(frame))
    session = Session()
    try:
        session.receive(frame)
    except WireFault as fault:
        assert not isinstance(frame, Enter)
        _says_nothing(fault)
    assert session.entered is isinstance(frame, Enter)
    if isinstance(frame, Say):
        _look_at(frame.text)
    return True


def desk_frame(data: bytes) -> bool:
    """A volunteer's frame is decoded and means the same again, or is a fault."""
    try:
        frame = codec.decode_volunteer(data.decode())
    except UnicodeDecodeError:
        return False
    except WireFault as fault:
        return _says_nothing(fault)
    assert frame == codec.decode_volunteer(msgspec.json.encode(frame))
    return True


def form(data: bytes) -> bool:
    """A form's fields come to a frame or to none, read as the plain room's are."""
    try:
        fields = dict(parse_qsl(data.decode(), keep_blank_values=True, encoding="utf-8"))
    except ValueError:
        return False
    wanted = {"id": fields.get("id", ""), "text": fields.get("text", "")}
    held = {"replaces": fields["replaces"]} if "replaces" in fields else {}
    made = forms.frame(fields.get("do", "say"), **wanted, **held)
    _look_at(wanted["text"])
    return made is not None


def sign_in(data: bytes) -> bool:
    """A body for the desk is taken or refused by a code, whichever of them it was meant to be."""
    taken = [_taken(data, kind) for kind in (Wanted, ShiftWanted, RoleWanted, Subscription)]
    taken.append(_taken(data, Endpoint))
    for kind, do in ASKED.items():
        taken.append(_taken(data, kind, do))
    return any(taken)


def said(data: bytes) -> bool:
    """Any text is read, and what is seen in it lies within it."""
    return _look_at(data.decode("utf-8", "replace"))


def reading(data: bytes) -> bool:
    """Any text is read as words, and each stands where it says."""
    words = data.decode("utf-8", "replace")[: text.LONGEST]
    found = read(words)
    assert [*found.words] == found.line.split()
    _lie_within(words, found.places)
    return bool(found.words)


def _token(body: Token) -> None:
    sessions.read(KEYS.session, body.token, NOW)
    invitations.read(KEYS, body.token, NOW)


def _joining(body: Joining) -> None:
    joining.check_name(Volunteers(), body.name)
    _passkey(Purpose.JOIN, body.credential)


def _answer(body: Answer) -> None:
    _passkey(Purpose.ADD, body.credential)


def _passkey(purpose: Purpose, credential: Mapping[str, Any]) -> None:
    _, challenge = CEREMONIES.made(credential)
    _run(CHALLENGES.use(purpose, challenge))


ASKED: Mapping[Any, Callable[[Any], None]] = {Token: _token, Joining: _joining, Answer: _answer}


def _taken(data: bytes, kind: Any, do: Callable[[Any], None] = lambda _: None) -> bool:  # noqa: ANN401 - a type
    try:
        do(parsed(data, kind))
    except No:
        return False
    return True


def _run(asked: Coroutine[Any, Any, object]) -> None:
    """Run what refuses before it waits for anything."""
    try:
        asked.send(None)
    except StopIteration:
        return
    raise AssertionError("it waits for a store: nothing made up gets so far")


def _says_nothing(fault: WireFault) -> bool:
    assert () == fault.args
    return False


_screen = cache(Screen.load)  # what looks at frames alone need not wait for it


def _look_at(words: str) -> bool:
    words = words[: text.LONGEST]
    try:
        text.check(words)
    except Refusal as refusal:
        _lie_within(words, refusal.spans)
    reading = read(words)
    assert [*reading.words] == reading.line.split()
    _lie_within(words, reading.places)
    verdict = _screen().look(words, language="en", before=(words[:50],))
    _lie_within(words, (*verdict.spans, *verdict.hold_spans))
    return verdict.level.raises_case or bool(verdict.hold)


def _lie_within(words: str, spans: Any) -> None:  # noqa: ANN401 - pairs of numbers
    for start, end in spans:
        assert 0 <= start < end <= len(words), (start, end, len(words))
