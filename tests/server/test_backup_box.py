"""The file of a backup: whole and for this key, or refused in one sentence."""

from pathlib import Path

import pytest

from server.backup import box
from server.operator_error import OperatorError

CONTENT = b"rooms, bans, cases without words"


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, bytes]:
    """Give the operator's key and a file that was closed to it."""
    box.new_key(tmp_path / "keys", tmp_path / "backup.key")
    return tmp_path / "backup.key", box.close(box.PublicKey.read(tmp_path / "keys"), CONTENT)


def refused(key: Path, file: bytes) -> str:
    with pytest.raises(OperatorError) as refusal:
        box.opened(box.private_key(key), file)
    return str(refusal.value)


def test_only_the_operator_s_half_opens_it(made: tuple[Path, bytes], tmp_path: Path) -> None:
    key, file = made
    box.new_key(tmp_path / "other", tmp_path / "other.key")

    assert CONTENT == box.opened(box.private_key(key), file)
    assert "This backup was made for another key." == refused(tmp_path / "other.key", file)
    assert CONTENT not in file


def test_the_half_beside_the_house_tells_nothing_of_the_other(
    made: tuple[Path, bytes], tmp_path: Path
) -> None:
    key, _ = made
    secret = box.private_key(key).private_bytes_raw()

    beside = b"".join(path.read_bytes() for path in (tmp_path / "keys").iterdir())

    assert secret.hex().encode() not in beside
    assert 0o600 == key.stat().st_mode & 0o777


def test_wherever_it_is_cut_or_changed_it_is_refused(made: tuple[Path, bytes]) -> None:
    key, file = made

    for place in range(len(file)):
        changed = file[:place] + bytes([file[place] ^ 1]) + file[place + 1 :]
        assert "cut short" in refused(key, file[:place])
        assert refused(key, changed)
    assert "cut short or was changed" in refused(key, file + b"x")


def test_a_newer_format_is_named(made: tuple[Path, bytes]) -> None:
    key, file = made
    place = file.index(b"\n") + 1

    newer = file[:place] + bytes([box.FORMAT + 1]) + file[place + 1 :]

    assert f"a newer version of Kith (format {box.FORMAT + 1})" in refused(key, newer)


def test_a_key_is_never_written_over(made: tuple[Path, bytes], tmp_path: Path) -> None:
    key, _ = made
    before = key.read_bytes()

    with pytest.raises(OperatorError, match="left as it is"):
        box.new_key(tmp_path / "keys", key)

    assert before == key.read_bytes()
