"""What lies between one browser and the server; the test decides what it lets through."""

import json
from collections.abc import Callable
from typing import Any

from playwright.async_api import WebSocketRoute

Frame = dict[str, Any]
Loses = Callable[[Frame], bool]


class Line:
    """Passes frames on, loses some of them, or is cut."""

    def __init__(self) -> None:
        self.sent: list[Frame] = []
        self.lost: Loses = lambda _: False
        self.cut = False
        self._browser: WebSocketRoute | None = None
        self._server: WebSocketRoute | None = None

    def open(self, browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()
        if self.cut:
            self._drop(browser, server)
            return
        self._browser, self._server = browser, server
        browser.on_message(lambda text: self._up(server, str(text)))
        server.on_message(lambda text: self._down(browser, str(text)))

    async def open_unless_cut(self, browser: WebSocketRoute) -> None:
        """As `open`; while the line is cut there is no way through, and one is told at once."""
        if self.cut:
            await browser.close(code=1012)
        else:
            self.open(browser)

    def _up(self, server: WebSocketRoute, text: str) -> None:
        self.sent.append(json.loads(text))
        server.send(text)

    def _down(self, browser: WebSocketRoute, text: str) -> None:
        if not self.lost(json.loads(text)):
            browser.send(text)

    def _drop(self, browser: WebSocketRoute, server: WebSocketRoute) -> None:
        browser.on_message(lambda _: None)
        server.on_message(lambda _: None)

    def tell(self, **frame: object) -> None:
        """Say something in the server's place."""
        assert self._browser is not None
        self._browser.send(json.dumps(frame))

    async def drop(self) -> None:
        """End what there is, as a line that is lost does, and let nothing else through."""
        self.cut = True
        await self.end(1012)

    async def end(self, code: int) -> None:
        """Close with a code, as the server would."""
        assert self._browser is not None
        assert self._server is not None
        await self._browser.close(code=code)
        await self._server.close(code=1000)

    def entered(self) -> list[Frame]:
        return [frame for frame in self.sent if frame["t"] == "enter"]
