"""The list beside the keys: whole whatever happens, bounded, and nobody is named in it."""

import asyncio
from pathlib import Path

import pytest

from moderation.crew_events import VolunteerRemoved
from moderation.events import CaseClosed, NoteWritten
from rooms.events import MemberForgotten, MessagePosted
from server.backplane import Unavailable
from server.streams.envelope import Draft
from server.streams.let_go import BACKUP_MS, DAY_MS, LetGo, Line, read

NOW = 1_800_000_000_000
CREW, DESK, MEMBERS = "{house}crew", "{17}desk", "{17}members:grief"


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> int:
        return self.at


def content(path: Path) -> bytes:
    return path.read_bytes()


def cut_to(path: Path, left: bytes) -> None:
    path.write_bytes(left)


def out_of_reach(path: Path) -> None:
    """Have nothing written to the list."""
    path.unlink()
    path.mkdir()


def within_reach(path: Path) -> None:
    path.rmdir()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "let_go.list"


@pytest.fixture
def let_go(path: Path, clock: Clock) -> LetGo:
    begun = LetGo(path, clock)
    begun.begin()
    return begun


@pytest.mark.usefixtures("let_go")
def test_a_list_says_from_when_it_is_and_goes_on_after_a_start(path: Path, clock: Clock) -> None:
    clock.at += DAY_MS

    LetGo(path, clock).begin()

    assert [Line(NOW)] == read(path)


async def test_what_ended_is_listed_and_nothing_else(let_go: LetGo, path: Path) -> None:
    gone = VolunteerRemoved("vera", "will")

    await let_go.ended(
        [
            Draft("{17}room:grief", MessagePosted("ada", "quiet lantern", "zebra", "id")),
            Draft(DESK, NoteWritten("17-a", "vera", "zebra")),
            Draft(CREW, gone),
        ]
    )

    assert [Line(NOW, CREW, gone)] == read(path)[1:]
    assert b"zebra" not in content(path)


async def test_the_note_of_a_closed_case_is_not_in_it(let_go: LetGo, path: Path) -> None:
    await let_go.ended([Draft(DESK, CaseClosed("17-a", 3, "vera", "calmer", "zebra"))])

    assert [CaseClosed("17-a", 3, "vera", "calmer")] == [line.event for line in read(path)[1:]]


async def test_a_record_is_named_by_its_number_and_says_where_it_is_now(
    let_go: LetGo, path: Path
) -> None:
    await let_go.forgets(MEMBERS, 3, now=7)
    await let_go.forgets(MEMBERS, 7)

    assert [
        Line(NOW, MEMBERS, MemberForgotten(3), 7),
        Line(NOW, MEMBERS, MemberForgotten(7)),
    ] == read(path)[1:]


async def test_a_line_that_was_cut_spoils_no_other(let_go: LetGo, path: Path) -> None:
    await let_go.forgets(MEMBERS, 3)
    whole = content(path).rstrip(b"\n")

    for cut in range(whole.rindex(b"{", 0, -20) + 1, len(whole)):
        cut_to(path, whole[:cut])
        await let_go.forgets(MEMBERS, 9)
        assert Line(NOW) == read(path)[0]
        assert MemberForgotten(9) == read(path)[-1].event


async def test_what_no_backup_is_old_enough_for_goes(
    let_go: LetGo, path: Path, clock: Clock
) -> None:
    await let_go.forgets(MEMBERS, 3)
    clock.at += BACKUP_MS
    await let_go.forgets(MEMBERS, 4)
    clock.at += 2 * DAY_MS

    LetGo(path, clock).begin()

    assert [MemberForgotten(4)] == [line.event for line in read(path)[1:]]
    assert NOW < read(path)[0].at <= clock.at - BACKUP_MS


async def test_two_nodes_on_one_folder_lose_none_of_each_other_s(path: Path, clock: Clock) -> None:
    nodes = [LetGo(path, clock), LetGo(path, clock)]
    for node in nodes:
        node.begin()
    clock.at += 2 * BACKUP_MS  # so that a start writes the list anew

    async with asyncio.TaskGroup() as group:
        for n in range(40):
            group.create_task(nodes[n % 2].forgets(MEMBERS, n))
            if n % 8 == 0:
                group.create_task(asyncio.to_thread(LetGo(path, clock).begin))

    listed = [line.event for line in read(path) if line.event]
    assert {MemberForgotten(n) for n in range(40)} == set(listed)


async def test_who_cannot_be_listed_is_not_forgotten_as_if_they_were(
    let_go: LetGo, path: Path
) -> None:
    out_of_reach(path)

    with pytest.raises(Unavailable):
        await let_go.forgets(MEMBERS, 3)


async def test_what_could_not_be_listed_comes_with_the_next(let_go: LetGo, path: Path) -> None:
    out_of_reach(path)
    await let_go.ended([Draft(CREW, VolunteerRemoved("vera", "will"))])
    within_reach(path)

    await let_go.ended([Draft(CREW, VolunteerRemoved("ash", "will"))])

    assert ["vera", "ash"] == [
        line.event.volunteer for line in read(path) if isinstance(line.event, VolunteerRemoved)
    ]
