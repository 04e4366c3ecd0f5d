"""The crew's stream: read as a fold, written by decisions that only one node can make at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from moderation import crew_audit
from moderation.audit import Audit
from moderation.crew import Volunteers
from moderation.crew_events import CrewEvent, VolunteerRemoved
from rooms.ports import Stale
from server.streams.envelope import Draft
from server.streams.kinds import AUDIT, CREW
from server.streams.log import Log
from server.streams.names import CREW as CREW_STREAM
from server.streams.names import HOUSE_SHARD, audit_stream
from server.streams.streams import Streams

Decision = Callable[[Volunteers, int], Sequence[CrewEvent]]


@dataclass(frozen=True, slots=True)
class StoredCrew:
    """The volunteers as this node knows them, and how that is changed."""

    streams: Streams
    log: Log[Volunteers]
    audit: Log[Audit]
    now: Callable[[], int]

    @classmethod
    async def load(cls, streams: Streams, now: Callable[[], int]) -> "StoredCrew":
        """Return the crew, loaded and following."""
        audit = await streams.log(AUDIT, audit_stream(HOUSE_SHARD))
        return cls(streams, await streams.log(CREW, CREW_STREAM), audit, now)

    @property
    def crew(self) -> Volunteers:
        """The crew at this moment."""
        return self.log.state

    async def change(self, decide: Decision) -> None:
        """Append what is decided, once nobody else was first; return when this node shows it.

        Raises what `decide` raises, and what `Streams.append` does.
        """
        while True:
            head = self.log.head
            events = decide(self.crew, self.now())
            if not events:
                return
            first, *rest = [Draft(CREW_STREAM, event) for event in events]
            drafts = [replace(first, expect_n=head), *rest, *self._audited(events)]
            try:
                positions = await self.streams.append(*drafts)
            except Stale:
                continue  # another node's decision is folded now: decide again on it
            await self.log.reached(positions[len(events) - 1].n)
            if len(drafts) > len(events):
                await self.audit.reached(positions[-1].n)
            if any(isinstance(event, VolunteerRemoved) for event in events):
                await self.streams.rewrite(self.log)  # passkey and devices go with them
            return

    def _audited(self, events: Sequence[CrewEvent]) -> Sequence[Draft]:
        """Return the audit's part of the append: both or neither."""
        before, drafts = self.audit.state.last, list[Draft]()
        for event in events:
            entry = crew_audit.entry(before, self.now(), event)
            if entry is not None:
                expected = None if drafts else self.audit.head
                drafts.append(Draft(self.audit.stream, entry, expect_n=expected))
                before = entry
        return drafts
