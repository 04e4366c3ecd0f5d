"""Who waits for which answer."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from client.effects import Page
from client.events import Accepted, LinkEnded, Refused


class Answers:
    """Open waits: by the id of what was asked, and one for earlier lines."""

    def __init__(self) -> None:
        self._waits: dict[str, asyncio.Future[Accepted]] = {}
        self._page: asyncio.Future[Page] | None = None

    @property
    def awaited(self) -> bool:
        """Whether anybody waits."""
        return bool(self._waits) or self._page is not None

    @contextmanager
    def to(self, ident: str) -> Iterator[asyncio.Future[Accepted]]:
        """Give the answer to come; forget the wait, not the question, when the block ends."""
        wait = self._waits[ident] = asyncio.get_running_loop().create_future()
        try:
            yield wait
        finally:
            del self._waits[ident]

    @contextmanager
    def page(self) -> Iterator[asyncio.Future[Page]]:
        """Give the earlier lines to come."""
        wait = self._page = asyncio.get_running_loop().create_future()
        try:
            yield wait
        finally:
            self._page = None

    def settle(self, ident: str, outcome: Accepted | Refused) -> None:
        """Hand an answer to who waits for it, if anybody still does."""
        wait = self._waits.get(ident)
        if wait is None or wait.done():
            return
        if isinstance(outcome, Refused):
            wait.set_exception(outcome)
        else:
            wait.set_result(outcome)

    def settle_page(self, page: Page) -> None:
        """Hand on earlier lines."""
        if self._page is not None and not self._page.done():
            self._page.set_result(page)

    def end(self) -> None:
        """Tell everybody that no answer will come."""
        for wait in self._waits.values():
            if not wait.done():
                wait.set_exception(LinkEnded())
        if self._page is not None and not self._page.done():
            self._page.set_exception(LinkEnded())
