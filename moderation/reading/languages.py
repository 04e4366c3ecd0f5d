"""Which language a message is in, by its smallest words; rooms mix, so each is looked at."""

from collections.abc import Sequence
from itertools import repeat

_EN = """the and you your my me im its it is was of to that this he she they we have has had
not dont
cant with just been do are at on for what when how i a in be so but if or from his her there
out up
get got going gonna want now then would could should about who will like know think feel"""
_PL = """nie sie to jest na ze ja mnie mi w z do jak co ale ma mam tak juz bylo byl byla moj
moja on ona
czy po za od tylko dla wszystko jestem bo go jej ich sobie mu tym tego przez u te ten ta przy
bez niech
kiedy teraz dzis zeby jeszcze nic ktos moze tu i"""
_DE = """ich nicht und der die das ist mich mir mein meine ein eine zu mit auf es er sie wir du
habe hab bin
war aber wie was wenn dass den dem im von fur noch mal so nur auch kann will hat sind schon
dann ihr
an am bei aus nach wieder jetzt immer kein keine heute uns sich"""
_ES = """que de la el en y no me mi un una los las por con para se es lo ya pero como mas te su
si al del
estoy esta todo muy yo tengo he ha le ni cuando porque hoy nadie voy mis fue hace sin nos son
ser eso
tu hay quiero ahora siempre solo"""
_SMALL = {
    code: frozenset(words.split())
    for code, words in (("en", _EN), ("pl", _PL), ("de", _DE), ("es", _ES))
}
FIRST = 40
# So many bits hold a count of the first words; each language has its own, in one number.
_BITS = 8
_PLACES = {code: place * _BITS for place, code in enumerate(_SMALL)}
_COUNTS_FOR: dict[str, int] = {}
for _code, _words in _SMALL.items():
    for _word in _words:
        _COUNTS_FOR[_word] = _COUNTS_FOR.get(_word, 0) + (1 << _PLACES[_code])
_NONE = repeat(0)


def language_of(words: Sequence[str], room: str | None = None) -> str:
    """Return the language most small words are from; the room's, or English, if none speak."""
    counts = sum(map(_COUNTS_FOR.get, frozenset(words[:FIRST]), _NONE))
    best, most = (room if room in _PLACES else "en"), 0.0
    for code, place in _PLACES.items():
        count = (counts >> place & 255) + (0.5 if code == best else 0)
        if count > most:
            best, most = code, count
    return best
