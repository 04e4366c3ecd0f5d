"""How streets, plates and people at places are written."""

import re
from collections.abc import Iterator

from moderation.verdicts import Span

# Between a number and a street's name; "3 weeks on the street" is no address.
_NOT_A_NAME = (
    r"(?!(?:the|a|an|on|of|in|my|this|that|down|up|from|to|out|off|weeks?|days?|nights?"
    r"|minutes?|mins?"
    r"|hours?|hrs?|years?|months?|miles?|km|people|kids|times|more|steps?|metres?|meters?|blocks?|and"
    r"|am|pm|for|at|mg|ml|beers?|pints?|percent|euros?|pounds?|st|nd|rd|th)\b)"
)
_NAMES = rf"(?:{_NOT_A_NAME}[\w'’.-]{{2,30}}[ ]){{1,3}}"
_STREETS = (
    re.compile(
        rf"\b\d{{1,5}}[a-z]?,? {_NAMES}"
        r"(?:street|road|avenue|boulevard|blvd|crescent|terrace|gardens)\b",
        re.IGNORECASE,
    ),
    # These are words of every day too: only with a capital, or after "live at" and the like.
    re.compile(
        r"\b\d{1,5}[a-z]?,? (?:[A-Z][\w'’.-]{1,30} ){1,3}"
        r"(?:St|Rd|Ave|Lane|Ln|Drive|Dr|Close|Court|Way|Place|Grove|Row|Hill|Park)\b"
    ),
    re.compile(
        rf"\b(?:lives? at|living at|address is|im at|i'm at|stay at|staying at) (?:no\.? ?)?"
        rf"\d{{1,5}}[a-z]?,? {_NAMES}"
        r"(?:st|rd|ave|lane|ln|drive|dr|close|court|way|place|grove|row|hill)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b[A-ZÄÖÜa-zäöüß][\wäöüß-]{2,30}(?:straße|strasse|str\.|gasse|allee|platz|weg)"
        r" ?\d{1,4}[a-z]?\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:ul|al|os|pl)\. ?(?:[\w.]{2,30} ){1,3}\d{1,4}[a-z]?(?:/\d{1,4}| ?m\.? ?\d{1,4})?"
        r"|\b(?:ulicy|ulica|osiedlu|osiedle|alei) (?:[\w.]{3,30} ){1,3}\d{1,4}[a-z]?(?:/\d{1,4})?",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:\b(?:calle|avenida|avda\.?|av\.|paseo|plaza|carrer|travesía)|\bc/) ?"
        r"(?:[\w.]{2,30} ){1,4}?(?:n[º°.]? ?|número |#)?\d{1,4}\b"
        r"(?! (?:años|minutos|horas|metros))",
        re.IGNORECASE,
    ),
)

# An address holds one of its language's words, and few messages do.
_ENGLISH = (
    *("street", "road", "avenue", "boulevard", "blvd", "crescent", "terrace", "gardens", " st"),
    *(" rd", " ave", " lane", " ln", " drive", " dr", " close", " court", " way", " place"),
    *(" grove", " row", " hill", " park"),
)
_GERMAN = ("straße", "strasse", "str.", "gasse", "allee", "platz", "weg")
_POLISH = ("ul.", "al.", "os.", "pl.", "ulic", "osiedl", "alei")
_SPANISH = ("calle", "avenida", "avda", "av.", "paseo", "plaza", "carrer", "travesía", "c/")
_WORDS = (_ENGLISH, _ENGLISH, _ENGLISH, _GERMAN, _POLISH, _SPANISH)


def streets(text: str, low: str) -> Iterator[Span]:
    """Yield where an address stands. `low` is the text in lower case."""
    for words, pattern in zip(_WORDS, _STREETS, strict=True):
        if any(word in low for word in words):
            yield from (match.span() for match in pattern.finditer(text))


PLATE_CUE = re.compile(
    r"\b(?:plates?|reg|registration|license|licence|number plate|kennzeichen|rejestracj\w{1,4}|"
    r"tablice|matr[ií]cula|patente|placas?|drives an?|car is)\b",
    re.IGNORECASE,
)
# Whether the form alone is enough, or only beside a word for plates.
PLATES = (
    (re.compile(r"\b[A-Z]{2}\d{2} [A-Z]{3}\b"), True),
    (re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b", re.IGNORECASE), False),
    (re.compile(r"\b[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2} ?\d{2,4}\b"), False),
    (re.compile(r"\b[A-Z]{2,3} ?[0-9][0-9A-Z]{3,4}\b"), False),
    (re.compile(r"\b\d{4} ?[BCDFGHJKLMNPRSTVWXYZ]{3}\b"), False),
    (re.compile(r"\b[A-Z]{3}[- ]?\d{3,4}\b"), False),
)

_NAME = r"[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][a-zà-öø-ÿąćęłńóśźż'’]{1,20}"
_FULL = rf"{_NAME}(?:[- ]{_NAME}){{1,2}}"
_IS_AT = (
    r"(?:who )?(?:lives?|living|works?|working|goes to school|studies|teaches)"
    r" (?:at|in|on|for|near|as|over)|mieszka|pracuje|wohnt|arbeitet|vive en|trabaja en|trabaja"
)
_NAMED = re.compile(
    rf"\b{_FULL},? (?:{_IS_AT})\b"
    rf"|(?i:\b(?:full|real) name (?:is|was) )(?i:[a-z'’-]{{2,20}}) (?i:[a-z'’-]{{2,20}})"
    rf"|\b(?i:my name is|his name is|her name is|i am called|ich hei(?:ß|ss)e|nazywam się|me llamo)"
    rf" {_FULL}"
)
_FULL_NAME = re.compile(rf"{_NAME}[ -]{_NAME}")
# Most messages hold none of these.
_CUES = (
    *("live", "work", "name", "wohnt", "arbeitet", "mieszka", "pracuje", "nazywam"),
    *("vive", "trabaja", "llamo", "hei", "called", "teaches", "studies", "goes to"),
)


def somebody_named(text: str, low: str) -> Iterator[Span]:
    """Yield where a full name stands beside where that person lives or works.

    `low` is the text in lower case.
    """
    may_be_named = text != low and _FULL_NAME.search(text) and any(cue in text for cue in _CUES)
    if may_be_named or "name" in text:
        yield from (match.span() for match in _NAMED.finditer(text))
