"""How a life is ended, in enough detail to be of use: held until a volunteer has looked."""

import re

from moderation.message import Message, spans_of
from moderation.scoring.phrases import Phrases, Wordings, listed
from moderation.verdicts import Finding, Hold, Level

CAUGHT = (
    "40 paracetamol is enough to kill you",
    "how many sleeping pills would it take to die",
    "whats the most painless method to kill yourself",
    "ile tabletek trzeba żeby umrzeć",
    "wie viele tabletten reichen zum sterben",
    "cuántas pastillas hacen falta para morir",
    "the drop has to be high enough or you wont die, use the bridge",
)
LET_THROUGH = (
    "how many mg of sertraline are you on",
    "i took 2 paracetamol for my head",
    "too many painkillers can kill you, please call a doctor",
    "how many of you have been here before",
    "this deadline is a painless way to die inside lol",
)

_HOW, _MEANS, _DEADLY, _AGAINST = range(4)
_WORDS = {
    _HOW: """how many|how much|how high|how long does it take|how long would it take|what dose|
    which dose|
        is enough|are enough|would be enough|be enough|enough to|painless|painlessly|quickest|
        easiest|surest|least painful|most effective|best way|best method|foolproof|guaranteed|
        method|methods|has to be|you need at least|at least|you just need|works every time|
        ile|ile trzeba|wystarczy|bezboleśnie|bezbolesny|najszybciej|najpewniejszy|metoda|sposób|
        wie viele|wie viel|wieviele|wieviel|reichen|reicht|schmerzlos|am schnellsten|methode|
        sicherste|welche dosis|wie hoch|cuántas|cuántos|cuánta|hacen falta|hace falta|basta|
        bastan|
        sin dolor|más rápido|más rápida|método|qué dosis|la mejor forma|la mejor manera""",
    _MEANS: """pill*|tablet*|paracetamol|tylenol|acetaminophen|ibuprofen|aspirin|insulin*|
    insulina|
        sleeping pills|benzos|xanax|fentanyl|opioid*|morphine|morfin*|antidepressant*|mg|
        milligrams|
        grams|helium|nitrogen|charcoal|exhaust|carbon monoxide|rope|noose|knot|ligature|bridge|
        drop|storey|floor|razor*|blade*|vein*|artery|wrist*|gun|bullet|train|bleach|antifreeze|
        pesticide*|cyanide|sodium|tabletek|tabletki|leków|leki|apap*|sznur*|pętl*|piętr*|żyletk*|
        tabletten|pillen|schlaftablette*|strick|seil|stockwerk|zug|abgase|pulsader*|pastillas|
        comprimidos|soga|cuerda|piso|puente|cuchilla*|venas|rivotril|clonazepam|lorazepam""",
    _DEADLY: """lethal|fatal|kill you|kill yourself|kill myself|kill a person|kill me|die from|
    to die|
        you die|wont die|dead in|end your life|end my life|end it|hang yourself|hang myself|
        suicide|
        overdose on|od on|wont survive|no coming back|stop your heart|bleed out|ctb|unalive|
        umrzeć|zabić się|śmiertelna|śmiertelny|samobójstw*|żeby nie żyć|powiesić się|
        sterben|umbringen|tödlich|tödliche|suizid|selbstmord|erhängen|tot ist|
        morir|matarme|matarte|matarse|letal|mortal|suicidio|suicidarse|suicidarme|morirse|
        morirme""",
    _AGAINST: """please|dont|do not|call|doctor|hospital|ambulance|poison control|careful|
        dangerous|warning|lol|haha*|song|film|movie|book|game|proszę|nie rób|lekarz*|zadzwoń|
        bitte|arzt|
        notruf|ruf|tierarzt|vet|cat|dog|weed*|por favor|médico|llama|film*|película|canción|
        prevention|training|course|plant*|exam|homework|deadline|work|inside""",
}
_NEAR = 14


class MethodDetail:
    """A means, how much or how, and that it kills: all three near each other."""

    def __init__(self, wordings: Wordings) -> None:
        self._phrases = Phrases(wordings, listed(_WORDS))

    def look(self, message: Message) -> Finding | None:
        """Return where a method is told or asked for, unless the words warn of it."""
        at: dict[int, list[tuple[int, int]]] = {}
        for first, after, meaning in self._phrases.found(message.said):
            at.setdefault(meaning, []).append((first, after))
        if _AGAINST in at or _DEADLY not in at or _HOW not in at:
            return None
        named = _MEANS in at or any(_is_method(message, first) for first, _ in at[_HOW])
        if not named:
            return None
        found = [*at[_HOW], *at[_DEADLY], *at.get(_MEANS, [])]
        first, after = min(f for f, _ in found), max(a for _, a in found)
        if after - first > _NEAR:
            return None
        return Finding(
            Level.S2,
            "suicide",
            spans_of(message.reading, first, after),
            "method_detail",
            "Tells or asks for a way to die, with detail.",
            hold=Hold.METHOD_DETAIL,
        )


_METHOD = re.compile(r"method|painless|metod|bezbole|schmerzlos|sin$|quickest|surest|easiest")


def _is_method(message: Message, first: int) -> bool:
    return _METHOD.match(message.reading.words[first]) is not None
