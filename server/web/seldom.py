"""Which of a room's words travel with its page, and which are fetched when they are needed.

The first load of a room has a budget; most of what a room can say is never said to most people.
"""

import json
from collections.abc import Mapping

from server.web.catalogue import Catalogue, Entry

_WHEN_NEEDED = (
    "group.",
    *(
        f"room.{kind}_"
        for kind in (
            *("turn", "meet", "step", "answer", "cannot", "sanction", "reason"),
            *("helper", "talk", "line", "ring", "pair"),
        )
    ),
    *(
        f"room.card_{kind}"
        for kind in (
            "update",
            "helper",
            "talk",
            "talk_ended",
            "dropped",
            "handed_on",
            "slip",
            "greeters",
            "pair",
            "side_room",
        )
    ),
    "room.someone_else",
    "room.no_slow_door",
    "room.no_not_your_turn_",
    "room.slip_copy",
    "room.act_aside",
)


def often(words: Catalogue, *prefixes: str) -> dict[str, Entry]:
    """Return what a page's script needs at once."""
    found = words.under(*prefixes)
    return {key: entry for key, entry in found.items() if not key.startswith(_WHEN_NEEDED)}


def seldom(catalogues: Mapping[str, Catalogue]) -> dict[str, bytes]:
    """Return the files with the rest, one for each language."""
    return {
        f"seldom/{lang}.json": json.dumps(
            words.under(*_WHEN_NEEDED), ensure_ascii=False, separators=(",", ":")
        ).encode()
        for lang, words in catalogues.items()
    }
