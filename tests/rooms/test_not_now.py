"""Why words are not taken just now in a meeting: the reason that is true."""

import pytest

from rooms import formats
from rooms.commands import Post
from rooms.decide import post
from rooms.formats.format import Play, Scene
from rooms.formats.stage import Stage
from rooms.meeting.protocol import MINUTE_MS
from rooms.refusal import NotNow, Refusal
from rooms.standing import FREE
from rooms.state import Room

SHARING_MS = 7 * MINUTE_MS
PASSED = [("A", "ask"), ("A", "welcome"), ("A", "say"), ("A", "pass")]
ASKED = [("A", "ask"), ("A", "question"), ("A", "say"), ("A", "pass"), ("C", "say")]


@pytest.mark.parametrize(
    ("at", "plays", "who", "expected"),
    [
        (0, [], "B", NotNow.NOBODY),
        (SHARING_MS, [], "B", NotNow.FREE),
        (SHARING_MS, [("A", "ask")], "B", NotNow.OTHER),
        (SHARING_MS, [*PASSED, ("B", "say")], "B", NotNow.ANSWERED),
        (SHARING_MS, ASKED, "B", NotNow.ASKED),
    ],
)
def test_a_refusal_has_the_reason_of_the_moment(
    at: int, plays: list[tuple[str, str]], who: str, expected: NotNow
):
    stage = Stage(formats.load()["sharing_circle"], Scene("", ("A", "B", "C")))
    stage.wait_until(at)
    for by, what in plays:
        assert "" == stage.do(Play("0:00", by, what))  # type: ignore[arg-type] - the scenes' words

    with pytest.raises(Refusal) as refused:
        post(Room(meeting=stage.meeting), Post(who, "1", "Elm Lark", "hello"), FREE)

    assert expected is refused.value.why
