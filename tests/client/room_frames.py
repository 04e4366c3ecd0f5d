"""Frames of a small room, as a server would write them."""

import msgspec

from client.effects import Effect, Send, Show
from client.events import Event
from client.identity import spell
from server.wire.frames import (
    Duty,
    Enter,
    Hello,
    MemberFrame,
    Person,
    RoomFacts,
    Said,
    Say,
    You,
)

KEY = spell(b"k" * 32)
ENTER = Enter(room="gambling", key=KEY)
HOUSE = "0123456789abcdef" * 2
ME = "me"


def ident(number: int) -> str:
    """Return the id of the line so numbered in a test."""
    return spell(number.to_bytes(16, "big"))


def a_say(number: int, text: str = "good evening") -> Say:
    return Say(id=ident(number), text=text)


def wire(**fields: object) -> bytes:
    """Write a frame by hand: `from_` stands for `from`."""
    return msgspec.json.encode({name.rstrip("_"): value for name, value in fields.items()})


def hello(*, n: int = 0, from_: int = 0, resumed: bool = False, epoch: str = "one") -> bytes:
    return msgspec.json.encode(
        Hello(
            v=1,
            house=HOUSE,
            epoch=epoch,
            n=n,
            from_=from_ or n + 1,
            resumed=resumed,
            you=You(ME, "Quiet Harbour", 0),
            room=RoomFacts("gambling", "Gambling", "gambling", "self", "en", "open_floor", "", 60),
            members=[Person(ME, "Quiet Harbour")],
            others=0,
            duty=Duty(0),
            ping_s=25,
        )
    )


def said(n: int, number: int, *, by: str = "other", text: str = "hello") -> bytes:
    line = Said(n=n, at=1_000 + n, by=by, alias="Amber River", text=text, id=ident(number))
    return msgspec.json.encode(line)


def sent(effects: list[Effect]) -> list[MemberFrame]:
    return [effect.frame for effect in effects if isinstance(effect, Send)]


def shown(effects: list[Effect]) -> list[Event]:
    return [effect.event for effect in effects if isinstance(effect, Show)]
