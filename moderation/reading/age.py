"""Whether somebody says that they are a child."""

import re

from moderation.reading.reader import Reading

_AGE = re.compile(
    r" (?:im|i am|ich bin|bin|bin erst|im only|i am only|mam|tengo)"
    r" (?:only |just |erst |dopiero |solo )?(?:[89]|1[0-7])"
    r"(?= (?:years? old|yo|lat|latek|jahre alt|anos|and|und|i|y|\?|(?!\w)|$)| $)"
)

# A class at school, said of oneself: whoever speaks of a child of theirs does not.
_CLASS = re.compile(
    r" (?:(?:im|i am) in (?:the )?(?:[4-9]|1[0-2])(?:th|rd)? grade"
    r"|(?:ich bin|ich gehe|bin|gehe) in (?:der|die) (?:[4-9]|1[0-2])\W* klasse"
    r"|(?:jestem|chodze) (?:w|do) [4-8]\W* klas(?:ie|y)"
    r"|estoy en [1-4]\W* de (?:la )?eso)(?!\w)"
)

_FIGURE = re.compile(r"[0-9]")


def says_young(reading: Reading) -> bool:
    """Return whether the author gives an age below eighteen, or a class at school."""
    line = reading.line
    if _FIGURE.search(line) is None:  # as in most lines
        return False
    return _AGE.search(line) is not None or _CLASS.search(line) is not None
