"""A house made again from a backup: into an empty folder, or into an empty Redis.

The epoch is new, so every client is told that continuity was lost. The keys of talk are new
too: a backup has none. Numbers go on far above the old ones, so that nothing which was
written down by number, a claim's fence or a record on the list, ever means something else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from moderation.audit import Audit
from server.auditing import FILE as HEADS_FILE
from server.auditing import Heads
from server.backplane import Head, Snapshot
from server.backplane.cargo import Cargo
from server.backup import box
from server.backup.bringing_up import brought_up, told_in_audit
from server.backup.copying import HouseCopy, counts
from server.backup.places import Place
from server.crypto.files import create_whole
from server.crypto.keys import HouseKeys
from server.crypto.ratchet import FACTS, TALK, Ratchet
from server.crypto.sealing import Sealer
from server.operator_error import OperatorError
from server.streams import let_go
from server.streams.kinds import AUDIT, class_of
from server.streams.let_go import BACKUP_MS, DAY_MS, Line

LEAP = 1 << 32
BEHIND_MS = 60 * 1000
NO_LIST = (
    "What was let go since this backup was made is not known here: {}. Give the file let_go.list "
    "from the folder keys with --let-go FILE; or say --without-list, and what was to be forgotten "
    "since then comes back."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: how much of what, from when, what was let go again, what is lost."""

    at: int
    counts: Mapping[str, int]
    let_go: int
    lost_acts: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is restored, and by which lists; `listless` accepts that one is missing."""

    file: Path
    key: Path
    lists: Sequence[Path]
    listless: bool


async def restore(place: Place, wanted: Wanted, now: int) -> Restored:
    """Restore into the place; raise `OperatorError` with a sentence."""
    key = box.private_key(wanted.key)
    copy = opened(wanted.file, key)
    if now < copy.at - BEHIND_MS:
        raise OperatorError("The clock of this machine is behind the backup's time. Set it first.")
    async with place.taken(copy.house, copy.fingerprint):
        place.check_room(sum(len(kept.state) for kept in copy.streams))
        lines = listed(place.keys, wanted, copy.at, now)
        states = dict(copy.states())
        applied = brought_up(states, copy.at, lines, now)
        lost = _lost(Heads(place.keys).kept, states)
        told_in_audit(states, copy.at, lost, now)
        _write_keys(place.keys, copy, key, lines)
        ends = {kept.stream: kept.n for kept in copy.streams}
        await place.load(token_hex(8), list(_cargo(_sealer(place.keys, now), states, ends)))
        _write_heads(place.keys, states)
    return Restored(copy.at, counts(states), applied, lost)


def opened(path: Path, key: X25519PrivateKey) -> HouseCopy:
    """Return what the file holds."""
    try:
        file = path.read_bytes()
    except OSError as error:
        raise OperatorError(f"{path} cannot be read: {error.strerror}.") from None
    try:
        return msgspec.msgpack.decode(box.opened(key, file), type=HouseCopy)
    except msgspec.MsgspecError:
        raise OperatorError("This backup was written by another version of Kith.") from None


def listed(keys: Path, wanted: Wanted, since: int, now: int) -> list[Line]:
    """Return all that was let go since the backup, in order; refuse if that is not known."""
    for path in wanted.lists:
        if not path.exists():
            raise OperatorError(f"There is no file {path}.")
    lists = [let_go.read(path) for path in (*wanted.lists, keys / let_go.FILE)]
    begins = min((lines[0].at for lines in lists if lines), default=None)
    why = ""
    if begins is None:
        why = "there is no list"
    elif begins > since:
        why = "the list begins later"
    if now - since > BACKUP_MS:
        why = f"the backup is {(now - since) // DAY_MS} days old, the list goes back 14"
    if why and not wanted.listless:
        raise OperatorError(NO_LIST.format(why))
    lines = {msgspec.json.encode(line): line for lines in lists for line in lines[1:]}
    first = Line(since if begins is None else begins)
    return [first, *sorted(lines.values(), key=lambda line: line.at)]


def _lost(kept: Mapping[str, tuple[int, str]], states: Mapping[str, Any]) -> int:
    """Return how many acts the audit had counted that are not in the backup."""
    lost = 0
    for shard, (count, _) in kept.items():
        audit = states.get(shard + AUDIT.prefix)
        lost += max(0, count - (audit.count if isinstance(audit, Audit) else 0))
    return lost


def _write_keys(keys: Path, copy: HouseCopy, key: X25519PrivateKey, lines: Sequence[Line]) -> None:
    if HouseKeys.found(keys) is None:
        HouseKeys(copy.house, copy.fingerprint, copy.handle).write(keys)
    if not (keys / box.KEY_FILE).exists():
        box.keep_public(keys, key)
    let_go.write(keys / let_go.FILE, lines)


def _write_heads(keys: Path, states: Mapping[str, Any]) -> None:
    """Have the audit verified against what is there now; that acts are lost stands in it."""
    heads = {
        stream.removesuffix(AUDIT.prefix): [state.count, state.head]
        for stream, state in states.items()
        if isinstance(state, Audit)
    }
    create_whole(keys / HEADS_FILE, msgspec.json.encode(heads))


def _sealer(keys: Path, now: int) -> Sealer:
    ratchets = {c: Ratchet.open(keys, c, now) for c in (TALK, FACTS)}
    return Sealer(ratchets, class_of, lambda: now)


def _cargo(sealer: Sealer, states: Mapping[str, Any], ends: Mapping[str, int]) -> Iterator[Cargo]:
    """Yield every stream: facts as a snapshot at its new end, of talk the end alone."""
    for stream in {**ends, **dict.fromkeys(states, 0)}:
        n, state, snapshot = ends.get(stream, 0), states.get(stream), None
        if state is not None:
            n += LEAP
            if hasattr(state, "head") and not isinstance(state, Audit):
                state.head = n
            snapshot = Snapshot(n, sealer.seal(stream, msgspec.msgpack.encode(state)))
        yield Cargo(stream, Head(n, n + 1, 0), 0, [], [], snapshot)
