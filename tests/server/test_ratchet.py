"""The forward ratchet: later keys follow from earlier ones, never the other way."""

import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.crypto.files import KeysDamaged
from server.crypto.keys import HouseKeys
from server.crypto.ratchet import DAY_MS, FACTS, HOUR_MS, TALK, KeyClass, Ratchet, next_key

NOW = 1_800_000_000_000
HOUR = NOW // HOUR_MS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def talk(folder: Path, now: int = NOW) -> Ratchet:
    return Ratchet.open(folder, TALK, now)


@pytest.mark.parametrize(
    ("key_class", "now", "oldest"),
    [
        (TALK, 48 * HOUR_MS, 24),
        (TALK, 48 * HOUR_MS + HOUR_MS - 1, 24),
        (TALK, 49 * HOUR_MS, 25),
        (FACTS, 10 * DAY_MS + 1, 8),
        (TALK, HOUR_MS, 0),
    ],
)
def test_a_class_needs_its_keys_as_long_as_its_text_lives(
    key_class: KeyClass, now: int, oldest: int
) -> None:
    assert oldest == key_class.oldest_needed(now)


def test_the_first_start_makes_a_key_and_the_next_finds_it(folder: Path) -> None:
    first = talk(folder)

    assert HOUR - 24 == first.oldest
    assert first.key(HOUR) == talk(folder, NOW + HOUR_MS).key(HOUR)
    assert first.key(HOUR) != first.key(HOUR + 1)


def test_two_houses_and_two_classes_have_nothing_in_common(folder: Path, tmp_path: Path) -> None:
    keys = {
        Ratchet.open(place, key_class, NOW).key(key_class.period(NOW))
        for place in (folder, tmp_path / "another")
        for key_class in (TALK, FACTS)
    }
    assert 4 == len(keys)


def test_moving_on_is_forgetting(folder: Path) -> None:
    ratchet = talk(folder)
    before = [ratchet.key(hour) for hour in range(HOUR - 24, HOUR + 2)]

    ratchet.move_to(HOUR)

    for reader in (ratchet, talk(folder)):
        assert HOUR == reader.oldest
        assert [None] * 24 == [reader.key(hour) for hour in range(HOUR - 24, HOUR)]
        assert before[24:] == [reader.key(HOUR), reader.key(HOUR + 1)]


def test_the_file_holds_one_key_and_is_overwritten_where_it_lies(folder: Path) -> None:
    ratchet = talk(folder)
    path = folder / "talk.ratchet"
    forgotten = ratchet.key(HOUR - 24)
    size, inode = path.stat().st_size, path.stat().st_ino
    assert forgotten in path.read_bytes()

    ratchet.move_to(HOUR)

    assert (size, inode) == (path.stat().st_size, path.stat().st_ino)
    assert forgotten not in path.read_bytes()
    assert ratchet.key(HOUR) in path.read_bytes()
    assert ["talk.ratchet"] == [file.name for file in folder.iterdir()]


def test_it_never_moves_back(folder: Path) -> None:
    ratchet = talk(folder)
    ratchet.move_to(HOUR)
    ratchet.move_to(HOUR - 5)
    ratchet.move_to(HOUR)

    assert HOUR == ratchet.oldest == talk(folder).oldest


@settings(deadline=None)
@given(st.lists(st.integers(0, 200), max_size=6), st.integers(0, 250))
def test_however_it_moved_the_keys_ahead_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, moves: list[int], hour: int
) -> None:
    folder = tmp_path_factory.mktemp("keys")
    ratchet = Ratchet.open(folder, TALK, 0)
    expected = ratchet.key(0)
    for _ in range(hour):
        expected = next_key(expected)

    for move in moves:
        ratchet.move_to(move)

    gone = hour < max(moves, default=0)
    assert (None if gone else expected) == ratchet.key(hour)
    assert ratchet.key(hour) == Ratchet.open(folder, TALK, 0).key(hour)


def test_nobody_else_may_read_the_keys(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    talk(folder)
    HouseKeys.open(folder)

    assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def damaged_copies(whole: bytes) -> list[bytes]:
    flipped = [whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :] for n in range(len(whole))]
    return [b"", whole[:20], whole[:-1], whole + b"x", b"x" * len(whole), *flipped]


@pytest.mark.parametrize("name", ["talk.ratchet", "facts.ratchet"])
def test_a_damaged_ratchet_is_said_plainly_and_left_alone(folder: Path, name: str) -> None:
    key_class = {"talk.ratchet": TALK, "facts.ratchet": FACTS}[name]
    Ratchet.open(folder, key_class, NOW)
    path = folder / name

    for damaged in damaged_copies(path.read_bytes()):
        path.write_bytes(damaged)
        with pytest.raises(KeysDamaged) as refused:
            Ratchet.open(folder, key_class, NOW)
        assert str(path) in str(refused.value)
        assert damaged == path.read_bytes()


def test_a_ratchet_of_another_class_is_not_taken(folder: Path) -> None:
    talk(folder)
    (folder / "talk.ratchet").rename(folder / "facts.ratchet")

    with pytest.raises(KeysDamaged):
        Ratchet.open(folder, FACTS, NOW)


def test_the_house_keys_are_made_once(folder: Path) -> None:
    keys = HouseKeys.open(folder)

    assert keys == HouseKeys.open(folder)
    assert (32, 32, 32) == (len(keys.house), len(keys.fingerprint), len(keys.handle))
    assert keys.house == bytes.fromhex(keys.house).hex()
    assert 3 == len({keys.house, keys.fingerprint, keys.handle})


def test_house_keys_are_never_printed(folder: Path) -> None:
    keys = HouseKeys.open(folder)

    shown = f"{keys} {keys!r}"

    assert keys.house in shown
    assert keys.fingerprint.hex() not in shown
    assert str(keys.handle) not in shown


@pytest.mark.parametrize(
    "damaged", ["", "abc", "zz\n" * 3, "ab\n" * 3, "ab" * 16 + "\n" + "cd" * 32 + "\n", "é\n" * 3]
)
def test_damaged_house_keys_are_said_plainly_and_left_alone(folder: Path, damaged: str) -> None:
    HouseKeys.open(folder)
    path = folder / "house.keys"
    path.write_text(damaged, "utf-8")

    with pytest.raises(KeysDamaged, match=r"house\.keys"):
        HouseKeys.open(folder)
    assert damaged == path.read_text("utf-8")


def test_a_start_that_was_killed_leaves_no_half_key(folder: Path) -> None:
    folder.mkdir()
    (folder / "talk.ratchet.new").write_bytes(b"half a k")

    assert HOUR - 24 == talk(folder).oldest
    assert ["talk.ratchet"] == [file.name for file in folder.iterdir()]
