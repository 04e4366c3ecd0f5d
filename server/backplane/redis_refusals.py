"""What may be wrong with a Redis at the start, each as a sentence for the operator."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.exceptions import (
    AuthenticationError,
    BusyLoadingError,
    NoPermissionError,
    OutOfMemoryError,
    ReadOnlyError,
    ResponseError,
)

from server.backplane import Unavailable
from server.backplane.redis_client import AWAY

NO_RIGHTS = (
    "This Redis user may not do what Kith needs: functions, hashes, streams, channels, CONFIG "
    "GET and BGREWRITEAOF. Give it more rights (~* &* +@all on a Redis of Kith's own), or "
    "another user."
)
UNREACHABLE = (
    "Redis cannot be reached at the address given with --redis. Is it running, and is the "
    "address right?"
)
WRONG_LOGIN = (
    "Redis wants a password, or another one. Put it into the address: "
    "redis://:PASSWORD@HOST:PORT, best in a settings file that only you can read."
)
NO_MEMORY = "Redis has no memory left (maxmemory). Give it more, then start again."
REPLICA = "This Redis is a read-only replica. Give the address of its primary."
LOADING = "Redis is still loading its data. Try again in a moment."
# A refusal begins with one word, or holds these; the rest may quote what was sent.
ANSWERS = (
    ("unknown command", "This server does not know Redis functions; 7.0 is needed."),
    ("DB index", "This Redis does not have a database of that number. Give a lower one."),
    ("invalid DB", "This Redis does not have a database of that number. Give a lower one."),
    ("NOAUTH", WRONG_LOGIN),
    ("executing the script can't", NO_RIGHTS),
    ("MISCONF", "Redis refuses to write, since its disk does. Its own log says why."),
)


@asynccontextmanager
async def in_sentences() -> AsyncIterator[None]:
    """Turn what the library raises into `Unavailable` with a sentence."""
    try:
        yield
    except AuthenticationError:
        raise Unavailable(WRONG_LOGIN) from None
    except NoPermissionError:
        raise Unavailable(NO_RIGHTS) from None
    except BusyLoadingError:
        raise Unavailable(LOADING) from None
    except OutOfMemoryError:
        raise Unavailable(NO_MEMORY) from None
    except ReadOnlyError:
        raise Unavailable(REPLICA) from None
    except ResponseError as error:
        raise Unavailable(_sentence(str(error))) from None
    except AWAY:
        raise Unavailable(UNREACHABLE) from None


def _sentence(answer: str) -> str:
    found = (says for words, says in ANSWERS if words.lower() in answer.lower())
    return next(found, "Redis refused the start. Its own log says why.")
