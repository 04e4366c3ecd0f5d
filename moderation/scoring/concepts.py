"""What words stand for, in any language: means, time, self, a goodbye."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from moderation.lexicon import Lexicon
from moderation.scoring.phrases import Asked, Said, Wordings, line_of

# The first of some words, the word after the last, and the mark of what they name.
Hit = tuple[int, int, int]


def mark(name: str) -> int:
    """Return the number that stands for a name among the features, in every version the same."""
    return zlib.crc32(f"<{name}>".encode())


def longest_at(count: int, hits: Sequence[Hit]) -> list[int]:
    """Return for each of so many words, with an edge on both sides, its longest wording's mark."""
    marks = [0] * (count + 2)
    longest = [0] * (count + 2)
    for first, after, named in hits:
        length = after - first
        for word in range(first + 1, after + 1):
            if length > longest[word]:
                longest[word] = length
                marks[word] = named
    return marks


# A short word of one language is another word in the next: German "die", English "die".
_OWN_ONLY = 6
_WITHOUT_S = 2

# A name, and in which languages a wording stands for it.
Meaning = tuple[int, tuple[str, ...]]


class Concepts:
    """Every language's concepts, and the others' long words beside its own: rooms mix."""

    def __init__(self, wordings: Wordings, lexica: Sequence[Lexicon]) -> None:
        names = sorted({name for lexicon in lexica for name in lexicon.concepts})
        self.names = {mark(name): name for name in names}
        languages = tuple(lexicon.language for lexicon in lexica)
        meanings: dict[str, list[Meaning]] = {}
        for lexicon in lexica:
            for name, entries in lexicon.concepts.items():
                everywhere, here = (mark(name), languages), (mark(name), (lexicon.language,))
                for entry in _forms(entries, lexicon.language):
                    meaning = everywhere if len(entry) > _OWN_ONLY else here
                    meanings.setdefault(line_of(entry), []).append(meaning)
        meanings.pop("", None)
        by_language = cache(_by_language)  # thousands of wordings mean one of some hundred things
        lines = {line: by_language(*all_) for line, all_ in meanings.items()}
        self.asked = Asked(wordings, lines)

    def hits(self, said: Said, language: str) -> list[Hit]:
        """Return what is named, in the order of the words."""
        return [
            (first, after, number)
            for first, after, numbers in self.asked.found(said)
            for number in numbers.get(language, ())
        ]


def _by_language(*meanings: Meaning) -> Mapping[str, Sequence[int]]:
    languages = {language for _, where in meanings for language in where}
    return {
        language: tuple(dict.fromkeys(n for n, where in meanings if language in where))
        for language in languages
    }


def _forms(entries: Iterable[str], language: str) -> Iterator[str]:
    """Yield each entry, and in English with its "s": "the rope's up"."""
    for entry in entries:
        yield entry
        if language == "en" and not entry.endswith(("*", "s")) and len(entry) > _WITHOUT_S:
            yield entry + "s"
