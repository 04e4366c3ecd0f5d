"""The one page a link needs, over a plain connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from room_frames import HOUSE

from client import fetch
from client.address import Address, parse

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
asked: list[bytes] = []


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[Address]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield parse(f"http://127.0.0.1:{port}")


@pytest.mark.parametrize(
    "page",
    [
        b'<!doctype html>\n<html lang="en" data-house="%b" data-x>' % HOUSE.encode(),
        b"<html data-house=%b>" % HOUSE.encode(),
    ],
)
async def test_the_house_stands_in_every_page(page: bytes):
    async with answering(OK + page) as address:
        assert HOUSE == await fetch.house(address)


async def test_the_question_tells_nothing_about_who_asks():
    async with answering(OK + b"[]") as address:
        await fetch.page(address, "/")
        assert f"GET / HTTP/1.0\r\nHost: {address.authority}\r\n\r\n".encode() == asked[-1]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 503 Later\r\n\r\n",
        b"HTTP/1.1 303 See Other\r\nLocation: https://elsewhere.example/\r\n\r\n",
        OK + b"<html>",
        OK + b"x" * (fetch.PAGE_BYTES + 1),
        b"SSH-2.0-x\r\n",
    ],
)
async def test_what_is_not_the_page_is_no_page(answer: bytes):
    async with answering(answer) as address:
        with pytest.raises(fetch.NoPage):
            await fetch.house(address)


async def test_nobody_there_is_no_page():
    async with answering(b"") as address:
        pass
    with pytest.raises(fetch.NoPage):
        await fetch.house(address)


@pytest.mark.parametrize("body", [b"[]", b"{", b"\xff"])
async def test_help_lines_are_an_object_or_none(body: bytes):
    async with answering(OK + body) as address:
        with pytest.raises(fetch.NoPage):
            await fetch.helplines(address, "GB")
