"""English that is hard to fit: accented, its words and sentences longer by half, in brackets.

What stands on a page outside brackets came from no catalogue; what does not fit now would not
fit in a language with long words either.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

ENGLISH = Path(__file__).parents[2] / "client/web/locales/en.json"
AS_THEY_ARE = {"page.direction", "page.comma"}
ACCENTS = str.maketrans("aceinosuyAEINOSUY", "âçéíñöšüýÂÉÍÑÖŠÜÝ")
LONGER = 1.4
PLACE = re.compile(r"(\{\w+\})")

Entry = str | Mapping[str, str]


def write_pseudo_locale(folder: Path) -> None:
    """Write a folder of one language, which takes the place of English."""
    english: dict[str, Entry] = json.loads(ENGLISH.read_text("utf-8"))
    words = {key: entry if key in AS_THEY_ARE else _pseudo(entry) for key, entry in english.items()}
    (folder / "en.json").write_text(json.dumps(words), "utf-8")


def stretched(sentence: str) -> str:
    """Return a sentence as a long-winded language might say it; its places stay."""
    parts = PLACE.split(sentence)
    text = "".join(part if PLACE.fullmatch(part) else _drawn_out(part) for part in parts)
    missing = max(0, round(len(sentence) * LONGER) - len(text))
    return f"[{text}{'~' * missing}]"


def _pseudo(entry: Entry) -> Entry:
    if isinstance(entry, str):
        return stretched(entry)
    return {category: stretched(form) for category, form in entry.items()}


def _drawn_out(text: str) -> str:
    return re.sub("[aeiou]", lambda vowel: vowel[0] * 2, text).translate(ACCENTS)
