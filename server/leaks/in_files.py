"""Search everything a running installation wrote for what must never be there.

Looks through every file of the data folder for addresses, agents, e-mail addresses and the
keys that members show. What is sealed cannot be read by this, nor by anybody without the keys;
what is not sealed must not hold any of these.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

CHUNK = 1 << 20
OVERLAP = 256
OWN_ADDRESS = (b"listening on http", b"metrics on http")

_PATTERNS = {
    "an IPv4 address": re.compile(
        rb"(?<![\d.])(?!0\.)(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])"
    ),
    "an IPv6 address": re.compile(
        rb"(?i)(?<![0-9a-f:])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}"
        # Shortened, it begins with a word of a network that exists: sealed bytes never look so.
        rb"|(?:2[0-9a-f]{3}|f[cd][0-9a-f]{2}|fe80):(?:[0-9a-f]{0,4}:){1,6}[0-9a-f]{1,4})(?![0-9a-f:])"
    ),
    "a member's key": re.compile(
        rb"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?![A-Za-z0-9_-])"
    ),
    "a browser's name": re.compile(rb"Mozilla/\d|AppleWebKit/|Gecko/\d"),
    "an e-mail address": re.compile(
        rb"[a-z0-9._%+-]{2,}@[a-z0-9-]{2,}\.(?:com|org|net|de|uk|pl|es)\b"
    ),
    "a referring page": re.compile(rb"(?i)referer:"),
}


def search(data: Path) -> Sequence[str]:
    """Return a sentence for each finding; it names the file and the kind, never the text."""
    if not data.is_dir():
        return [f"There is no data folder {data}."]
    findings = []
    for file in sorted(data.rglob("*")):
        if file.is_file():
            findings += [f"{file.relative_to(data)} holds {kind}." for kind in _kinds_in_file(file)]
    return findings


def search_log(log: Path) -> Sequence[str]:
    """Return the same for a file that the notes of a server, or of its front, were written to.

    Where a server listens it says at its start: that address is its own.
    """
    found: set[str] = set()
    with log.open("rb") as lines:
        for line in lines:
            if not line.startswith(OWN_ADDRESS):
                found |= kinds_in(line)
    return [f"{log} holds {kind}." for kind in sorted(found)]


def kinds_in(content: bytes) -> set[str]:
    """Return what of all this is in there."""
    return {kind for kind, pattern in _PATTERNS.items() if pattern.search(content)}


def _kinds_in_file(file: Path) -> list[str]:
    found: set[str] = set()
    for chunk in _chunks(file):
        found |= kinds_in(chunk)
    return sorted(found)


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        before = b""
        while block := opened.read(CHUNK):
            yield before + block
            before = block[-OVERLAP:]
