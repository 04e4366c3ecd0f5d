"""Somebody sells, begs for money or lures away: counted, so that a volunteer sees a pattern."""

from moderation.message import Message, merged, spans_of
from moderation.scoring.phrases import Phrases, Wordings, listed
from moderation.verdicts import Finding, Level

CAUGHT = (
    "dm me for cheap pills, fast delivery",
    "i can recover your lost funds, contact this hacker",
    "free spins with my bonus code",
    "join my telegram group for crypto signals",
    "sprzedam tanio tabletki, pisz na priv",
    "zarabiaj z domu bez ryzyka",
    "gana dinero desde casa, escríbeme por privado",
    "verkaufe günstig tabletten, schreib mir privat",
)
LET_THROUGH = (
    "i sold my car to pay the debts",
    "the free spins got me again last night",
    "my brother lost his money in crypto",
)

_SURE, _PART = range(2)
_WORDS = {
    _SURE: """recover your lost funds|recover your funds|recovery expert|bonus code|promo code|
    referral code|
        use my code|use my link|my referral|cheap pills|pills for sale|meds for sale|
        no prescription needed|
        crypto signals|guaranteed profit|guaranteed returns|double your money|
        earn money from home|
        work from home and earn|investment opportunity|passive income|forex signals|spell caster|
        my cashapp|my paypal|my gofundme|donate to my|onlyfans|buy followers|click the link|
        link in bio|limited offer|zarabiaj z domu|bez ryzyka|kod promocyjny|zysk gwarantowany|
        szybka pożyczka|moja zrzutka|sprzedam tanio|geld verdienen von zuhause|bonuscode|
        gutscheincode|
        schnelles geld|kredit ohne schufa|verkaufe günstig|mein spendenlink|gana dinero|
        código promocional|
        código de bono|préstamo rápido|ingresos pasivos|duplica tu dinero|vendo pastillas""",
    _PART: """dm me|message me privately|pm me|inbox me|text me for|contact this|whatsapp me|
    add me on|
        join my|for sale|selling|sell|fast delivery|discount|free spins|investment|hacker|
        loan offer|
        crypto|bitcoin|profit|pisz na priv|na sprzedaż|sprzedam|kup|schreib mir privat|
        zu verkaufen|
        verkaufe|rabatt|escríbeme por privado|escríbeme al|vendo|oferta|envío rápido|descuento""",
}
_PARTS_NEEDED = 2


class Selling:
    """One sure wording, or two that are suspect together."""

    def __init__(self, wordings: Wordings) -> None:
        self._phrases = Phrases(wordings, listed(_WORDS))

    def look(self, message: Message) -> Finding | None:
        """Return where somebody offers what has no place here."""
        found = list(self._phrases.found(message.said))
        sure = any(kind == _SURE for _, _, kind in found)
        if not sure and len({first for first, _, _ in found}) < _PARTS_NEEDED:
            return None
        spans = [s for first, after, _ in found for s in spans_of(message.reading, first, after)]
        return Finding(
            Level.S4, "selling", merged(spans), "selling", "Offers or begs for something."
        )
