"""Frames by hand: what came is cut into them, and what is sent is masked with zeros."""

import asyncio
import re

from bench.member import LONG, MASKED, NO_MASK, OPCODE, SHORT

PLACE = re.compile(rb'"n":(\d+)')
WORD = re.compile(rb'"id":"([\w-]+)"')
EPOCH = re.compile(rb'"epoch":"([^"]*)"')
FROM = re.compile(rb'"from":(\d+),"to":(\d+)|"from":(\d+)')
AFTER_S = re.compile(rb'"after_s":(\d+)')
CODE = re.compile(rb'"code":"(\w+)"')


def frames_of(data: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """Return opcode and payload of every whole frame, and what is left over."""
    frames: list[tuple[int, bytes]] = []
    at, end = 0, len(data)
    while end - at >= 2:
        size, begin = data[at + 1], at + 2
        if size == SHORT:
            size, begin = int.from_bytes(data[at + 2 : at + 4]), at + 4
        elif size == LONG:
            size, begin = int.from_bytes(data[at + 2 : at + 10]), at + 10
        if begin + size > end:
            break
        frames.append((data[at] & OPCODE, data[begin : begin + size]))
        at = begin + size
    return frames, data[at:]


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
