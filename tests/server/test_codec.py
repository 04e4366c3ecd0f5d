"""Any bytes are a frame or a `WireFault`; what the server says is small, whole JSON."""

import json
from base64 import urlsafe_b64encode

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rooms import base64url
from server.wire import codec
from server.wire.codec import WireFault
from server.wire.frames import CLIENT_FRAME_BYTES, Enter, Gap, MemberFrame, Said, Say
from server.wire.framing import text_frame

ID = "A" * 22
KEY = "A" * 43


def decoded(data: str | bytes) -> MemberFrame | None:
    try:
        return codec.decode(data)
    except WireFault as fault:
        assert fault.args == (), "a fault quotes nothing"  # noqa: PT017 - either is right
        return None


@given(st.binary(max_size=200))
@example(b'{"t":"say","id":"' + ID.encode() + b'","text":"\xed\xa0\x80"}')
def test_any_bytes_are_a_frame_or_a_fault(data: bytes):
    decoded(data)


@given(st.text(max_size=200))
@example("\ud800")
@example('{"t":"leave"}' + "\ud800")
@example("[" * 100_000)
@example('{"t":' * 20_000)
@example('{"x":' + "[" * 15_000 + "]" * 15_000 + ',"t":"leave"}')
@example('{"t":"more","before":1,"limit":' + "9" * 10_000 + "}")
@example('{"t":"more","before":1e400,"limit":1}')
def test_any_text_is_a_frame_or_a_fault(text: str):
    decoded(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=10,
)
NAMES = ("room", "key", "alias", "after", "id", "text", "to", "n", "why", "up", "before", "limit")
KINDS = ("enter", "say", "thank", "report", "need", "hand", "pass", "more", "leave", "forget")
LIKELY = st.sampled_from([ID, KEY, "gambling", 1, 0, 16, 200, 201, "worried", "", None, True])
OBJECTS = st.builds(
    lambda t, fields: {"t": t} | fields,
    st.sampled_from(KINDS) | JSON,
    st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), LIKELY | JSON, max_size=6),
)


@given(OBJECTS)
def test_what_is_decoded_means_the_same_when_encoded_again(fields: dict[str, object]):
    frame = decoded(json.dumps(fields))

    if frame is not None:
        assert frame == codec.decode(msgspec.json.encode(frame))
        assert set(msgspec.to_builtins(frame)) <= set(fields)


@given(st.binary(min_size=16, max_size=16))
def test_every_id_has_one_spelling(raw: bytes):
    spelt = base64url.encode(raw)

    frame = codec.decode(json.dumps({"t": "need", "id": spelt}))

    assert spelt == getattr(frame, "id", None)
    for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_":
        other = spelt[:-1] + last
        if other != spelt:
            same_bytes = urlsafe_b64encode(raw)[:21] == other[:21].encode()
            accepted = decoded(json.dumps({"t": "need", "id": other})) is not None
            assert same_bytes
            assert accepted is (last in "AQgw")


@given(st.binary(min_size=32, max_size=32))
def test_every_key_is_taken_as_it_is_spelt(raw: bytes):
    spelt = base64url.encode(raw)

    frame = codec.decode(json.dumps({"t": "enter", "room": "r", "key": spelt}))

    assert isinstance(frame, Enter)
    assert raw == base64url.decode(frame.key)


@given(st.text())
def test_text_is_never_changed(text: str):
    text = text.encode("utf-8", "replace").decode()
    frame = codec.decode(json.dumps({"t": "say", "id": ID, "text": text}))
    assert isinstance(frame, Say)

    said = Said(n=1, at=1, by=ID, alias="a b", text=frame.text, id=ID)

    assert text == json.loads(codec.encode(said))["text"]


@pytest.mark.parametrize("tag", ["en", "EN", "en_US", "en-GB-u-hc-h12", "zh-Hant-TW", "x-ours"])
def test_a_language_may_be_named_as_any_system_names_it(tag: str):
    entering = json.dumps({"t": "enter", "room": "gambling", "key": KEY, "lang": tag})

    assert isinstance(decoded(entering), Enter)


@pytest.mark.parametrize("size", [CLIENT_FRAME_BYTES, CLIENT_FRAME_BYTES + 1])
def test_a_frame_may_be_as_long_as_promised_and_no_longer(size: int):
    frame = {"t": "say", "id": ID, "text": ""}
    long = json.dumps(frame | {"text": "x" * (size - len(json.dumps(frame)))})

    assert (size <= CLIENT_FRAME_BYTES) is (decoded(long) is not None)


def test_names_that_python_reserves_are_spelt_as_promised():
    assert codec.encode(Gap(from_=1, to=2)) == b'{"t":"gap","from":1,"to":2}'


def test_what_is_not_set_is_not_sent():
    assert codec.encode(Said(n=1, at=2, by="b", alias="a", text="t", id="i")) == (
        b'{"t":"said","n":1,"at":2,"by":"b","alias":"a","text":"t","id":"i"}'
    )


@pytest.mark.parametrize(
    ("size", "head"),
    [
        (0, b"\x81\x00"),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65_535, b"\x81\x7e\xff\xff"),
        (65_536, b"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"),
    ],
)
def test_a_frame_is_framed_as_rfc_6455_says(size: int, head: bytes):
    assert head + b"x" * size == text_frame(b"x" * size)
