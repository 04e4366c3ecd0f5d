"""From an event to the frame everybody is sent: nothing added, nothing left out."""

import json

import pytest

from rooms.events import (
    MessageErased,
    MessageHidden,
    MessagePosted,
    MessageShown,
    RoomEvent,
    RuleRaised,
)
from server.fanout.views import frame_of
from server.streams.kinds import Entry
from server.wire import codec

AT = {"n": 7, "at": 1_700}


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            MessagePosted("m", "amber fox", "words", "i"),
            {"t": "said", "by": "m", "alias": "amber fox", "text": "words", "id": "i"},
        ),
        (
            MessagePosted("m", "amber fox", "words", "i", to=3),
            {"t": "said", "by": "m", "alias": "amber fox", "text": "words", "id": "i", "to": 3},
        ),
        (MessageHidden(3), {"t": "hidden", "of": 3}),
        (MessageShown(3), {"t": "shown", "of": 3}),
        (MessageErased(3), {"t": "erased", "of": 3}),
        (RuleRaised(), {"t": "rule"}),
    ],
)
def test_an_event_becomes_its_frame(event: RoomEvent, expected: dict[str, object]):
    frame = frame_of(Entry(7, 1_700, 4, event))

    assert frame is not None
    assert AT | expected == json.loads(codec.encode(frame))


def test_what_was_erased_says_only_where_it_stood():
    frame = frame_of(Entry(7, 1_700, 4, None, erased=True))

    assert frame is not None
    assert AT | {"t": "erased"} == json.loads(codec.encode(frame))


def test_what_is_no_longer_kept_has_no_frame():
    assert frame_of(Entry(7, 1_700, 4, None)) is None
