"""How streams are called. The tag in braces keeps a room and its desk in one slot."""

from functools import lru_cache
from zlib import crc32

from moderation.private_line import home_of, is_line

SHARDS = 64
NAMES_KEPT = 4_096  # everything that happens in a room asks for them again
HOUSE_SHARD = "{house}"
HOUSE = HOUSE_SHARD + "house"
CREW = HOUSE_SHARD + "crew"
TIMETABLE = HOUSE_SHARD + "timetable"
NODES = HOUSE_SHARD + "nodes"  # a lease, and no stream: which nodes live

ROOM = "room:"
LINE = "line:"
MEMBERS = "members:"
MAIL = "mail:"
GROUP = "group:"
PAIRS = "pairs:"
DESK = "desk"
AUDIT = "audit"
ERASING = "erasing"

KEPT_AS_TALK = (ROOM, LINE, MAIL, ERASING)  # a day; all others as long as the group


def shard_tag(number: int) -> str:
    """Return a shard's tag, `{17}`."""
    return "{" + str(number) + "}"


@lru_cache(NAMES_KEPT)
def shard_of(room_id: str) -> str:
    """Return the tag of the shard a room is in, and every private line that came from it."""
    return shard_tag(crc32(home_of(room_id).encode()) % SHARDS)


@lru_cache(NAMES_KEPT)
def room_stream(room_id: str) -> str:
    """Return the stream whose audience is everybody in the room, or on the private line."""
    return f"{shard_of(room_id)}{LINE if is_line(room_id) else ROOM}{room_id}"


def members_stream(room_id: str) -> str:
    """Return the stream of the room's member records, which nobody follows."""
    return f"{shard_of(room_id)}{MEMBERS}{room_id}"


@lru_cache(NAMES_KEPT)
def mail_stream(room_id: str) -> str:
    """Return the stream of what waits for single members of the room."""
    return f"{shard_of(room_id)}{MAIL}{room_id}"


@lru_cache(NAMES_KEPT)
def group_stream(room_id: str) -> str:
    """Return the stream of what the room's group agreed on, which everybody in it may see."""
    return f"{shard_of(room_id)}{GROUP}{room_id}"


@lru_cache(NAMES_KEPT)
def pairs_stream(room_id: str) -> str:
    """Return the stream of the room's lines between two members, which nobody follows."""
    return f"{shard_of(room_id)}{PAIRS}{room_id}"


@lru_cache(NAMES_KEPT)
def desk_stream(room_id: str) -> str:
    """Return the stream of the volunteers who watch over the room's shard."""
    return f"{shard_of(room_id)}{DESK}"


def desk_of_shard(shard: str) -> str:
    """Return the stream of the volunteers who watch over a shard, by its tag."""
    return f"{shard}{DESK}"


def audit_stream(shard: str) -> str:
    """Return the stream of what volunteers did in a shard, by its tag."""
    return f"{shard}{AUDIT}"


def erasing_stream(shard: str) -> str:
    """Return the stream of a shard's rooms in which something is to be erased, by its tag."""
    return f"{shard}{ERASING}"


ALL_SHARDS = (HOUSE_SHARD, *(shard_tag(number) for number in range(SHARDS)))


@lru_cache(NAMES_KEPT)
def kind_of(stream: str) -> str:
    """Return the part of a stream's name that says what it holds: `room:`, `desk`."""
    name = stream.partition("}")[2]
    head, colon, _ = name.partition(":")
    return head + colon


def room_of(stream: str) -> str:
    """Return the room id at the end of a stream's name."""
    return stream.partition(":")[2]
