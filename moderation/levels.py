"""How much a message worries, and who should look how soon (CARE, "Levels")."""

from enum import StrEnum


class Level(StrEnum):
    """How soon a human being should look; S1 within minutes, S4 only counts."""

    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"
    NONE = "none"

    @property
    def rank(self) -> int:
        """How urgent: 4 for S1 down to 0 for none."""
        return _RANK[self]

    @property
    def raises_case(self) -> bool:
        """Return whether a person is asked to look."""
        return self in {Level.S1, Level.S2, Level.S3}

    @property
    def is_now(self) -> bool:
        """Return whether it belongs to the lane that cannot wait."""
        return self in {Level.S1, Level.S2}

    def raised(self) -> "Level":
        """Return the level above; nothing is not made out of nothing."""
        return _ABOVE[self]


_RANK = {Level.S1: 4, Level.S2: 3, Level.S3: 2, Level.S4: 1, Level.NONE: 0}
_ABOVE = {
    Level.S1: Level.S1,
    Level.S2: Level.S1,
    Level.S3: Level.S2,
    Level.S4: Level.S3,
    Level.NONE: Level.NONE,
}
