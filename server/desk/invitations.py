"""Invitations as links: a signed token that stands only in the fragment, never in a request line.

What is stored is a digest of the token's random id: nobody can make the link from it.
"""

import hashlib
from dataclasses import dataclass
from secrets import token_bytes

from cryptography.exceptions import InvalidSignature

from moderation.actor import Role
from moderation.refusal import DeskCode, No
from rooms import base64url
from server.crypto.desk_keys import DeskKeys

_ROLES = (Role.COORDINATOR, Role.VOLUNTEER, Role.SHADOW)
_ID_BYTES, _UNTIL_BYTES, _SIGNATURE_BYTES = 16, 8, 64
_BYTES = 1 + _UNTIL_BYTES + _ID_BYTES + _SIGNATURE_BYTES
_CONTEXT = b"kith.v1 invitation\0"
PATH = "/desk/join"


@dataclass(frozen=True, slots=True)
class Link:
    """What a genuine token says. Whether it still opens anything, the crew knows."""

    digest: str
    role: Role
    until: int


def make(keys: DeskKeys, role: Role, until: int) -> tuple[str, Link]:
    """Return a new token and what it says."""
    body = bytes([_ROLES.index(role)]) + until.to_bytes(_UNTIL_BYTES) + token_bytes(_ID_BYTES)
    token = base64url.encode(body + keys.invitation.sign(_CONTEXT + body))
    return token, _said(body)


def read(keys: DeskKeys, token: str, now: int) -> Link:
    """Return what a token says; raise `No` for one that is forged or too old."""
    try:
        link = _said(_genuine(keys, token))
    except (ValueError, IndexError, InvalidSignature):
        raise No(DeskCode.INVITATION_FORGED) from None
    if link.until <= now:
        raise No(DeskCode.INVITATION_EXPIRED)
    return link


def _genuine(keys: DeskKeys, token: str) -> bytes:
    """Return what we signed; raise for anything else."""
    raw = base64url.decode(token)
    if len(raw) != _BYTES:
        raise ValueError(len(raw))
    body, signature = raw[:-_SIGNATURE_BYTES], raw[-_SIGNATURE_BYTES:]
    keys.invitation.public_key().verify(signature, _CONTEXT + body)
    return body


def _said(body: bytes) -> Link:
    until = int.from_bytes(body[1 : 1 + _UNTIL_BYTES])
    digest = base64url.encode(hashlib.sha256(body[1 + _UNTIL_BYTES :]).digest()[:16])
    return Link(digest, _ROLES[body[0]], until)
