"""Words that were written so that a machine should not read them."""

import re
from itertools import groupby

_LEET = str.maketrans("0134578@$!|€", "oieastbasiie")
# The same, where what may stand for two letters is one: "1" for "i" and for "l".
_SHAPES = str.maketrans("0134578@$!|€l269", "oieastbasiieizgg")
# Digits or signs between letters, or a word that begins or ends with one and has letters.
MIXED = re.compile(r"(?<![\w@$!|*])(?=[\w@$!|*]*[a-z])(?=[\w@$!|*]*[0-9@$!|*])[\w@$!|*]{3,24}")
# Most messages have no such place at all.
SIGNS = re.compile(r"[0-9@$|*€!]")
MAY_BE_MIXED = re.compile(r"[a-z][0-9@$|*€]|[0-9@$|*€][a-z]|[a-z]![a-z0-9|]")
_INNER = re.compile(r"[a-z][0134578@$!|]+[a-z]")
# Stars around a word make it louder, they hide nothing of it: "*i*" is no "die".
_EMPHASISED = re.compile(r"(\*{1,3})([^*]+)\1")
_UNITS = re.compile(r"\d+(?:[a-z]{1,3}|th|st|nd|rd)|[a-z]{1,3}\d+")
# Two letters that stand apart, which three do.
_APART = r"(?:[ .\-_*/+,;:|~=\n\t]| [\-*/+|~=] |, )"
MAY_BE_SPACED = re.compile(
    r"[ .\-_*/+,;:|~=\n\t][a-z0-9](?:,| [\-*/+|~=])?[ .\-_*/+,;:|~=\n\t][a-z0-9](?![a-z0-9'])"
)
SPACED = re.compile(rf"(?<![a-z0-9'])[a-z](?:{_APART}[a-z0-9]){{2,}}(?![a-z0-9'])")

# One word that may be several, one of them grave.
MAY_BE_RUN_ON = re.compile(r"(?:kill|die|dead|hang|suicide|overdose)[a-z]|[a-z](?:kill|die|dead)")
RUN_ON = re.compile(
    r"(?<![a-z0-9'])(?=[a-z]*(?:kill|die|dead|hang|suicide|overdose))[a-z]{6,40}(?![a-z0-9'])"
)

# What people mask. A masked word is one of these, or is left as it stands.
_MASKED = """
    kill killing killed die died dying dead death suicide suicidal unalive unaliving unalived
    cutting cut blood pills rope hang hanging overdose overdosed rape raped raping abuse molest
    fuck fucking shit bitch slut whore cunt selfharm harm myself sewerslide burn gun knife jump
    noose razor bleed bleeding end life kms kys goodbye murder stab beat hurt relapse purge vomit
    zabic zabije samobojstwo umrzec smierc suizid selbstmord umbringen sterben tot toten ritzen
    suicidio suicidarme matarme morir muerte muerto matar cortarme slit wrists drown tonight
    pociac powiesic zyletka smierci skonczyc umieram zycia zyc tabletki toten tote erhangen
    tabletten selbst ritze sterbe morirme pastillas vivir desvivirme vida venas colgarme"""
MASKED = frozenset(_MASKED.split())
# And what stands beside it, where it is masked as well.
_BESIDE = "want wanna gonna going alive anymore chce will mehr leben mein quiero"
_BY_SHAPE = {word.translate(_SHAPES): word for word in sorted({*MASKED, *_BESIDE.split()})}
_BY_LENGTH = {n: sorted(w for w in MASKED if len(w) == n) for n in range(2, 13)}


def unmasked(word: str) -> str:
    """Return a mixed word in letters, of the same length; or the word itself."""
    if emphasised := _EMPHASISED.fullmatch(word):
        return word.replace(emphasised[2], unmasked(emphasised[2]))
    if "*" in word:
        return _starred(word)
    if known := _BY_SHAPE.get(word.translate(_SHAPES)):
        return known
    plain = word.translate(_LEET)
    if _UNITS.fullmatch(word) or not _INNER.search(word):
        return word
    return plain


def _starred(word: str) -> str:
    letters = word.translate(_LEET)
    for known in _BY_LENGTH.get(len(word), ()):
        if all(a in ("*", b) for a, b in zip(letters, known, strict=True)):
            return known if any(a == b for a, b in zip(letters, known, strict=True)) else word
    return word


# Enough words to cut a run of spaced letters where its author would have.
_SMALL = """
    i im a to the my me want wanna gonna going will it all in on tonight now self cant not dont
    do no more live alive anymore of am is you u are and so this that for have got took please help
    ich will mich nicht mehr leben mein chce sie nie zyc juz quiero no vivir mas me quitarme la
    vida"""
_KNOWN = MASKED | frozenset(_SMALL.split())
# What a letter costs that is in no known word, and how much of a run such words must fill.
_STRANGE, _GRAVE, _LONG_RUN = 3, 4, 14


def cut(run: str) -> list[str]:
    """Return the words a run of letters is made of: the fewest; or the run as one word."""
    best: list[list[str] | None] = [[]]
    for end in range(1, len(run) + 1):
        ways = [
            [*before, run[start:end]]
            for start in range(max(0, end - 12), end)
            if (before := best[start]) is not None and run[start:end] in _KNOWN
        ]
        best.append(min(ways, key=len) if ways else None)
    return best[-1] or [run]


def cut_roughly(run: str) -> list[str]:
    """Return the words a long run of letters is made of, grave ones among others nobody knows."""
    words = cut(run)
    if len(words) > 1 or len(run) < _LONG_RUN:
        return words
    best: list[tuple[int, list[str]]] = [(0, [])]
    for end in range(1, len(run) + 1):
        cost, before = best[end - 1]
        ways = [(cost + _STRANGE, [*before, run[end - 1 : end]])]
        for start in range(max(0, end - 12), end):
            if run[start:end] in _KNOWN:
                cost, before = best[start]
                ways.append((cost + 1, [*before, run[start:end]]))
        best.append(min(ways, key=_cost))
    return _joined(best[-1][1]) if any(map(_is_grave, best[-1][1])) else [run]


def _cost(way: tuple[int, list[str]]) -> int:
    return way[0]


def _is_grave(word: str) -> bool:
    return len(word) >= _GRAVE and word in MASKED


def _joined(parts: list[str]) -> list[str]:
    """Return the parts, those that are no words as one where they stand together."""
    runs = groupby(parts, key=_KNOWN.__contains__)
    return [w for known, some in runs for w in (some if known else ["".join(some)])]
