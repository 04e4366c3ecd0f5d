"""The shell of a WebSocket, the members' and the volunteers' alike: opened, read, closed once.

Control frames end here. A peer may ask whether we are there, but each question costs us an
answer, so whoever floods with them is let go like anybody else who breaks the protocol.
"""

import asyncio
from contextlib import suppress
from typing import Self

from aiohttp import WSCloseCode, WSMsgType, web

from server.wire.closes import Close
from server.wire.codec import WireFault
from server.wire.frames import CLIENT_FRAME_BYTES

CLOSE_WAIT_S = 3.0
CLOSE_S = 5.0
CONTROLS = 64  # pings and pongs at once; browsers send one in some seconds
CONTROLS_PER_S = 4.0
NEVER_SENT = 1006  # stands for a line that was lost: aiohttp lets it pass, RFC 6455 does not


class Shell:
    """One WebSocket, without what is said on it."""

    def __init__(self, ws: web.WebSocketResponse, transport: asyncio.WriteTransport) -> None:
        self.transport = transport
        self._ws = ws
        self._controls = float(CONTROLS)
        self._counted_at = asyncio.get_running_loop().time()

    @classmethod
    async def open(
        cls, request: web.Request, protocol: str, most_bytes: int = CLIENT_FRAME_BYTES
    ) -> Self | None:
        """Accept the socket; None if its peer is gone already."""
        ws = web.WebSocketResponse(
            protocols=(protocol,),
            compress=False,
            timeout=CLOSE_WAIT_S,
            autoping=False,
            autoclose=False,
            max_msg_size=most_bytes + 1,
        )
        await ws.prepare(request)
        transport = request.transport
        return None if transport is None else cls(ws, transport)

    @property
    def answer(self) -> web.WebSocketResponse:
        """What the request is answered with."""
        return self._ws

    async def next(self) -> str | bytes | None:
        """Return the next text, or the bytes of a binary frame; None when the socket has ended."""
        while True:
            message = await self._ws.receive()
            match message.type:
                case WSMsgType.TEXT | WSMsgType.BINARY:
                    said: str | bytes = message.data
                    return said
                case WSMsgType.PING | WSMsgType.PONG:
                    self._count_control()
                    if message.type is WSMsgType.PING and not await self._pong(message.data):
                        return None
                case WSMsgType.CLOSE:
                    await self._answer_close(message.data)
                    return None
                case _:
                    return None

    async def close(self, close: Close) -> None:
        """Close; a peer that does not answer the close is not waited for."""
        with suppress(ConnectionError, TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                await self._ws.close(code=close, drain=False)
        self.transport.abort()

    def let_go(self) -> None:
        """Forget where the line was lost: the error holds frames, and they hold the socket.

        So all of it goes at once, without a look through the whole memory.
        """
        if error := self._ws.exception():
            error.__traceback__ = error.__context__ = None

    async def _answer_close(self, code: int) -> None:
        back = WSCloseCode.PROTOCOL_ERROR if code == NEVER_SENT else WSCloseCode.OK
        with suppress(ConnectionError):
            await self._ws.close(code=back, drain=False)

    def _count_control(self) -> None:
        now = asyncio.get_running_loop().time()
        back = (now - self._counted_at) * CONTROLS_PER_S
        self._counted_at = now
        self._controls = min(float(CONTROLS), self._controls + back) - 1
        if self._controls < 0:
            raise WireFault

    async def _pong(self, data: bytes) -> bool:
        """Answer a ping; False if its peer has gone meanwhile, which is nobody's bug."""
        try:
            await self._ws.pong(data)
        except ConnectionError:
            return False
        return True
