"""How a life is ended, in enough detail to be of use: held until a volunteer has looked."""

import re
from collections.abc import Iterable, Iterator, Sequence

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
    "you take 40 tablets of paracetamol with vodka and wait, that is how my brother did it",
    "take 40 paracetamol with vodka and you will not wake up",
    "nimm 50 schlaftabletten mit wodka, dann wachst du nicht mehr auf",
    "weź 40 tabletek i się nie obudzisz",
    "te tomas 40 pastillas con vodka y no despiertas",
)
LET_THROUGH = (
    "how many mg of sertraline are you on",
    "i took 2 paracetamol for my head",
    "too many painkillers can kill you, please call a doctor",
    "how many of you have been here before",
    "this deadline is a painless way to die inside lol",
    "you take 20 mg of citalopram in the morning and wait for breakfast",
    "i took 40 tablets of paracetamol and i hope i will not wake up",
    "take 10 tablets back to the pharmacy",
)

_HOW, _MEANS, _DEADLY, _AGAINST, _TELLS, _TAKEN = range(6)
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
        not wake up|never wake up|wont wake up|dont wake up|how my brother did it|
        how my sister did it|how he did it|how she did it|how they did it|and wait|
        nicht mehr aufwach*|nicht mehr auf|hat er es gemacht|hat sie es gemacht|
        nie obudzisz|nie obudzi|tak to zrobił|tak to zrobiła|
        no despiertas|no despertarás|no vas a despertar|así lo hizo|
        umrzeć|zabić się|śmiertelna|śmiertelny|samobójstw*|żeby nie żyć|powiesić się|
        sterben|umbringen|tödlich|tödliche|suizid|selbstmord|erhängen|tot ist|
        morir|matarme|matarte|matarse|letal|mortal|suicidio|suicidarse|suicidarme|morirse|
        morirme""",
    _AGAINST: """please|dont|do not|call|doctor|hospital|ambulance|poison control|careful|
        dangerous|warning|lol|haha*|song|film|movie|book|game|proszę|nie rób|lekarz*|zadzwoń|
        bitte|arzt|
        notruf|ruf|tierarzt|vet|cat|dog|weed*|por favor|médico|llama|film*|película|canción|
        prevention|training|course|plant*|exam|homework|deadline|work|inside""",
    # Telling others to take something: a dose behind it is as good as "how much".
    _TELLS: """you take|take|just take|you swallow|swallow|you need|nimm|nehmt|du nimmst|man nimmt|
        schluck|weź|weźcie|bierzesz|połknij|łykasz|toma|tomas|te tomas|tómate|traga""",
    # Whoever took something asks for help, whatever else they tell.
    _TAKEN: """i took|ive taken|i have taken|i just took|i swallowed|i already took|ich habe|
        hab ich|wzięłam|wziąłem|połknęłam|połknąłem|me tomé|me he tomado|tomé|me tragué""",
}
# So many of something, from here on, are told as a dose.
_DOSE = 10
_WEIGHTS = frozenset(("mg", "milligrams", "grams"))
_NEAR = 16


class MethodDetail:
    """A means, how much or how, and that it kills: all three near each other."""

    def __init__(self, wordings: Wordings) -> None:
        self._phrases = Phrases(wordings, listed(_WORDS))

    def look(self, message: Message) -> Finding | None:
        """Return where a method is told or asked for, unless the words warn of it."""
        at: dict[int, list[tuple[int, int]]] = {}
        for first, after, meaning in self._phrases.found(message.said):
            at.setdefault(meaning, []).append((first, after))
        if _TELLS in at:
            at[_HOW] = [*at.get(_HOW, ()), *_doses(message.reading.words, at.get(_MEANS, ()))]
        if _AGAINST in at or _TAKEN in at or not at.get(_HOW) or _DEADLY not in at:
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


def _doses(words: Sequence[str], means: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield each figure right before a means that is more than anybody takes for a headache."""
    for first, after in means:
        figure = words[first - 1] if first > 0 and words[first] not in _WEIGHTS else ""
        if figure.isdecimal() and int(figure) >= _DOSE:
            yield first - 1, after


_METHOD = re.compile(r"method|painless|metod|bezbole|schmerzlos|sin$|quickest|surest|easiest")


def _is_method(message: Message, first: int) -> bool:
    return _METHOD.match(message.reading.words[first]) is not None
