"""The same again and again: counted, so that a volunteer may slow the room."""

from moderation.message import Message
from moderation.verdicts import Finding, Level

CAUGHT = (
    "spam " * 40,
    "a" * 400,
)
LET_THROUGH = (
    "no no no no no",
    "haha haha that was good",
)

# So many words with so few different ones among them is no sentence.
_MANY_WORDS, _FEW_DIFFERENT = 25, 0.2
_LONG_WORD, _FEW_LETTERS = 120, 3
_SAME_LINES = 3


class Flooding:
    """A message that repeats itself, or the author's last lines."""

    def look(self, message: Message) -> Finding | None:
        """Return the whole message if it is nothing but repetition."""
        if not self._repeats(message):
            return None
        whole = ((0, len(message.text)),)
        return Finding(Level.S4, "flooding", whole, "flooding", "Repeats the same again and again.")

    def _repeats(self, message: Message) -> bool:
        if message.text and message.before.count(message.text) >= _SAME_LINES:
            return True
        if len(message.text) < _LONG_WORD:
            return False
        words = message.text.split()
        # Every other word has a letter and a space: so long may the longest be.
        if len(message.text) - 2 * (len(words) - 1) >= _LONG_WORD:
            longest = max(words, key=len, default="")
            if len(longest) >= _LONG_WORD and len(set(longest)) <= _FEW_LETTERS:
                return True
        return len(words) >= _MANY_WORDS and len(set(words)) < _FEW_DIFFERENT * len(words)
