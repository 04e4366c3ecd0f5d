"""What stands on the terminal, and what is taken off it."""

import io

import msgspec
import pytest
from room_frames import ME, said

from client.catalogue import english
from client.screen import CLEAR, Screen
from server.wire.frames import Said


def a_line(n: int, text: str, *, by: str = "other", to: int | None = None) -> Said:
    line = msgspec.json.decode(said(n, n, by=by, text=text), type=Said)
    return line if to is None else msgspec.structs.replace(line, to=to)


class Seen:
    """A screen, and all that was written on it."""

    def __init__(self, *, is_terminal: bool) -> None:
        self.out = io.StringIO()
        self.screen = Screen(self.out, english(), is_terminal=is_terminal)
        self.screen.me = ME

    def since(self) -> str:
        written = self.out.getvalue()
        self.out.seek(0)
        self.out.truncate()
        return written


@pytest.fixture
def terminal() -> Seen:
    return Seen(is_terminal=True)


def test_a_line_has_its_number_its_time_and_its_name(terminal: Seen):
    terminal.screen.show(a_line(7, "hello", to=3))
    number, time, *rest = terminal.since().split()
    assert ("7", 5, "Amber River (to 3): hello") == (number, len(time), " ".join(rest))


def test_ones_own_line_says_so(terminal: Seen):
    terminal.screen.show(a_line(7, "hello", by=ME))
    assert terminal.since().endswith("You: hello\n")


def test_what_is_put_into_a_sentence_is_made_safe(terminal: Seen):
    terminal.screen.tell("in.room", title="\x1b[2J", alias="Amber\x07")
    assert "You are in \ufffd[2J. Here you are Amber\ufffd.\n" == terminal.since()


def test_a_hidden_line_leaves_the_screen_and_the_rest_stays(terminal: Seen):
    for n in (1, 2, 3):
        terminal.screen.show(a_line(n, f"words {n}\nand more {n}"))
    terminal.since()
    terminal.screen.take_off(2)
    left = terminal.since()
    assert left.startswith(CLEAR)
    assert [True, False, True] == [f"more {n}" in left for n in (1, 2, 3)]
    terminal.screen.take_off(2)
    assert "" == terminal.since()


def test_where_nothing_can_be_taken_off_nothing_is_cleared():
    pipe = Seen(is_terminal=False)
    pipe.screen.show(a_line(1, "words"))
    pipe.since()
    pipe.screen.take_off(1)
    pipe.screen.wipe_typed("words")
    assert "" == pipe.since()


def test_after_clearing_nothing_is_written_any_more(terminal: Seen):
    terminal.screen.show(a_line(1, "words"))
    terminal.screen.clear()
    assert terminal.since().endswith(CLEAR)
    terminal.screen.tell("door.left")
    terminal.screen.wipe_typed("words")
    terminal.screen.take_off(1)
    assert "" == terminal.since()
