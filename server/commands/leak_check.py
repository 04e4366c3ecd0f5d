"""`kith check`: a search for what must never be there, wherever a house was written."""

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from moderation import helplines
from server.leaks import in_files, in_redis
from server.settings import Settings


def findings(settings: Settings, logs: Sequence[Path]) -> Sequence[str]:
    """Return a sentence for each finding in the data folder, in what was noted to these files, and
    in the Redis if there is one.
    """
    in_folder = in_files.search(settings.data)
    noted = (in_files.search_log(log) for log in logs)
    shared = (asyncio.run(in_redis.search(url)) for url in settings.primaries)
    return [*in_folder, *(finding for found in (*noted, *shared) for finding in found)]


def stale_lines(today: date) -> Sequence[str]:
    """Return a sentence for each country with help lines that nobody looked at for half a year."""
    stale = helplines.load().stale(today)
    return [
        f"Help lines of {country}: nobody has looked at them for half a year."
        for country in sorted({country for country, _ in stale})
    ]
