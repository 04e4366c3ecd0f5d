"""Frames by hand: what is in one, and what is sent, masked with zeros."""

import asyncio
import re

from bench.member import MASKED, NO_MASK, SHORT

PLACE = re.compile(rb'"n":(\d+)')
WORD = re.compile(rb'"id":"([\w-]+)"')
EPOCH = re.compile(rb'"epoch":"([^"]*)"')
FROM = re.compile(rb'"from":(\d+),"to":(\d+)|"from":(\d+)')
AFTER_S = re.compile(rb'"after_s":(\d+)')
CODE = re.compile(rb'"code":"(\w+)"')


def send(transport: asyncio.WriteTransport, text: str) -> None:
    """Send one text frame."""
    data = text.encode()
    if len(data) < SHORT:
        head = bytes((0x81, MASKED | len(data)))
    else:
        head = bytes((0x81, MASKED | SHORT)) + len(data).to_bytes(2)
    transport.write(head + NO_MASK + data)


def number_in(pattern: re.Pattern[bytes], frame: bytes) -> int:
    """Return the last number the pattern finds; 0 if none."""
    found = pattern.search(frame)
    return int(next(group for group in reversed(found.groups()) if group)) if found else 0
