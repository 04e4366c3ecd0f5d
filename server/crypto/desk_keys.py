"""The desk's keys: invitations, sessions and calls to volunteers' devices.

All are drawn from the house's own keys, so that every node has them from the first moment, also
one whose folder is an older copy; none of them tells another, or the key it was drawn from.
"""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rooms.hkdf import hkdf_sha256
from server.crypto.keys import HouseKeys

_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_SALT = b"kith.desk.v1"


@dataclass(frozen=True, slots=True, repr=False)
class DeskKeys:
    """What the desk signs with; `vapid` is shown to push services, the others to nobody."""

    invitation: Ed25519PrivateKey
    session: bytes
    vapid: ec.EllipticCurvePrivateKey

    @classmethod
    def of(cls, house: HouseKeys) -> "DeskKeys":
        """Return the keys of the desk of this house."""

        def drawn(info: bytes, length: int = 32) -> bytes:
            ikm = house.fingerprint + house.handle
            return hkdf_sha256(ikm, salt=_SALT, info=info + house.house.encode(), length=length)

        # 16 bytes more than the order has: then the remainder leans nowhere.
        scalar = 1 + int.from_bytes(drawn(b"vapid:", 48)) % (_P256_ORDER - 1)
        return cls(
            Ed25519PrivateKey.from_private_bytes(drawn(b"invitation:")),
            drawn(b"session:"),
            ec.derive_private_key(scalar, ec.SECP256R1()),
        )
