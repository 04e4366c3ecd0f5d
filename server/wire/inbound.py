"""RFC 6455 framing of what a peer sends, without IO: bytes in, whole messages out, in order.

Nothing is kept of a message that is longer than it may be: its length is read before it is.
"""

from enum import IntEnum

from server.wire.closes import Close

_FINAL, _RESERVED, _OPCODE = 0x80, 0x70, 0x0F
_MASKED, _SIZE = 0x80, 0x7F
_HEAD, _MASK = 2, 4
_CONTROL = 0x8
_SHORT, _MEDIUM = 126, 127
_MOST_IN_CONTROL = 125
_CODE = 2
_FIRST_OF_PROGRAMS, _LAST_OF_PROGRAMS = 3000, 4999
# What a peer may give as its reason (RFC 6455, 7.4, and the registry since).
_REASONS = frozenset({1000, 1001, 1002, 1003, *range(1007, 1015)})


class Opcode(IntEnum):
    """What a frame is."""

    MORE = 0x0
    TEXT = 0x1
    BINARY = 0x2
    CLOSE = 0x8
    PING = 0x9
    PONG = 0xA


Message = tuple[Opcode, str | bytes]
_OPCODES = {int(opcode): opcode for opcode in Opcode}


class Broken(Exception):
    """The peer's frames are none; carries only the code it is closed with."""

    def __init__(self, close: Close) -> None:
        super().__init__(close)
        self.close = close


class Inbound:
    """One peer's frames. After `Broken`, or a close, it is done."""

    __slots__ = ("_kind", "_most", "_needs", "_parts", "_waiting")

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting = b""
        self._needs = _HEAD  # so many bytes must be there before it is worth looking
        self._kind = Opcode.MORE  # of the message whose parts are here
        self._parts = b""

    @property
    def size(self) -> int:
        """How many bytes wait to be read."""
        return len(self._waiting)

    def feed(self, data: bytes) -> None:
        """Take what came."""
        self._waiting += data

    def next(self) -> Message | None:
        """Return the next whole message, or None until more has come; raises `Broken`."""
        while len(self._waiting) >= self._needs:
            message = self._frame()
            if message is not None:
                return message
        return None

    def _frame(self) -> Message | None:
        """Read one frame, if it is all there; return the message that it ends."""
        data = self._waiting
        opcode, size = self._opcode(data[0], data[1]), data[1] & _SIZE
        begin = _HEAD
        if size >= _SHORT:
            begin += 2 if size == _SHORT else 8
            if len(data) < begin:
                self._needs = begin
                return None
            size = int.from_bytes(data[_HEAD:begin], "big")
        if size + len(self._parts) > self._most and opcode < _CONTROL:
            raise Broken(Close.TOO_BIG)
        begin += _MASK
        end = begin + size
        if len(data) < end:
            self._needs = end
            return None
        payload = _unmasked(data[begin - _MASK : begin], data[begin:end])
        self._waiting, self._needs = data[end:], _HEAD
        return self._message(opcode, payload, is_final=bool(data[0] & _FINAL))

    def _opcode(self, first: int, second: int) -> Opcode:
        """Return what the frame is, if it may be here."""
        opcode = _OPCODES.get(first & _OPCODE)
        if opcode is None or first & _RESERVED or not second & _MASKED:
            raise Broken(Close.BROKEN)
        if opcode >= _CONTROL:
            if not first & _FINAL or second & _SIZE > _MOST_IN_CONTROL:
                raise Broken(Close.BROKEN)
        elif (opcode is Opcode.MORE) != (self._kind is not Opcode.MORE):
            raise Broken(Close.BROKEN)  # a part of nothing, or a message within another
        return opcode

    def _message(self, opcode: Opcode, payload: bytes, *, is_final: bool) -> Message | None:
        if opcode is Opcode.CLOSE:
            self._needs = 1 << 62  # what comes after is nobody's
            return opcode, _reason(payload)
        if opcode >= _CONTROL:
            return opcode, payload
        if opcode is not Opcode.MORE:
            self._kind = opcode
        if not is_final:
            self._parts += payload
            return None
        kind, whole = self._kind, self._parts + payload
        self._kind, self._parts = Opcode.MORE, b""
        return kind, _text(whole) if kind is Opcode.TEXT else whole


def _unmasked(mask: bytes, payload: bytes) -> bytes:
    size = len(payload)
    repeated = mask * (size // _MASK) + mask[: size % _MASK]
    both = int.from_bytes(payload, "little") ^ int.from_bytes(repeated, "little")
    return both.to_bytes(size, "little")


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Broken(Close.NOT_UTF8) from None


def _reason(payload: bytes) -> bytes:
    """Check the reason a peer gives; nobody reads it."""
    if payload:
        code = int.from_bytes(payload[:_CODE], "big")
        known = code in _REASONS or _FIRST_OF_PROGRAMS <= code <= _LAST_OF_PROGRAMS
        if len(payload) < _CODE or not known:
            raise Broken(Close.BROKEN)
        _text(payload[_CODE:])
    return payload
