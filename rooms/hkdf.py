"""HKDF-SHA256 (RFC 5869): several keys out of one, none of which tells another."""

import hashlib
import hmac

HASH_BYTES = hashlib.sha256().digest_size
LONGEST_BYTES = 255 * HASH_BYTES


def hkdf_sha256(ikm: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    """Return `length` bytes derived from `ikm` for the purpose that `info` names."""
    if not 0 < length <= LONGEST_BYTES:
        raise ValueError(f"HKDF-SHA256 gives 1 to {LONGEST_BYTES} bytes")
    drawn = hmac.digest(salt, ikm, "sha256")
    blocks = [b""]
    for number in range(1, -(-length // HASH_BYTES) + 1):
        blocks.append(hmac.digest(drawn, blocks[-1] + info + bytes([number]), "sha256"))
    return b"".join(blocks)[:length]
