"""The audit as an operator asks for it: verified against the kept heads, and the month's report."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from moderation.audit import Audit, verify
from moderation.tally import told
from server.crypto.files import KeysDamaged, create_whole
from server.kinds import AUDIT, DESK, Entry
from server.log import Log
from server.stream_names import ALL_SHARDS, audit_stream, desk_of_shard
from server.streams import Streams

FILE = "audit.heads"
SHARDS = ALL_SHARDS[1:]


class Heads:
    """The head of each shard's chain, beside the keys: a cut tail shows against it."""

    def __init__(self, keys: Path) -> None:
        self._path = keys / FILE
        self.kept: dict[str, tuple[int, str]] = _read(self._path)
        self._dirty = False

    def changed(self, log: Log[Any], _entry: Entry) -> None:
        """Note a chain's new head; a listener of the audits' streams."""
        shard = log.stream.removesuffix(AUDIT.prefix)
        if log.state.count > self.kept.get(shard, (0, ""))[0]:
            self.kept[shard] = (log.state.count, log.state.head)
            self._dirty = True

    def write(self) -> None:
        """Keep the heads on disk; waits for it."""
        if self._dirty:
            self._dirty = False
            text = json.dumps({shard: list(head) for shard, head in sorted(self.kept.items())})
            create_whole(self._path, text.encode())


async def verified(streams: Streams, keys: Path) -> Mapping[str, Any]:
    """Return what is wrong with any chain, and all chains' count and head as one."""
    heads = Heads(keys).kept
    wrong: list[str] = []
    chains: dict[str, Audit] = {}
    for shard in ALL_SHARDS:
        audit = (await streams.log(AUDIT, audit_stream(shard))).state
        chains[shard] = audit
        count, head = heads.get(shard, (0, ""))
        for gap in verify(audit.entries, count, head):
            wrong.append(f"shard {shard.strip('{}')}, act {gap.count}: {gap.what}")  # noqa: PERF401 - two loops
    count, head = whole(chains)
    return {"wrong": wrong, "count": count, "head": head}


async def report(streams: Streams, month: str) -> Mapping[str, Any]:
    """Return a month's counts as they may be told, none under five, and the audit's head."""
    total: dict[str, int] = {}
    chains: dict[str, Audit] = {}
    for shard in ALL_SHARDS:
        chains[shard] = (await streams.log(AUDIT, audit_stream(shard))).state
    for shard in SHARDS:
        desk = (await streams.log(DESK, desk_of_shard(shard))).state
        for name, many in desk.tally.get(month, {}).items():
            total[name] = total.get(name, 0) + many
    count, head = whole(chains)
    counts = {name: told(many) for name, many in sorted(total.items())}
    return {"counts": counts, "count": count, "head": head}


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
