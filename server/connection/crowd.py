"""How many connections there are, and how many there may be."""

import resource

SPARE_FILES = 200  # the store, keys, other nodes, alarms


class Crowd:
    """Counts connections, whatever they are used for."""

    def __init__(self) -> None:
        most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        self._most = max(most - SPARE_FILES, most // 2)
        self._here = 0

    def arrive(self) -> bool:
        """Count one in; False if there are too many already."""
        if self._here >= self._most:
            return False
        self._here += 1
        return True

    def depart(self) -> None:
        """Count one out."""
        self._here -= 1
