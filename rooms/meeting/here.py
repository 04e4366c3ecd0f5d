"""What a decision about a meeting needs of the outside: the time, and who is there."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Here:
    """`now` is the store's time (ms); `people` everybody with a line, by member id, with their
    two words, in the order of coming. `lost` says of others when they surely had one last.
    From `slept_from` until `woke_at` nobody was: the whole house was away.
    """

    now: int
    people: dict[str, str]
    lost: dict[str, int] = field(default_factory=dict)
    slept_from: int = 0
    woke_at: int = 0

    def __contains__(self, member: object) -> bool:
        return member in self.people

    def __iter__(self) -> Iterator[str]:
        return iter(self.people)
