"""What is sealed opens in its stream, under its period's key, and nowhere else."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from server.crypto import sealing
from server.crypto.ratchet import FACTS, HOUR_MS, TALK, KeyClass, Ratchet, derive
from server.crypto.sealing import Damaged, Expired, Sealer

NOW = 1_800_000_000_000
HOUR = NOW // HOUR_MS
ROOM, OTHER, DESK = "{17}room:a", "{17}room:b", "{17}desk"


def class_of(stream: str) -> KeyClass:
    return TALK if "room:" in stream else FACTS


class House:
    """A sealer whose time is in our hands."""

    def __init__(self, folder: Path) -> None:
        self.now = NOW
        self.ratchets = {c: Ratchet.open(folder, c, NOW) for c in (TALK, FACTS)}
        self.sealer = Sealer(self.ratchets, class_of, lambda: self.now)

    def pass_hours(self, hours: int) -> None:
        self.now += hours * HOUR_MS
        for key_class, ratchet in self.ratchets.items():
            ratchet.move_to(key_class.oldest_needed(self.now))


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "keys")


@settings(deadline=None)
@given(st.binary(max_size=4_000), st.sampled_from([ROOM, OTHER, DESK, "{1}room:ü"]))
def test_what_was_sealed_opens(
    tmp_path_factory: pytest.TempPathFactory, plaintext: bytes, stream: str
) -> None:
    sealer = House(tmp_path_factory.mktemp("house")).sealer

    sealed = sealer.seal(stream, plaintext)

    assert plaintext == sealer.open(stream, sealed)
    assert len(plaintext) + 50 == len(sealed)
    assert sealed != sealer.seal(stream, plaintext)


def test_the_bytes_are_those_of_the_design(house: House) -> None:
    """Header (version, class, hour, entry id), nonce, ciphertext: another program opens it."""
    sealed = house.sealer.seal(ROOM, b"text")

    header, nonce, ciphertext = sealed[:22], sealed[22:34], sealed[34:]
    hour_key = house.ratchets[TALK].key(HOUR)
    room_key = derive(hour_key, b"kith.v1 seal:" + ROOM.encode())
    assert bytes([1, 1]) + HOUR.to_bytes(4, "big") == header[:6]
    bound_to = ROOM.encode() + b"|" + header
    assert b"text" == AESGCM(room_key).decrypt(nonce, ciphertext, bound_to)


def test_an_entry_opens_in_no_other_stream(house: House) -> None:
    sealed = house.sealer.seal(ROOM, b"text")

    for stream in (OTHER, DESK, "{18}room:a", "{17}room:"):
        with pytest.raises(Damaged):
            house.sealer.open(stream, sealed)


def test_any_changed_byte_is_found(house: House) -> None:
    sealed = house.sealer.seal(ROOM, b"text")

    for n in range(len(sealed)):
        changed = sealed[:n] + bytes([sealed[n] ^ 1]) + sealed[n + 1 :]
        with pytest.raises((Damaged, Expired)):
            house.sealer.open(ROOM, changed)
    for cut in (b"", sealed[:20], sealed[:49], sealed[:-1]):
        with pytest.raises(Damaged):
            house.sealer.open(ROOM, cut)


@settings(deadline=None)
@given(st.binary(max_size=120))
def test_anything_at_all_is_opened_or_refused(
    tmp_path_factory: pytest.TempPathFactory, sealed: bytes
) -> None:
    sealer = House(tmp_path_factory.mktemp("house")).sealer

    with pytest.raises((Damaged, Expired)):
        sealer.open(ROOM, sealed)


def test_a_header_from_the_far_future_costs_nothing(house: House) -> None:
    sealed = bytearray(house.sealer.seal(ROOM, b"text"))
    sealed[2:6] = b"\xff" * 4

    with pytest.raises(Damaged):
        house.sealer.open(ROOM, bytes(sealed))
    assert house.sealer.mac_matches(ROOM, b"text", b"\xff" * 20) is False


def test_text_opens_for_a_day_and_never_again(house: House) -> None:
    sealed = house.sealer.seal(ROOM, b"text")
    house.pass_hours(24)
    assert b"text" == house.sealer.open(ROOM, sealed)

    house.pass_hours(1)

    with pytest.raises(Expired):
        house.sealer.open(ROOM, sealed)


def test_facts_outlive_talk(house: House) -> None:
    talk, fact = house.sealer.seal(ROOM, b"text"), house.sealer.seal(DESK, b"case")
    house.pass_hours(30)

    with pytest.raises(Expired):
        house.sealer.open(ROOM, talk)
    assert b"case" == house.sealer.open(DESK, fact)


def test_a_clock_behind_the_ratchet_stops_nobody(house: House) -> None:
    house.pass_hours(100)
    house.now -= 90 * HOUR_MS

    sealed = house.sealer.seal(ROOM, b"text")

    assert b"text" == house.sealer.open(ROOM, sealed)
    assert house.sealer.mac_matches(ROOM, b"text", house.sealer.mac(ROOM, b"text"))


def test_a_body_is_compared_while_its_hour_lives(house: House) -> None:
    mac = house.sealer.mac(ROOM, b"body")
    house.pass_hours(24)

    assert house.sealer.mac_matches(ROOM, b"body", mac) is True
    assert house.sealer.mac_matches(ROOM, b"another", mac) is False
    assert house.sealer.mac_matches(OTHER, b"body", mac) is False
    assert house.sealer.mac_matches(ROOM, b"body", mac[:-1]) is False
    assert house.sealer.mac_matches(ROOM, b"body", b"") is False
    house.pass_hours(1)
    assert house.sealer.mac_matches(ROOM, b"body", mac) is None
    assert house.sealer.mac_matches(ROOM, b"another", mac) is None


def test_a_restart_opens_what_was_sealed_before(tmp_path: Path) -> None:
    before = House(tmp_path)
    sealed, mac = before.sealer.seal(ROOM, b"text"), before.sealer.mac(ROOM, b"text")

    after = House(tmp_path)

    assert b"text" == after.sealer.open(ROOM, sealed)
    assert after.sealer.mac_matches(ROOM, b"text", mac)


def test_many_streams_do_not_fill_the_memory(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_KEYS_KEPT", 8)
    sealed = {f"{{1}}room:{n}": house.sealer.seal(f"{{1}}room:{n}", b"text") for n in range(50)}

    assert 8 == len(house.sealer._seals)  # noqa: SLF001 - nothing outside shows it
    for stream, entry in sealed.items():
        assert b"text" == house.sealer.open(stream, entry)


def test_keys_of_a_forgotten_period_leave_the_memory(house: House) -> None:
    house.sealer.seal(ROOM, b"text")
    house.sealer.mac(ROOM, b"text")
    house.pass_hours(48)
    house.sealer.seal(OTHER, b"text")
    house.sealer.mac(OTHER, b"text")

    assert [1, 1] == [len(kept) for kept in (house.sealer._seals, house.sealer._macs)]  # noqa: SLF001 - nothing outside shows it
