"""What every frame of the members' wire is made of: both directions, and their ids."""

from typing import Annotated

from msgspec import Meta, Struct

VERSION = 1
MEMBER_PROTOCOL = "kith.v1"
CLIENT_FRAME_BYTES = 32 * 1024
SERVER_FRAME_BYTES = 64 * 1024

# 16 and 32 bytes in base64url have a last character whose spare bits must be zero:
# two spellings of one id would be two ids to some and one to others.
Id128 = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{21}[AQgw]\Z")]
Key256 = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]\Z")]
RoomId = Annotated[str, Meta(max_length=64)]
MemberId = Annotated[str, Meta(max_length=64)]
Number = Annotated[int, Meta(ge=1, le=2**53)]


class ClientFrame(
    Struct,
    frozen=True,
    tag_field="t",
    tag=str.lower,
    forbid_unknown_fields=True,
    kw_only=True,
    gc=False,
):
    """What a member may send."""


class ServerFrame(Struct, frozen=True, tag_field="t", tag=str.lower, kw_only=True, gc=False):
    """What a member is sent."""
