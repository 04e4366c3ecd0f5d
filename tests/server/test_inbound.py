"""What a peer's bytes come to, however they are cut; what is no frame ends it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.wire.closes import Close
from server.wire.inbound import Broken, Inbound, Message, Opcode

MOST = 1_000


def frame(opcode: int, payload: bytes = b"", *, final: bool = True, mask: bytes = b"abcd") -> bytes:
    size = len(payload)
    if size < 126:
        head = bytes((0x80 * final | opcode, 0x80 | size))
    elif size < 1 << 16:
        head = bytes((0x80 * final | opcode, 0xFE)) + size.to_bytes(2, "big")
    else:
        head = bytes((0x80 * final | opcode, 0xFF)) + size.to_bytes(8, "big")
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


def read(*pieces: bytes, most: int = MOST) -> list[Message]:
    inbound, messages = Inbound(most), []
    for piece in pieces:
        inbound.feed(piece)
        while (message := inbound.next()) is not None:
            messages.append(message)
    return messages


WHOLE: dict[str, tuple[list[Message], bytes]] = {
    "a text": ([(Opcode.TEXT, "grüß dich")], frame(1, "grüß dich".encode())),
    "nothing": ([(Opcode.TEXT, "")], frame(1)),
    "bytes": ([(Opcode.BINARY, b"\xff")], frame(2, b"\xff")),
    "a ping": ([(Opcode.PING, b"there?")], frame(9, b"there?")),
    "a pong": ([(Opcode.PONG, b"")], frame(10)),
    "two in one piece": ([(Opcode.TEXT, "a"), (Opcode.TEXT, "b")], frame(1, b"a") + frame(1, b"b")),
    "126 bytes": ([(Opcode.TEXT, "x" * 126)], frame(1, b"x" * 126)),
    "as much as may be": ([(Opcode.TEXT, "x" * MOST)], frame(1, b"x" * MOST)),
    "a text in parts": (
        [(Opcode.TEXT, "abc")],
        frame(1, b"a", final=False) + frame(0, b"b", final=False) + frame(0, b"c"),
    ),
    "a letter cut in two": (
        [(Opcode.TEXT, "ü")],
        frame(1, "ü".encode()[:1], final=False) + frame(0, "ü".encode()[1:]),
    ),
    "a ping between parts": (
        [(Opcode.PING, b"p"), (Opcode.TEXT, "ab")],
        frame(1, b"a", final=False) + frame(9, b"p") + frame(0, b"b"),
    ),
    "a close without reason": ([(Opcode.CLOSE, b"")], frame(8)),
    "a close with a reason": ([(Opcode.CLOSE, b"\x03\xe8bye")], frame(8, b"\x03\xe8bye")),
    "nothing after a close": ([(Opcode.CLOSE, b"")], frame(8) + frame(1, b"late")),
}


@pytest.mark.parametrize("expected_and_sent", WHOLE.values(), ids=WHOLE)
def test_whole_messages_come_out_however_they_are_cut(
    expected_and_sent: tuple[list[Message], bytes],
):
    expected, sent = expected_and_sent

    assert expected == read(sent)
    assert expected == read(*(sent[i : i + 1] for i in range(len(sent))))


BROKEN: dict[str, tuple[Close, bytes]] = {
    "no mask": (Close.BROKEN, b"\x81\x01a"),
    "a reserved bit": (Close.BROKEN, b"\xc1" + frame(1, b"a")[1:]),
    "a kind there is not": (Close.BROKEN, frame(3, b"a")),
    "a control there is not": (Close.BROKEN, frame(11)),
    "a ping in parts": (Close.BROKEN, frame(9, b"a", final=False)),
    "a ping too long": (Close.BROKEN, frame(9, b"a" * 126)),
    "a part of nothing": (Close.BROKEN, frame(0, b"a")),
    "a text within a text": (Close.BROKEN, frame(1, b"a", final=False) + frame(1, b"b")),
    "half a reason": (Close.BROKEN, frame(8, b"\x03")),
    "a reason nobody gives": (Close.BROKEN, frame(8, (1006).to_bytes(2, "big"))),
    "a reason that is no number of ours": (Close.BROKEN, frame(8, (2999).to_bytes(2, "big"))),
    "a reason in broken letters": (Close.NOT_UTF8, frame(8, b"\x03\xe8\xff")),
    "broken letters": (Close.NOT_UTF8, frame(1, b"a\xff")),
    "half a letter at the end": (Close.NOT_UTF8, frame(1, "ü".encode()[:1])),
    "a surrogate": (Close.NOT_UTF8, frame(1, b"\xed\xa0\x80")),
    "too much": (Close.TOO_BIG, frame(1, b"x" * (MOST + 1))),
    "too much in parts": (
        Close.TOO_BIG,
        frame(1, b"x" * 600, final=False) + frame(0, b"x" * 600),
    ),
    "a length past all memory": (Close.TOO_BIG, b"\x81\xff" + b"\xff" * 8),
}


@pytest.mark.parametrize("expected_and_sent", BROKEN.values(), ids=BROKEN)
def test_what_is_no_frame_ends_it_with_its_code(expected_and_sent: tuple[Close, bytes]):
    expected, sent = expected_and_sent

    with pytest.raises(Broken) as broken:
        read(*(sent[i : i + 1] for i in range(len(sent))))

    assert expected is broken.value.close


def test_what_is_too_long_is_refused_before_it_is_here():
    with pytest.raises(Broken):
        read(frame(1, b"x" * (MOST + 1))[:4])


def test_what_waits_is_counted():
    inbound = Inbound(MOST)
    inbound.feed(frame(1, b"abc") * 3)

    assert (Opcode.TEXT, "abc") == inbound.next()
    assert 18 == inbound.size


@given(st.lists(st.text(max_size=300), max_size=5), st.data())
def test_any_texts_come_out_as_they_went_in(texts: list[str], cuts: st.DataObject):
    sent = b"".join(frame(1, text.encode(), mask=b"\x00\xff\x10z") for text in texts)
    at = sorted(cuts.draw(st.lists(st.integers(0, len(sent)), max_size=8)))
    pieces = [sent[a:b] for a, b in zip([0, *at], [*at, len(sent)], strict=True)]

    assert texts == [said for _, said in read(*pieces, most=10_000)]
