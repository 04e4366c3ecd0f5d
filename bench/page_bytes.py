"""What a page weighs, packed, and how much of that is script."""

import re
import zlib

INSIDE = re.compile(r"<script>.*?</script>\n?", re.DOTALL)


def scripts_inside(page: str) -> int:
    """Return the packed bytes that a page would not weigh without the scripts inside it."""
    return _packed(page) - _packed(INSIDE.sub("", page))


def _packed(text: str) -> int:
    return len(zlib.compress(text.encode()))
