"""Which list a restore asks for, and when it goes on without one."""

from pathlib import Path

import pytest

from rooms.events import MemberForgotten
from server.backup.restoring import Wanted, listed
from server.operator_error import OperatorError
from server.streams import let_go
from server.streams.let_go import DAY_MS, Line

MADE = 1_800_000_000_000
NOW = MADE + DAY_MS
FORGOTTEN = Line(MADE + 1, "{17}members:grief", MemberForgotten(2))
LATER = Line(MADE + 2, "{18}members:gambling", MemberForgotten(5))


def written(path: Path, *lines: Line) -> Path:
    path.parent.mkdir(exist_ok=True)
    let_go.write(path, lines)
    return path


def wanted(*lists: Path, listless: bool = False) -> Wanted:
    return Wanted(Path("saved"), Path("key"), lists, listless)


def test_the_lists_of_two_nodes_are_one_and_in_order(tmp_path: Path) -> None:
    mine = written(tmp_path / "mine", Line(MADE), LATER)
    yours = written(tmp_path / "yours", Line(MADE + 5), FORGOTTEN, LATER)

    lines = listed(tmp_path / "keys", wanted(mine, yours), MADE, NOW)

    assert [Line(MADE), FORGOTTEN, LATER] == lines


def test_the_list_beside_the_keys_is_read_too(tmp_path: Path) -> None:
    written(tmp_path / "keys" / let_go.FILE, Line(MADE), FORGOTTEN)

    assert [Line(MADE), FORGOTTEN] == listed(tmp_path / "keys", wanted(), MADE, NOW)


@pytest.mark.parametrize(
    ("begins", "now", "why"),
    [
        (None, NOW, "there is no list"),
        (MADE + 1, NOW, "the list begins later"),
        (MADE - 1, MADE + 14 * DAY_MS + 1, "the backup is 14 days old"),
    ],
)
def test_what_is_not_known_is_said_and_has_to_be_accepted(
    tmp_path: Path, begins: int | None, now: int, why: str
) -> None:
    lists = [] if begins is None else [written(tmp_path / "list", Line(begins), FORGOTTEN)]

    with pytest.raises(OperatorError, match=why):
        listed(tmp_path / "keys", wanted(*lists), MADE, now)

    accepted = listed(tmp_path / "keys", wanted(*lists, listless=True), MADE, now)
    assert [FORGOTTEN][: len(lists)] == accepted[1:]


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="There is no file"):
        listed(tmp_path / "keys", wanted(tmp_path / "none"), MADE, NOW)
