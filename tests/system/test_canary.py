"""Marked text, keys, names and addresses go through a server: none is in anything it wrote."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from bare_socket import BareSocket
from commands import Run
from kith_process import KithProcess
from meeting import StartKith
from patience import SOON_S
from wire import Wire, fresh_id, fresh_key

from rooms import base64url

pytestmark = pytest.mark.slow

MARK = "CANARYBIRD"
ADDRESS = "203.0.113.77"
HEADERS = {
    "User-Agent": f"Mozilla/5.0 {MARK}agent",
    "Referer": f"https://{MARK}.example/from",
    "X-Forwarded-For": ADDRESS,
    "Forwarded": f"for={ADDRESS}",
    "Accept-Language": f"en-{MARK}",
    "Cookie": f"who={MARK}",
}
PAGES = ("/", "/nowhere", "/api/rooms", "/api/rooms/x", f"/t/{MARK}", f"/?q={MARK}", "/healthz")


async def lived_in(kith: KithProcess) -> list[bytes]:
    """Do everything a member may do, well and badly; return what must be nowhere."""
    ada, ben = await _entered(kith), await _entered(kith)
    marked = [
        text.encode()
        for wire in (ada, ben)
        for text in (wire.key, wire.member, wire.alias, wire.key[5:30])
    ]
    ids = [fresh_id() for _ in range(8)]
    await ada.say(f"{MARK} said something", id=ids[0])
    await ada.say(f"{MARK} \x00 was refused", id=ids[1])
    await ben.say(f"{MARK} answered", id=ids[2], to=1)
    await ben.ask("thank", id=ids[3], n=1)
    await ben.ask("report", id=ids[4], n=1, why="details")
    await ada.ask("need", id=ids[5])
    await ada.send("more", before=2, limit=5)
    await ada.expect("lines")
    await ben.ask("forget", id=ids[6])
    await ben.ended()
    bad = await _entered(kith)
    marked += [bad.key.encode(), bad.member.encode(), bad.alias.encode()]
    await bad.send_raw(f'{{"t":"say","id":"{ids[7]}","text":"{MARK}","{MARK}":1}}')
    await bad.ended()
    async with BareSocket(kith.port, **_headers()) as bare:
        await bare.send(f"{MARK} is no frame".encode())
        await bare.closed_with()
    for page in PAGES:
        await asyncio.to_thread(visited, kith.url + page)
    for kind in ("mail", "name"):
        form = urlencode(
            {"kind": kind, "since": "day", "detail": f"{MARK} Bird {MARK}@example.org"}
        )
        told = await asyncio.to_thread(visited, f"{kith.url}/details", form.encode())
        assert b'id="said"' in told
    await ada.close()
    raw = [base64url.decode(wire.key) for wire in (ada, ben, bad)]
    hexed = [key.hex().encode() for key in raw]
    return [*marked, *raw, *hexed, *(i.encode() for i in ids), MARK.encode(), ADDRESS.encode()]


async def _entered(kith: KithProcess) -> Wire:
    wire = await Wire.dial(kith.ws, fresh_key(), additional_headers=HEADERS, user_agent_header=None)
    assert (await wire.enter("gambling", lang="en", alias=5))["t"] == "hello"
    return wire


def _headers() -> dict[str, str]:
    return {name.replace("-", "_"): value for name, value in HEADERS.items()}


def visited(url: str, form: bytes | None = None) -> bytes:
    try:
        page: bytes = urlopen(Request(url, form, headers=HEADERS), timeout=SOON_S).read()  # noqa: S310 - ours
    except HTTPError as error:
        return error.read()
    return page


def written(kith: KithProcess) -> Iterator[tuple[str, bytes]]:
    """Yield all that the process wrote: its folder, its notes, its metrics."""
    for path in kith.data.rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()
    yield "standard output", "".join(kith.stdout).encode()
    yield "standard error", "".join(kith.stderr).encode()


def found(wrote: Iterator[tuple[str, bytes]], marked: list[bytes]) -> list[str]:
    return [
        f"{mark!r} in {name}"
        for name, content in wrote
        for mark in marked
        if mark.lower() in content.lower()
    ]


async def test_nothing_that_was_said_or_shown_is_in_anything_that_was_written(
    start_kith: StartKith, start: Run
):
    kith = start_kith("--admin-port", "0")
    marked = await lived_in(kith)
    metrics = await asyncio.to_thread(visited, kith.admin)

    assert b"kith_messages" in metrics
    assert [] == found(iter([("metrics", metrics)]), marked)
    left = start("export", "gambling", kith.data / "group.json", "--data", kith.data)
    assert (0, "") == (left.code, left.err)
    assert [] == found(written(kith), marked), "while it runs"
    check = start("check", "--data", kith.data)
    assert (0, "") == (check.code, check.err)
    kith.kill()
    assert [] == found(written(kith), marked), "after a power cut"
    kith.start()
    kith.stop()
    assert [] == found(written(kith), marked), "after a clean end"
    check = start("check", "--data", kith.data)
    assert (0, "") == (check.code, check.err)


async def test_the_search_would_find_what_it_looks_for(kith: KithProcess):
    (kith.data / "planted").write_text(f"{MARK} was here")

    assert [f"{MARK.encode()!r} in planted"] == found(written(kith), [MARK.encode()])


PLANTED = {
    "an IPv4 address": b'{"peer": "203.0.113.77:5050"}',
    "an IPv6 address": b"from 2001:db8:85a3:0:0:8a2e:370:7334 again",
    "a short IPv6 address": b"from 2001:db8::7334 again",
    "a member's key": b'{"key": "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE"}',
    "a browser's name": b"Mozilla/5.0 (X11; Linux x86_64)",
    "an e-mail address": b"write to somebody@example.org",
    "a referring page": b"Referer: https://example.org/a",
}


def test_check_finds_what_is_planted_and_does_not_quote_it(run: Run, tmp_path: Path):
    run("room", "list", "--data", tmp_path / "data")
    planted = tmp_path / "data" / "notes.txt"
    missed = []

    for name, content in PLANTED.items():
        planted.write_bytes(os.urandom(50) + b"\n" + content + b"\n")
        done = run("check", "--data", tmp_path / "data")
        if done.code == 0 or "notes.txt" not in done.out:
            missed.append(name)
        assert content.decode() not in done.out

    assert [] == missed


def test_check_finds_what_lies_across_two_blocks_of_a_file(run: Run, tmp_path: Path):
    run("room", "list", "--data", tmp_path / "data")
    planted = tmp_path / "data" / "notes.txt"
    planted.write_bytes(b" " * ((1 << 20) - 6) + b"203.0.113.77" + b" " * 100)

    assert run("check", "--data", tmp_path / "data").code == 1


def test_check_of_a_folder_that_is_not_there_says_so(run: Run, tmp_path: Path):
    done = run("check", "--data", tmp_path / "nowhere")

    assert done.code == 1
    assert "nowhere" in done.out + done.err


async def test_the_folder_and_its_files_are_nobody_elses(
    kith: KithProcess, gathering: AsyncExitStack
):
    ada = await Wire.dial(kith.ws)
    gathering.push_async_callback(ada.close)
    await ada.enter("gambling")
    await ada.say("something")

    open_to_others = [
        path.name
        for path in (kith.data, *kith.data.rglob("*"))
        if path.stat().st_mode & 0o077 and not path.is_socket()
    ]

    assert [] == open_to_others
