"""The whole disk is taken: nothing opens that is past its time, and before that all of it does.

The thief reads every byte of every file under the data folder and knows how Kith works. Every
32 bytes of the key folder may be a key, and every key that follows from it; every place in
the store that looks like a sealed entry is tried with each of them, for every stream. A store
copied earlier is tried too, with the keys of today.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import run

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from patience import SOON_S

from server.backplane import Write
from server.backplane.sqlite import SqliteBackplane
from server.crypto.ratchet import DAY_MS, FACTS, HOUR_MS, TALK, KeyClass, Ratchet, derive, next_key
from server.crypto.sealing import Sealer

BEGAN = 1_800_000_000_000
ROOMS, DESK = ("{17}room:a", "{3}room:b"), "{17}desk"
STREAMS = (*ROOMS, DESK)
TEXT_BYTES = 40  # all texts are as long, so that the thief need not guess where one ends
HEADER, NONCE, TAG = 22, 12, 16
SEALED_BYTES = HEADER + NONCE + TEXT_BYTES + TAG
KEY_BYTES = 32
FOLLOWERS = 48  # more hours, and more days, than anything here is old
STATE = "state of "


def text(what: str, n: int) -> bytes:
    return f"{what} {n}".ljust(TEXT_BYTES, ".").encode()


class House:
    """A running store with its keys, whose hours pass as we say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = BEGAN
        self.backplane = SqliteBackplane(folder, wall=self.time, elapsed=self.time)

    def time(self) -> int:
        return self.now

    async def open(self) -> None:
        await self.backplane.open()
        self.ratchets = {c: Ratchet.open(self.folder / "keys", c, self.now) for c in (TALK, FACTS)}
        self.sealer = Sealer(self.ratchets, class_of, self.backplane.now)

    async def say(self, stream: str, said: bytes) -> None:
        await self.backplane.append(
            Write(
                stream,
                self.sealer.seal(stream, said),
                dedupe=derive(said, b"key")[:16],
                mac=self.sealer.mac(stream, said),
            )
        )

    async def live(self, hours: int, first: int) -> None:
        """Talk in every room each hour, and open a case now and then."""
        for hour in range(first, first + hours):
            for room in ROOMS:
                await self.say(room, text(f"talk in {room[-1]}", hour))
            if hour % 10 == 0:
                await self.say(DESK, text("case", hour))
            self.now += HOUR_MS

    async def let_go(self) -> None:
        """Do what the sweeper does."""
        before = self.backplane.now() - DAY_MS
        await self.backplane.expire("room:", before)
        head = (await self.backplane.heads("{17}"))[DESK]
        state = self.sealer.seal(DESK, text(STATE + "desk", head.n))
        await self.backplane.snapshot(DESK, head.n, state)
        for key_class, ratchet in self.ratchets.items():
            ratchet.move_to(key_class.oldest_needed(self.backplane.now()))

    def taken(self, where: Path) -> "Loot":
        """Copy all that is on the disk at this moment, as a running server leaves it."""
        shutil.rmtree(where, ignore_errors=True)
        run(["cp", "-r", str(self.folder), str(where)], check=True, timeout=SOON_S)
        files = {str(f.relative_to(where)): f.read_bytes() for f in where.rglob("*") if f.is_file()}
        assert {"kith.db", "keys/talk.ratchet", "keys/facts.ratchet"} <= set(files)
        return Loot(files, self.now)


def class_of(stream: str) -> KeyClass:
    return FACTS if stream == DESK else TALK


@dataclass(frozen=True)
class Loot:
    """Files by name, and the time they were taken; how many keys after each are tried."""

    files: Mapping[str, bytes]
    at: int
    followers: int = FOLLOWERS

    def opened(self, keys_of: "Loot | None" = None) -> set[bytes]:
        """Return every text that any key found opens anywhere."""
        sealed = self.sealed()
        return {
            text
            for key in (keys_of or self).keys_found()
            for stream in STREAMS
            for text in tried(key, stream, sealed)
        }

    def sealed(self) -> list[bytes]:
        """Return whatever may be a sealed entry: the first bytes of one tell it."""
        starts = [
            bytes([1, key_class.code]) + period.to_bytes(4, "big")
            for key_class in (TALK, FACTS)
            for period in range(
                key_class.period(self.at) - FOLLOWERS, key_class.period(self.at) + 1
            )
        ]
        return sorted(
            {
                content[place : place + SEALED_BYTES]
                for content in self.files.values()
                for start in starts
                for place in places(content, start)
            }
        )

    def keys_found(self) -> set[bytes]:
        """Return every 32 bytes of the key folder, as they are and as hex, and what follows."""
        found: set[bytes] = set()
        for name, content in self.files.items():
            if name.startswith("keys/"):
                windows = range(len(content) - KEY_BYTES + 1)
                found |= {content[start : start + KEY_BYTES] for start in windows}
                found |= {
                    bytes.fromhex(word)
                    for word in content.decode("latin-1").split()
                    if hexadecimal(word)
                }
        newest = found
        for _ in range(self.followers):
            newest = {next_key(key) for key in newest}
            found = found | newest
        return found

    def holds(self, piece: bytes) -> bool:
        return any(piece in content for content in self.files.values())


def places(content: bytes, start: bytes) -> Iterator[int]:
    place = content.find(start)
    while place >= 0:
        yield place
        place = content.find(start, place + 1)


def hexadecimal(word: str) -> bool:
    return len(word) == 2 * KEY_BYTES and set(word) <= set("0123456789abcdef")


def tried(key: bytes, stream: str, sealed: list[bytes]) -> Iterator[bytes]:
    cipher = AESGCM(derive(key, b"kith.v1 seal:" + stream.encode()))
    for entry in sealed:
        header, nonce = entry[:HEADER], entry[HEADER : HEADER + NONCE]
        with suppress(InvalidTag):
            bound_to = stream.encode() + b"|" + header
            yield cipher.decrypt(nonce, entry[HEADER + NONCE :], bound_to)


@pytest.mark.slow  # hundreds of thousands of keys are tried
async def test_expired_talk_opens_with_no_key_that_is_anywhere(tmp_path: Path) -> None:
    house = House(tmp_path / "data")
    await house.open()
    await house.live(20, first=0)
    young = house.taken(tmp_path / "young")
    await house.let_go()
    await house.live(20, first=20)
    await house.let_go()
    later = house.taken(tmp_path / "later")
    house.now += 2 * DAY_MS
    await house.let_go()
    latest = house.taken(tmp_path / "latest")
    await house.backplane.close()

    # Before its time is over, all of it opens: the attack works.
    assert talk(range(20)) | cases(0, 10) == young.opened()
    # Later, what is past a day does not, and what is not does.
    assert talk(range(16, 40)) | {state(4)} == later.opened()
    # Nor does it in the copy of the store that was taken before.
    assert talk(range(16, 20)) | cases(0, 10) == young.opened(keys_of=later)
    # In the end no talk opens, wherever it was copied.
    for loot in (young, later, latest):
        assert set() == loot.opened(keys_of=latest) & talk(range(40))
    # No text was ever written down in the clear.
    for loot in (young, later, latest):
        assert not any(loot.holds(said) for said in (b"talk in", b"case ", STATE.encode()))


def talk(hours: range) -> set[bytes]:
    return {text(f"talk in {room[-1]}", hour) for room in ROOMS for hour in hours}


def cases(*hours: int) -> set[bytes]:
    return {text("case", hour) for hour in hours}


def state(n: int) -> bytes:
    return text(STATE + "desk", n)
