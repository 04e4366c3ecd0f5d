"""How each server is spoken to: a plan for the load, made of the bytes of its protocol.

All are given a line of 160 bytes. What a member is sent has the size of Kith's own frame for it:
peers that only hand on are given such a frame to hand on.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from secrets import token_bytes

from bench.floor.running import Server

ID_BYTES = 22
SHORT = 126
TEXTS = (
    """It was a long day, and I am glad that this room is here. I walked home along the river and
listened to the rain; it helped more than I thought it would at first.""",
    """My sister called on Sunday and we talked for an hour about the garden and nothing else. I had
forgotten how it feels to talk like that, and I want to call her again.""",
    """Thank you all for yesterday. I went to the meeting in the library and sat at the back, and
one of the women there gave me tea and asked me nothing at all, so I stayed.""",
    """The first week was hard and the second one was not. I keep a list on the fridge now, and
every evening I cross one thing out, even if it is only that I cooked for us.""",
)
HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n{more}\r\n"
)
SAID = (
    '{{"t":"said","n":1234,"at":1795379000000,"by":"{by}","alias":"Quiet Otter","text":"{text}",'
    '"id":"'
)
MARK = b'"id":"'


@dataclass(frozen=True, slots=True)
class Shape:
    """So many rooms of so many members."""

    rooms: int
    each: int

    @property
    def members(self) -> int:
        """Everybody."""
        return self.rooms * self.each

    def room_of(self, seat: int) -> int:
        """Return the room of a member: seat by seat, the first of every room first."""
        return seat % self.rooms


Plan = Callable[[Server, Shape], list[str]]


def websocket(server: Server, shape: Shape) -> list[str]:
    """Return the plan for a bare WebSocket server: `/room/N`, and whatever is said is handed on."""
    lines = _begin(server.port, shape, b'{"t":"said"')
    for seat in range(shape.members):
        lines += ["conn", _shake(server.port, f"/room/{shape.room_of(seat)}"), "head"]
        head, tail = (part.encode() for part in _handed_on(seat))
        lines.append(_speaker(seat, *_framed(head, tail)))
    return lines


def accepted(server: Server, shape: Shape) -> list[str]:
    """Return the plan for fan-out alone: one connection says what is accepted for which room.

    Our own server hears that on a port beside its sockets', and has one path for all rooms.
    """
    ours = server.beside > 0
    lines = _begin(server.port, shape, b'{"t":"said"')
    for seat in range(shape.members):
        room = shape.room_of(seat)
        path, more = ("/ws", f"Room: {room}\r\n") if ours else (f"/room/{room}", "")
        lines += ["conn", _shake(server.port, path, more), "head"]
    lines += [f"conn {server.beside or server.port}", _shake(server.port, "/accepted"), "head"]
    for seat in range(shape.members):
        head, tail = (part.encode() for part in _handed_on(seat))
        framed = _framed(f"{shape.room_of(seat)} ".encode() + head, tail)
        lines.append(_speaker(shape.members, *framed))
    return lines


def kith(server: Server, shape: Shape) -> list[str]:
    """Return the plan for Kith: members come into `room-N` with keys of their own."""
    more = "Sec-WebSocket-Protocol: kith.v1\r\n"
    lines = _begin(server.port, shape, b'{"t":"said"')
    for seat in range(shape.members):
        key = urlsafe_b64encode(token_bytes(32)).rstrip(b"=").decode()
        enter = f'{{"t":"enter","room":"room-{shape.room_of(seat)}","key":"{key}"}}'
        lines += ["conn", _shake(server.port, "/ws", more), "head"]
        lines += [f"send {_frame(enter.encode()).hex()}", f"frame {b'hello'.hex()}"]
        tail = f'","text":"{line_of(seat)}"}}'
        lines.append(_speaker(seat, *_framed(b'{"t":"say","id":"', tail.encode())))
    return lines


def socketio(server: Server, shape: Shape) -> list[str]:
    """Return the plan for Socket.IO: its handshake in the query, its packets in text frames."""
    lines = _begin(server.port, shape, b'42["said"')
    for seat in range(shape.members):
        path = f"/socket.io/?EIO=4&transport=websocket&room={shape.room_of(seat)}"
        lines += ["conn", _shake(server.port, path), "head", f"frame {b'sid'.hex()}"]
        lines += [f"send {_frame(b'40').hex()}", f"frame {b'sid'.hex()}"]
        head, tail = (part.encode() for part in _handed_on(seat))
        lines.append(_speaker(seat, *_framed(b'42["say",' + head, tail + b"]")))
    return lines


def irc(server: Server, shape: Shape) -> list[str]:
    """Return the plan for IRC: a channel each; who speaks does not hear themselves."""
    mark = b"id="
    lines = _begin(server.port, shape, b":", mark, heard_by_author=False)
    lines.append("lines")
    for seat in range(shape.members):
        name, room = f"m{seat}", shape.room_of(seat)
        hello = f"NICK {name}\r\nUSER {name} 0 * :{name}\r\n"
        lines += ["conn", f"send {hello.encode().hex()}", f"frame {b' 001 '.hex()}"]
        lines += [f"send {f'JOIN #r{room}'.encode().hex()}0d0a", f"frame {b' 366 '.hex()}"]
        head = f"PRIVMSG #r{room} :{line_of(seat)} {'.' * 60} ".encode() + mark
        lines.append(_speaker(seat, head, b"\r\n"))
    return lines


def line_of(seat: int) -> str:
    """Return what a member says."""
    return TEXTS[seat % len(TEXTS)].replace("\n", " ")


def _begin(
    port: int, shape: Shape, said: bytes, mark: bytes = MARK, *, heard_by_author: bool = True
) -> list[str]:
    readers = shape.each if heard_by_author else shape.each - 1
    return [
        f"port {port}",
        f"said {said.hex()}",
        f"mark {mark.hex()}",
        f"rooms {shape.rooms}",
        f"readers {readers}",
    ]


def _shake(port: int, path: str, more: str = "") -> str:
    return f"send {HANDSHAKE.format(path=path, port=port, more=more).encode().hex()}"


def _handed_on(seat: int) -> Iterator[str]:
    yield SAID.format(by="A" * 22, text=line_of(seat))
    yield '"}'


def _speaker(conn: int, head: bytes, tail: bytes) -> str:
    return f"speaker {conn} {head.hex()} {tail.hex()}"


def _framed(head: bytes, tail: bytes) -> tuple[bytes, bytes]:
    return _frame_head(len(head) + ID_BYTES + len(tail)) + head, tail


def _frame(payload: bytes) -> bytes:
    return _frame_head(len(payload)) + payload


def _frame_head(size: int) -> bytes:
    """Return a masked text frame's head; a mask of zeros is a mask, and costs no work."""
    if size < SHORT:
        return bytes((0x81, 0x80 | size)) + bytes(4)
    return bytes((0x81, 0x80 | SHORT)) + size.to_bytes(2) + bytes(4)
