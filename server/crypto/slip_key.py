"""The key that attendance slips are signed with: drawn from the house's own, as the desk's are.

Its public half is for everybody: with it a slip is checked anywhere, without asking this server.
"""

from base64 import b32decode, b32encode
from binascii import Error

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from rooms.hkdf import hkdf_sha256
from rooms.slip import Slip, unpacked
from server.crypto.keys import HouseKeys

_SALT = b"kith.slip.v1"
_SIGNATURE_BYTES = 64
_GROUP_OF_LETTERS = 5
LONGEST_CODE = 1000


class SlipCheck:
    """Tells a slip that was signed here from any other; has only the public half."""

    def __init__(self, public: Ed25519PublicKey) -> None:
        self._public = public

    @classmethod
    def of(cls, written: str) -> "SlipCheck | None":
        """Return the check for a key as it is written on the page; None if it is no key."""
        try:
            return cls(Ed25519PublicKey.from_public_bytes(bytes.fromhex(written)))
        except ValueError:
            return None

    @property
    def written(self) -> str:
        """The key as it is shown to everybody."""
        return self._public.public_bytes_raw().hex()

    def holds(self, signature: str, salt: bytes, what: bytes) -> bool:
        """Return whether something else than a slip was signed here; each has its own salt."""
        try:
            self._public.verify(bytes.fromhex(signature), salt + what)
        except (ValueError, InvalidSignature):
            return False
        return True

    def checked(self, code: str) -> Slip | None:
        """Return what a code says, if it was signed here; spaces and case do not matter."""
        try:
            signed = _bytes(code)
            packed, signature = signed[:-_SIGNATURE_BYTES], signed[-_SIGNATURE_BYTES:]
            self._public.verify(signature, _SALT + packed)
        except (Error, ValueError, InvalidSignature):
            return None
        return unpacked(packed)


class SlipKey:
    """Signs slips."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.check = SlipCheck(private.public_key())

    @classmethod
    def of(cls, house: HouseKeys) -> "SlipKey":
        """Return the key of this house; every node has the same."""
        ikm, info = house.fingerprint + house.handle, b"slip:" + house.house.encode()
        drawn = hkdf_sha256(ikm, salt=_SALT, info=info, length=32)
        return cls(Ed25519PrivateKey.from_private_bytes(drawn))

    def signature(self, salt: bytes, what: bytes) -> str:
        """Sign something else than a slip, under a salt of its own."""
        return self._private.sign(salt + what).hex()

    def signed(self, slip: Slip) -> str:
        """Return the slip as a code that a person can copy, in groups of five."""
        packed = slip.packed()
        letters = b32encode(packed + self._private.sign(_SALT + packed)).decode().rstrip("=")
        starts = range(0, len(letters), _GROUP_OF_LETTERS)
        return " ".join(letters[start : start + _GROUP_OF_LETTERS] for start in starts)


def _bytes(code: str) -> bytes:
    letters = "".join(code[:LONGEST_CODE].split()).upper()
    return b32decode(letters + "=" * (-len(letters) % 8))
