"""Writes identity.json: who five people are, to the byte, by none of our own code.

Run `python tests/vectors/make.py` after adding a language's names; a test says when that
was forgotten. What was in the file before must not change: it is in people's notes.
"""

import hashlib
import hmac
import json
import re
import tomllib
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ROOT = Path(__file__).resolve().parents[2]
VECTORS = Path(__file__).with_name("identity.json")
ALIASES = 16
WORDS = 12

# Secret, house, room, fingerprint key: the edges, and three drawn once by chance.
PEOPLE = [
    ("00" * 16, "0" * 32, "depression", "00" * 32),
    ("ff" * 16, "f" * 32, "gambling", "ff" * 32),
    (
        "7c2e9a01d4b85f63107be2c94fa8d15e",
        "5b0c6f7e1a2d4893bf60a7d8c3e91524",
        "families",
        "9d1f0c3be75a2864f8b10dc6e92a47735e60b9d4c1872fa3061e5b8dc4f7a290",
    ),
    (
        "000102030405060708090a0b0c0d0e0f",
        "5b0c6f7e1a2d4893bf60a7d8c3e91524",
        "families",
        "9d1f0c3be75a2864f8b10dc6e92a47735e60b9d4c1872fa3061e5b8dc4f7a290",
    ),
    (
        "e3b0c44298fc1c149afbf4c8996fb924",
        "a94f8fe5ccb19ba61c4c0873d391e987",
        "z-9-long-room-name-of-32-letters",
        "2f9a6c8e4b7d1035e6f8a9c0b2d4e6f80123456789abcdef0123456789abcdef",
    ),
]


def vectors() -> list[dict[str, Any]]:
    """Return every person with all that follows from their secret."""
    return [_person(*one) for one in PEOPLE]


def written(people: list[dict[str, Any]]) -> str:
    """Return the file's text."""
    return json.dumps(people, ensure_ascii=False, indent=1) + "\n"


def _person(secret: str, house: str, room: str, fingerprint_key: str) -> dict[str, Any]:
    key = _hkdf(bytes.fromhex(secret), f"room:{house}:{room}", 32)
    fingerprint = hmac.new(bytes.fromhex(fingerprint_key), key, hashlib.sha256).digest()
    return {
        "secret": secret,
        "house": house,
        "room": room,
        "room_key": _base64url(key),
        "fingerprint_key": fingerprint_key,
        "member_id": _base64url(fingerprint[:16]),
        "aliases": {language: _aliases(key, lists) for language, lists in _names().items()},
        "recovery_words": _recovery_words(bytes.fromhex(secret)),
    }


def _hkdf(ikm: bytes, info: str, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=b"kith.v1", info=info.encode()).derive(ikm)


def _base64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _names() -> dict[str, tuple[list[str], list[str]]]:
    files = sorted((ROOT / "rooms" / "names").glob("*.toml"))
    lists = {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}
    return {name: (both["first"].split(), both["second"].split()) for name, both in lists.items()}


def _aliases(key: bytes, lists: tuple[list[str], list[str]]) -> list[str]:
    first, second = lists
    aliases = []
    for index in range(ALIASES):
        picks = _hkdf(key, f"alias:{index}", 8)
        one, two = int.from_bytes(picks[:4], "big"), int.from_bytes(picks[4:], "big")
        aliases.append(f"{first[one % len(first)]} {second[two % len(second)]}")
    return aliases


def _recovery_words(secret: bytes) -> list[str]:
    script = (ROOT / "client" / "web" / "words.js").read_text(encoding="utf-8")
    words = max(re.findall(r'"([^"]+)"', script), key=len).split()
    bits = "".join(f"{byte:08b}" for byte in secret)
    bits += f"{hashlib.sha256(secret).digest()[0]:08b}"[:4]
    return [words[int(bits[at * 11 : at * 11 + 11], 2)] for at in range(WORDS)]


if __name__ == "__main__":
    VECTORS.write_text(written(vectors()), encoding="utf-8")
