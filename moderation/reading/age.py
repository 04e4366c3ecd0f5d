"""Whether somebody says that they are a child."""

import re

from moderation.reading.reader import Reading

_AGE = re.compile(
    r" (?:im|i am|ich bin|bin|bin erst|im only|i am only|mam|tengo)"
    r" (?:only |just |erst |dopiero |solo )?(?:[89]|1[0-7])"
    r"(?= (?:years? old|yo|lat|latek|jahre alt|anos|and|und|i|y|\?|(?!\w)|$)| $)"
)


def says_young(reading: Reading) -> bool:
    """Return whether the author gives an age below eighteen."""
    return _AGE.search(reading.line) is not None
