"""The audit as an operator asks for it: verified against the kept heads, and the month's report.

Heads beside the keys show a cut tail to whoever cannot write there. Somebody who can write
both the store and the keys can make a whole new chain with a new head: against them there is
the anchor, a line that is printed and kept elsewhere. It holds for the year that acts are kept.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from moderation import coverage
from moderation.audit import KEPT_MS, Audit, verify
from moderation.tally import told
from server.crypto.files import KeysDamaged, create_whole
from server.streams.kinds import AUDIT, CREW, DESK, Entry
from server.streams.log import Log
from server.streams.names import ALL_SHARDS, audit_stream, desk_of_shard
from server.streams.names import CREW as CREW_STREAM
from server.streams.streams import Streams

FILE = "audit.heads"
OLDER = (
    "this anchor is older than what is kept, so nobody can judge it any more; if it was printed "
    "after {}, acts have left before their time"
)
SHARDS = ALL_SHARDS[1:]
COVERED = "hours with somebody promised at the desk"


class Heads:
    """The head of each shard's chain, beside the keys: a cut tail shows against it."""

    def __init__(self, keys: Path) -> None:
        self._path = keys / FILE
        self.kept: dict[str, tuple[int, str]] = _read(self._path)
        self._dirty = False
        self._writing = Lock()

    def changed(self, log: Log[Any], _entry: Entry | None = None) -> None:
        """Note a chain's new head; a listener of the audits' streams, and told by the daily round:
        what leaves has been counted here, also where other nodes did it.
        """
        shard = log.stream.removesuffix(AUDIT.prefix)
        count, head = self.kept.get(shard, (0, ""))
        # A chain that was cut grows again: what was counted stays counted, so that it shows.
        if log.state.count > count and (not count or _follows(log.state, count, head)):
            self.kept[shard] = (log.state.count, log.state.head)
            self._dirty = True

    def write(self) -> None:
        """Keep the heads on disk; waits for it, in a thread of its own beside the loop's."""
        with self._writing:
            if not self._dirty:
                return
            self._dirty = False
            heads = json.dumps(dict(sorted(self.kept.copy().items()))).encode()
            try:
                create_whole(self._path, heads)
            except BaseException:
                self._dirty = True  # it is written with the next turn
                raise


def _follows(audit: Audit, count: int, head: str) -> bool:
    if count < audit.cut.count:  # left since: this node, or its copy of the keys, was long away
        return True
    kept = count - audit.cut.count
    return audit.head_at(count) == head == audit.entries[kept].prev


async def verified(streams: Streams, keys: Path, seen: str = "") -> Mapping[str, Any]:
    """Return what is wrong with any chain, all chains' count and head as one, the anchor, and
    from which day on it is proved if acts have left. `seen` is an anchor that was printed earlier.
    """
    heads = Heads(keys).kept
    wrong: list[str] = []
    chains: dict[str, Audit] = {}
    for shard in ALL_SHARDS:
        audit = (await streams.log(AUDIT, audit_stream(shard))).state
        chains[shard] = audit
        wrong += _wrong_with(audit, _bare(shard), heads.get(shard))
        wrong += _left_early(audit, _bare(shard), streams.now())
    if seen:
        wrong += wrong_since(seen, chains)
    return {"wrong": wrong, **_told(chains)}


def _told(chains: Mapping[str, Audit]) -> Mapping[str, Any]:
    count, head = whole(chains)
    left = sum(chain.cut.count for chain in chains.values())
    since = _day(_left_until(chains.values())) if left else ""
    told = {"count": count, "head": head, "anchor": anchor(chains)}
    return {**told, "left": left, "since": since}


def _left_until(chains: Iterable[Audit]) -> int:
    """Return the time (ms) after which everything that was done is kept."""
    return max(chain.cut.at for chain in chains)


def _day(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).date().isoformat()


def _left_early(audit: Audit, shard: str, now: int) -> list[str]:
    if audit.cut.at < now - KEPT_MS:
        return []
    return [f"shard {shard}, act {audit.cut.count}: left before its year was over"]


def _wrong_with(audit: Audit, shard: str, kept: tuple[int, str] | None) -> list[str]:
    if kept is None and audit.count:
        unkept = f"shard {shard}: no head of these {audit.count} acts is kept beside the keys"
        return [f"{unkept}, so a cut end would not show", *_sentences(audit, shard, 0, "")]
    return _sentences(audit, shard, *(kept or (0, "")))


def _sentences(audit: Audit, shard: str, count: int, head: str) -> list[str]:
    wrong = verify(audit.entries, count, head, audit.cut)
    return [f"shard {shard}, act {gap.count}: {gap.what}" for gap in wrong]


def anchor(chains: Mapping[str, Audit]) -> str:
    """Return one line that holds all chains fast as they are now, to be kept elsewhere."""
    counts = {_bare(shard): chain.count for shard, chain in sorted(chains.items()) if chain.count}
    told = ",".join(f"{shard}:{count}" for shard, count in counts.items())
    return f"{told}/{whole(chains)[1]}"


def wrong_since(seen: str, chains: Mapping[str, Audit]) -> list[str]:
    """Return what is gone or other than it was when this anchor was printed."""
    told, _, head = seen.partition("/")
    counts = dict(_counted(told))
    by_name = {_bare(shard): chain for shard, chain in sorted(chains.items())}
    if not head or not counts.keys() <= by_name.keys():
        return ["what was given as seen is no anchor"]
    short = [
        f"shard {name}: {by_name[name].count} acts are there, but {count} were printed"
        for name, count in counts.items()
        if by_name[name].count < count
    ]
    if short:
        return short
    left = [by_name[name] for name, n in counts.items() if n < by_name[name].cut.count]
    if left:
        return [OLDER.format(_day(_left_until(left)))]
    heads = "".join(by_name[name].head_at(n) for name, n in counts.items())
    same = sha256(heads.encode()).hexdigest() == head
    return [] if same else ["the acts are not those that were printed"]


def _counted(told: str) -> Iterator[tuple[str, int]]:
    for part in filter(None, told.split(",")):
        name, _, count = part.partition(":")
        yield name, int(count) if count.isascii() and count.isdigit() else 0


def _bare(shard: str) -> str:
    return shard.strip("{}")


async def report(streams: Streams, month: str, now: int) -> Mapping[str, Any]:
    """Return a month's counts as they may be told, none under five, and the audit's head."""
    total: dict[str, int] = {}
    chains: dict[str, Audit] = {}
    for shard in ALL_SHARDS:
        chains[shard] = (await streams.log(AUDIT, audit_stream(shard))).state
    for shard in SHARDS:
        desk = (await streams.log(DESK, desk_of_shard(shard))).state
        for name, many in desk.tally.get(month, {}).items():
            total[name] = total.get(name, 0) + many
    counts = {name: told(many) for name, many in sorted(total.items())}
    crew = (await streams.log(CREW, CREW_STREAM)).state
    share = coverage.told(crew, month, now)
    covered = {COVERED: share} if share else {}
    return {"counts": counts | covered, **_told(chains)}


def whole(chains: Mapping[str, Audit]) -> tuple[int, str]:
    """Return how many acts there are in all, and one hash over all chains' heads."""
    heads = "".join(chain.head for _, chain in sorted(chains.items()) if chain.count)
    return sum(c.count for c in chains.values()), sha256(heads.encode()).hexdigest()


def _read(path: Path) -> dict[str, tuple[int, str]]:
    try:
        kept = json.loads(path.read_text("utf-8"))
        return {str(shard): (int(count), str(head)) for shard, (count, head) in kept.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError):
        raise KeysDamaged(
            f"The file {path} should hold the audit's heads and does not. Bring back a copy of it;"
            " without it a cut end of the audit cannot be seen."
        ) from None
