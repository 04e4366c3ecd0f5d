"""What every frame of the volunteers' wire is made of."""

from typing import Annotated

from msgspec import Meta, Struct

DESK_VERSION = 1
DESK_PROTOCOL = "kith.desk.v1"

ActId = Annotated[str, Meta(min_length=1, max_length=64)]
CaseId = Annotated[str, Meta(min_length=1, max_length=64)]
RoomId = Annotated[str, Meta(min_length=1, max_length=64)]
Fence = Annotated[int, Meta(ge=1, le=2**53)]
Words = Annotated[str, Meta(max_length=2000)]


class DeskFrame(
    Struct, frozen=True, tag_field="t", tag=str.lower, forbid_unknown_fields=True, kw_only=True
):
    """What a volunteer may send."""
