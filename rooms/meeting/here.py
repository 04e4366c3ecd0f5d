"""What a decision about a meeting needs of the outside: the time, and who is there."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Here:
    """`now` is the store's time (ms); `people` everybody with a line, by member id, with their
    two words, in the order of coming.
    """

    now: int
    people: dict[str, str]

    def __contains__(self, member: object) -> bool:
        return member in self.people

    def __iter__(self) -> Iterator[str]:
        return iter(self.people)

    def only(self, member: str) -> bool:
        """Return whether nobody but this one is there."""
        return set(self.people) <= {member}
