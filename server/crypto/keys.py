"""The house's own keys: made once, at the first start, and the same for ever.

The house id is public. The fingerprint key turns a member's room key into what the server may
keep; the handle key makes rooms' daily addresses. All three stand in one file, so that a
power cut at the first start leaves all of them or none.
"""

from dataclasses import dataclass
from os import urandom
from pathlib import Path
from typing import Final

from server.crypto.files import KeysDamaged, create_whole, open_folder

_HOUSE_BYTES: Final = 16
_KEY_BYTES: Final = 32
_FILE: Final = "house.keys"


@dataclass(frozen=True, slots=True)
class HouseKeys:
    """What makes this house this house; copied to every node."""

    house: str
    fingerprint: bytes
    handle: bytes

    def __repr__(self) -> str:
        """Name the house only, so that no key is ever printed by mistake."""
        return f"HouseKeys(house={self.house!r})"

    @classmethod
    def open(cls, folder: Path) -> "HouseKeys":
        """Read the keys under `folder`; at the first start, make them."""
        path = folder / _FILE
        open_folder(folder)
        if not path.exists():
            house, *keys = (urandom(size) for size in (_HOUSE_BYTES, _KEY_BYTES, _KEY_BYTES))
            cls(house.hex(), *keys).write(folder)
        return _read(path)

    @classmethod
    def found(cls, folder: Path) -> "HouseKeys | None":
        """Read the keys under `folder`, if there are any."""
        return _read(folder / _FILE) if (folder / _FILE).exists() else None

    def write(self, folder: Path) -> None:
        """Write the keys for the first time; they are never changed."""
        open_folder(folder)
        lines = (self.house, self.fingerprint.hex(), self.handle.hex())
        create_whole(folder / _FILE, "".join(f"{line}\n" for line in lines).encode())


def _read(path: Path) -> HouseKeys:
    try:
        house, fingerprint, handle = (
            bytes.fromhex(line) for line in path.read_text("ascii").split("\n")[:3]
        )
    except ValueError:
        raise _damaged(path) from None
    if (len(house), len(fingerprint), len(handle)) != (_HOUSE_BYTES, _KEY_BYTES, _KEY_BYTES):
        raise _damaged(path)
    return HouseKeys(house.hex(), fingerprint, handle)


def _damaged(path: Path) -> KeysDamaged:
    return KeysDamaged(
        f"The key file {path} is damaged. Bring back a good copy of it: without these keys no"
        " member is known any more. Only a new, empty installation may make new ones."
    )
