"""Which of a room's words travel with its page, and which are fetched when they are needed.

The first load of a room has a budget; most of what a room can say is never said to most people.
"""

import json
from collections.abc import Mapping

from server.web.catalogue import Catalogue, Entry

# What has to be said while the line is down is never among these, nor what tells somebody that
# this page is older than the house.
_FAMILIES = (
    "group.",
    *(
        f"room.{family}_"
        for family in (
            *("turn", "meet", "step", "answer", "cannot", "sanction", "reason", "no"),
            *("helper", "talk", "line", "ring", "pair", "forget", "slip", "elsewhere"),
            *("report", "why"),
        )
    ),
)
_SINGLE = {
    *(
        f"room.card_{kind}"
        for kind in (
            *("update", "helper", "talk", "talk_ended", "dropped", "handed_on", "slip"),
            *("greeters", "welcome", "pair", "side_room", "thanks"),
            *("full", "removed", "closed", "origin", "left"),
        )
    ),
    *(
        f"room.act_{name}"
        for name in (
            *("takeout", "blank", "keep", "appeal", "line", "yes", "not_now", "aside"),
            *("circle", "rooms"),
        )
    ),
    *("room.someone_else", "room.forgotten", "room.not_meant_told", "room.not_now_told"),
    "room.over_full",
}


def often(words: Catalogue, *prefixes: str) -> dict[str, Entry]:
    """Return what a page's script needs at once."""
    found = words.under(*prefixes)
    return {key: entry for key, entry in found.items() if not _is_seldom(key)}


def seldom(catalogues: Mapping[str, Catalogue]) -> dict[str, bytes]:
    """Return the files with the rest, one for each language."""
    return {f"seldom/{lang}.json": _rest(words) for lang, words in catalogues.items()}


def _rest(words: Catalogue) -> bytes:
    rest = {key: entry for key, entry in words.entries.items() if _is_seldom(key)}
    return json.dumps(rest, ensure_ascii=False, separators=(",", ":")).encode()


def _is_seldom(key: str) -> bool:
    return key.startswith(_FAMILIES) or key in _SINGLE
