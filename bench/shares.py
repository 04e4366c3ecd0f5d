"""A share that was seen, and between what it may truly lie."""

from dataclasses import dataclass
from math import sqrt

_Z = 1.96  # 95 %


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def shown(self) -> str:
        """Return the share; per 1,000 it is the same with the point moved."""
        return f"{self.hits / self.of:.3f}" if self.of else ""

    @property
    def interval(self) -> str:
        """Return Wilson's interval: it holds for small shares too."""
        if not self.of:
            return ""
        share, count = self.hits / self.of, self.of
        middle = share + _Z**2 / (2 * count)
        reach = _Z * sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
        scale = 1 + _Z**2 / count
        return f"{max(0, (middle - reach) / scale):.3f} to {min(1, (middle + reach) / scale):.3f}"
