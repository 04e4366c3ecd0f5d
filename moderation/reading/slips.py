"""Grave words as they are mistyped: in a hurry, with shaking hands, or by who spells otherwise.

A wording with one wrong letter would be no wording. Only a few long words are set right, and none
of their slips is a word of its own.
"""

from collections.abc import Iterator

_WORDS = """
    myself suicide suicidal killing overdose overdosed everything anymore tonight swallowed relapsed
    hopeless strangled strangling bleeding laxatives purging starving tablets paracetamol
    umbringen tabletten selbstmord schlaftabletten abschiedsbrief rasierklinge
    samobojstwo tabletki wszystkie matarme suicidarme suicidio pastillas cortarme"""
# What looks like a slip of these, and is another word; or one that the lexica have as it is.
_OTHER_WORDS = """
    suicida suicidas suicides suicido samobojstwa overdosed tables staring tabletke patillas
    myslf suiside"""
_OTHERS = frozenset(_OTHER_WORDS.split())
# Letters that are taken for each other.
_ALIKE = {**dict.fromkeys("aeiou", "aeiou"), "c": "s", "s": "c", "y": "i"}


def _slips(word: str) -> Iterator[str]:
    """Yield a word with one letter lost, one twice, two swapped, or one for its like."""
    for at in range(1, len(word)):
        begins, letter, ends = word[:at], word[at], word[at + 1 :]
        yield begins + letter + letter + ends
        if ends:
            yield begins + ends
            yield begins + ends[0] + letter + ends[1:]
        yield from (begins + other + ends for other in _ALIKE.get(letter, ""))


_MEANT = {
    slip: word
    for word in _WORDS.split()
    for slip in _slips(word)
    if slip != word and slip not in _OTHERS
}
_ARE_SLIPS = frozenset(_MEANT)


def set_right(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that were meant: the very same ones, if there is no slip among them."""
    if _ARE_SLIPS.isdisjoint(words):
        return words
    return tuple(_MEANT.get(word, word) for word in words)
