"""`kith check`: a search for what must never be there, wherever a house was written."""

import asyncio
from collections.abc import Sequence

from server.leaks import in_files, in_redis
from server.settings import Settings


def findings(settings: Settings) -> Sequence[str]:
    """Return a sentence for each finding in the data folder, and in the Redis if there is one."""
    in_folder = in_files.search(settings.data)
    shared = (asyncio.run(in_redis.search(url)) for url in settings.primaries)
    return [*in_folder, *(sentence for found in shared for sentence in found)]
