"""How much a message worries, and who should look how soon (CARE, "Levels")."""

from enum import StrEnum


class Level(StrEnum):
    """S1 within minutes, S2 within the hour, S3 when somebody can, S4 only counted."""

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
    def raises(self) -> bool:
        """Whether a case is opened for it."""
        return self.rank >= _RANK[Level.S3]

    @property
    def severe(self) -> bool:
        """Whether somebody should look within the hour."""
        return self.rank >= _RANK[Level.S2]

    def higher(self, other: "Level") -> "Level":
        """Return the more urgent of the two."""
        return self if self.rank >= other.rank else other


_RANK = {Level.S1: 4, Level.S2: 3, Level.S3: 2, Level.S4: 1, Level.NONE: 0}
