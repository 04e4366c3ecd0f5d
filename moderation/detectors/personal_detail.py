"""Something that lets a stranger find a person: the author is shown where, and may blank it."""

import re
from collections.abc import Iterable, Iterator

import phonenumbers

from moderation.message import Message, merged
from moderation.reading.places import PLATE_CUE, PLATES, somebody_named, streets
from moderation.verdicts import Finding, Hold, Level, Span

CAUGHT = (
    "text me on 07700 900 123",
    "my mail is sad.fox@example.com",
    "she lives at 14 Maple Street",
    "add me on insta @night_owl77",
    "wohne in der Lindenstraße 12",
    "mieszkam na ul. Polnej 7",
    "mi calle es calle Mayor 23",
    "DE89 3704 0044 0532 0130 00",
    "Martin Weaver works at the bakery by the station",
)
LET_THROUGH = (
    "call 988 any time",
    "Samaritans are on 116 123",
    "TelefonSeelsorge 0800 1110111",
    "lost 12,500 in 2019 and 3 000 last week",
    "day 120 of the 12 steps, meeting at 19:30 on 22.11.2026",
    "i walked 20 minutes down the road",
    "im 34 and my son is 12",
)

_DIGIT_RUN = re.compile(r"(?<![\w.,])[+(]?\d(?:[ ()./-]{0,2}\d){6,16}(?![\w%€$£])")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[:.]\d\d")
_MONEY_AFTER = re.compile(
    r"\s{0,2}(?:k\b|euro?s?\b|eur\b|zł|pln|usd|pounds?|quid|dollars?|pesos|£|\$|€|people|steps)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,' ]000)+|\d{1,3}(?:[., ]\d{3})?")
_MAIL = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\])\s?[a-z]{2,12}){1,3}"
    r"|[\w.+-]{2,64} at (?:gmail|hotmail|outlook|yahoo|proton\w{0,8}|icloud|gmx|web|wp|o2)"
    r"(?: dot |\.)(?:com|de|pl|es|net|uk|me)",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{3,200}"
    r"|(?<![\w@.-])[\w-]{2,40}\.(?:com|net|org|io|gg|me|ly|de|pl|es|uk|ie|mx|eu|info|app|link)"
    r"(?:/[^\s<>\"]{0,200}|(?![\w.-]))",
    re.IGNORECASE,
)
_PLATFORM = (
    r"(?:insta(?:gram)?|ig|snap(?:chat)?|tiktok|twitter|telegram|discord|kik|whats ?app|facebook|fb"
    r"|messenger|reddit|signal|steam|insta)"
)
_HANDLE = re.compile(
    r"(?<![\w.])@(?=[\w.]{3,30})(?=[\w.]*[\d_.])[A-Za-z][\w.]{1,28}\w"
    rf"|\b{_PLATFORM}\b(?:\s{{0,2}}(?:is|name|handle|:|=|-|to|jest|ist|es|me|at))?"
    rf"(?:\s{{0,2}}(?:is|:|=))?\s{{0,2}}(?:@[\w.]{{3,30}}|(?=[\w.#]*[\d_.#]\w)[A-Za-z][\w.#]{{3,30}})"
    r"|\b[A-Za-z][\w.]{2,30}#\d{4}\b",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b", re.IGNORECASE)
_NATIONAL = re.compile(r"\b\d{3}-\d{2}-\d{4}\b|\b\d{8}-?[A-HJ-NP-TV-Z]\b")
# A number may be cut by a message's end, once or twice; so far back it is looked for.
_DIGITS_FIRST, _DIGIT_LAST = re.compile(r"[ ()./-]?\d"), re.compile(r"\d[()./-]?\Z")
_CUTS, _REACH = 2, 60
# Most messages have none of these, and are looked at no further.
_DIGIT = re.compile(r"\d")
_MAIL_SIGNS = ("@", "(at)", "[at]", " gmail", " hotmail", " outlook", " yahoo", " proton", " gmx")
_LINK_SIGN = re.compile(r"\.[A-Za-z]{2}|://")
_HANDLE_SIGNS = (
    *("@", "#", "insta", "ig ", "ig:", "snap", "tiktok", "twitter", "telegram", "discord", "kik"),
    *("whats", "facebook", "fb", "messenger", "reddit", "signal", "steam"),
)

_YEARS = re.compile(r"(?:19|20)\d\d\s?[-/]\s?(?:19|20)\d\d")

_REGIONS = ("GB", "US", "DE", "PL", "ES", "IE", "AT", "CH", "MX", "AR", "CO", "CL", "IN")
_FEWEST_DIGITS, _MOST_DIGITS = 9, 15
_FEW_DIGITS = 7
_CALL_ME = re.compile(
    r"\b(?:call|text|ring|phone|number|mobile|whatsapp|nummer|handy|telefon|tel|numer|dzwo\w+|"
    r"teléfono|telefono|móvil|movil|llama\w*|celular|cel)\b",
    re.IGNORECASE,
)


class PersonalDetail:
    """Finds what would lead a stranger to somebody; help lines are everybody's."""

    def __init__(self, help_numbers: Iterable[str] = (), help_hosts: Iterable[str] = ()) -> None:
        self._numbers = frozenset(_digits(number) for number in help_numbers)
        self._hosts = tuple(help_hosts)

    def look(self, message: Message) -> Finding | None:
        """Return where the details stand. Most messages have neither digit nor sign."""
        text, low = message.text, message.text.lower()
        spans = list(somebody_named(text, low))
        if _DIGIT.search(text):
            spans += self._with_digits(text, low)
            spans += self._begun_before(message)
        if any(sign in low for sign in _MAIL_SIGNS):
            spans += _every((_MAIL,), text)
        if "." in text and _LINK_SIGN.search(text):
            spans += self._links(text)
        if any(sign in low for sign in _HANDLE_SIGNS):
            spans += _every((_HANDLE,), text)
        if not spans:
            return None
        why = "Holds something that lets a stranger find somebody."
        return Finding(
            Level.NONE, "", merged(spans), "personal_detail", why, hold=Hold.PERSONAL_DETAIL
        )

    def _with_digits(self, text: str, low: str) -> Iterator[Span]:
        if len(_DIGIT.findall(text)) >= _FEW_DIGITS:
            yield from self._phones(text)
            yield from _every((_IBAN, _NATIONAL), text)
        yield from streets(text, low)
        yield from _plates(text)

    def _phones(self, text: str) -> Iterator[Span]:
        for match in _DIGIT_RUN.finditer(text):
            if self._is_phone(match[0], text, match.start(), match.end()):
                yield match.span()

    def _begun_before(self, message: Message) -> Iterator[Span]:
        """Yield what ends a number that the same author's lines before began.

        Only where it begins as numbers are told: people also count, and say what they lost.
        """
        if not (message.before and _DIGITS_FIRST.match(message.text)):
            return
        before = " ".join(message.before[-_CUTS:])[-_REACH:]
        if not _DIGIT_LAST.search(before):
            return
        seam, whole = len(before) + 1, f"{before} {message.text}"
        for start, end in self._phones(whole):
            if start < seam < end and (whole[start] in "+0(" or _CALL_ME.search(before)):
                yield 0, end - seam

    def _is_phone(self, found: str, text: str, start: int, end: int) -> bool:
        digits = _digits(found)
        if digits in self._numbers or _is_an_amount(found, text, end):
            return False
        if _CALL_ME.search(text[max(0, start - 30) : start]):
            return True
        if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
            return False
        return any(_possible(found, region) for region in _REGIONS)

    def _links(self, text: str) -> Iterator[Span]:
        for match in _LINK.finditer(text):
            if not any(host in match[0].lower() for host in self._hosts):
                yield match.span()


def _digits(number: str) -> str:
    return "".join(char for char in number if char.isdecimal())


def _is_an_amount(found: str, text: str, end: int) -> bool:
    """Return whether it is a date, a time, or a sum of money."""
    if _YEARS.fullmatch(found) or (
        _DATE.search(found) and len(_digits(found)) <= _FEWEST_DIGITS + 3
    ):
        return True
    return bool(_MONEY_AFTER.match(text, end) or _THOUSANDS.fullmatch(found))


def _possible(found: str, region: str) -> bool:
    try:
        number = phonenumbers.parse(found, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)


def _every(patterns: Iterable[re.Pattern[str]], text: str) -> Iterator[Span]:
    return (match.span() for pattern in patterns for match in pattern.finditer(text))


def _plates(text: str) -> Iterator[Span]:
    cue = PLATE_CUE.search(text)
    return _every((pattern for pattern, sure in PLATES if sure or cue), text)
