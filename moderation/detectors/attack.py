"""A blow at somebody in the room: told to die, threatened, insulted. Held for a volunteer."""

from moderation.message import Message, merged, spans_of
from moderation.scoring.phrases import Phrases, Wordings, listed
from moderation.verdicts import Finding, Hold, Level

CAUGHT = (
    "kill yourself",
    "nobody would miss you, just do it already",
    "i know where you live and im going to find you",
    "you are such a pathetic loser",
    "shut up you stupid cow",
    "zabij się wreszcie",
    "du bist so erbärmlich, halt die fresse",
    "eres una inútil, muérete",
)
LET_THROUGH = (
    "please dont kill yourself",
    "he told me i was pathetic",
    "you are not worthless",
    "my ex said kill yourself, i blocked him",
    "i feel so stupid",
    "are you an idiot, he said to me",
    "nobody here would be better off without you",
)

_DIE, _THREAT, _INSULT = range(3)
_WORDS = {
    _DIE: """kill yourself|kill urself|kys|go kill yourself|end yourself|you should die|
    u should die|
        you should just die|just die already|go die|drink bleach|neck yourself|hang yourself|
        rope yourself|
        go hang urself|hang urself|off yourself|unalive yourself|jump already|just jump|jump then|
        nobody would miss you|no one would miss you|nobody will miss you|noone would miss you|
        nobody would care if you died|no one would care if you died|
        world would be better without you|
        better off without you|youre better off dead|do us all a favour and die|
        do us all a favor and die|
        just do it pussy|you wont do it coward|hope you die|i hope you die|
        die already|
        why dont you just die|why dont you kill yourself|
        zabij się|powieś się|idź się zabij|idź się powiesić|zdechnij|skocz wreszcie|
        nikt by za tobą nie tęsknił|
        nikt za tobą nie zatęskni|bring dich um|bring dich doch um|geh sterben|stirb doch|
        häng dich auf|
        erhäng dich|spring doch endlich|verreck doch|verreck endlich|niemand würde dich vermissen|
        keiner würde dich vermissen|
        mátate|matate|suicídate|muérete|morite ya|ahórcate|cuélgate|nadie te va a extrañar|
        nadie te extrañaría|
        tírate de un puente|tírate por la ventana""",
    _THREAT: """i will find you|ill find you|im going to find you|gonna find you|
    i know where you live|
        i know who you are|i know your address|ill kill you|i will kill you|im going to kill you|
        gonna kill you|ill beat you|im going to beat you|gonna hurt you|going to hurt you|
        watch your back|
        youre dead|you are dead meat|ill make you pay|you will regret|youll regret this|
        i will destroy you|ill smash your face|ill break your|come to your house|
        znajdę cię|zabiję cię|wiem gdzie mieszkasz|pożałujesz|dorwę cię|dojadę cię|spuszczę ci|
        ich finde dich|ich bring dich um|ich weiß wo du wohnst|du bist tot|das wirst du bereuen|
        ich mach dich fertig|ich schlag dich|te voy a encontrar|te voy a matar|sé dónde vives|
        te vas a arrepentir|te voy a partir|te mato|vas a pagar""",
    _INSULT: """you are pathetic|youre pathetic|ur pathetic|you are so pathetic|youre so pathetic|
        you are such a|youre such a|ur such a|you are a|youre a|ur a|you fucking|you stupid|
        you idiot|
        you moron|you pathetic|you worthless|you disgusting|you bitch|you cunt|you whore|you slut|
        you loser|you coward|you freak|you retard|you dumb|fuck you|fuck off|piss off|stfu|
        shut the fuck up|shut up you|go fuck yourself|screw you|you make me sick|you disgust me|
        you are disgusting|youre disgusting|you are worthless|youre worthless|you are useless|
        youre useless|
        you are trash|youre trash|you are an idiot|youre an idiot|attention whore|
        attention seeking|
        you deserve to be|
        jesteś żałosny|jesteś żałosna|jesteś głupi|jesteś głupia|ty idioto|ty idiotko|ty debilu|
        ty szmato|
        ty suko|ty kurwo|spierdalaj|wypierdalaj|zamknij się|jesteś zerem|jesteś nikim|
        jesteś śmieciem|
        ty śmieciu|ty frajerze|du bist erbärmlich|du bist so erbärmlich|du idiot|du vollidiot|
        du opfer|
        du schlampe|du hure|du fotze|du spast|halt die fresse|halt dein maul|halts maul|
        verpiss dich|
        fick dich|du arschloch|du bist nichts wert|du bist dumm|du miststück|du wichser|du penner|
        eres un inútil|eres una inútil|eres patético|eres patética|eres un imbécil|
        eres una imbécil|
        eres basura|eres una basura|sos un inútil|sos una inútil|cállate imbécil|
        vete a la mierda|andate a la mierda|
        chinga tu madre|hijo de puta|hija de puta|pendejo|pendeja|das asco|eres idiota|
        eres un idiota|
        eres una idiota|que te jodan|boludo de mierda""",
}
# "You are a ..." is an insult only with one of these after it.
_OPEN = frozenset({"you are a", "youre a", "ur a", "you are such a", "youre such a", "ur such a"})
_NAMES = frozenset(
    (
        *("loser", "idiot", "moron", "bitch", "cunt", "whore", "slut", "freak", "joke", "waste"),
        *("coward", "failure", "disgrace", "liar", "cow", "pig", "retard", "psycho", "parasite"),
        *("pathetic", "worthless", "stupid", "disgusting", "fucking", "dumb", "useless", "burden"),
    )
)
# Said of somebody's words, asked, or denied: no blow at anybody here.
_TURNED = frozenset(
    (
        *("dont", "never", "not", "said", "says", "told", "called", "calls", "tells", "saying"),
        *("texted", "wrote", "sent", "think", "thinks", "thinking", "feel", "want", "wanting"),
        *("going", "wanted", "about", "urge", "wont", "tell", "if", "he", "she", "they", "nie"),
        *(
            "mówi",
            "powiedział",
            "powiedziała",
            "napisał",
            "kazał",
            "nicht",
            "sagte",
            "sagt",
            "schrieb",
        ),
        *(
            "gesagt",
            "no",
            "dijo",
            "dice",
            "decía",
            "escribió",
            "that",
            "believe",
            "him",
            "my",
            "like",
        ),
    )
)
# "Nobody would be better off without you" says the opposite; "nobody likes you" does not.
_NOBODY = frozenset(("nobody", "noone", "none", "one"))
_SOFTENED = frozenset(
    ("lol", "haha", "hahaha", "jk", "joking", "kidding", "jaja", "jajaja", "xd", "hehe")
)
_BEFORE, _AFTER = 4, 4
_TOLD = {
    _DIE: (Level.S2, "encouragement", "attack_die", "Tells somebody to die."),
    _THREAT: (Level.S2, "threat", "attack_threat", "Threatens somebody in the room."),
    _INSULT: (Level.NONE, "", "attack_insult", "Insults somebody in the room."),
}


class Attack:
    """Finds blows at a member; what somebody was told elsewhere is none."""

    def __init__(self, wordings: Wordings) -> None:
        self._phrases = Phrases(wordings, listed(_WORDS))

    def look(self, message: Message) -> Finding | None:
        """Return the worst blow in a message and where all of them stand."""
        blows = [
            (kind, first, after)
            for first, after, kind in self._phrases.found(message.said)
            if _is_meant(message.reading.words, first, after, kind)
        ]
        if not blows:
            return None
        kind = min(kind for kind, _, _ in blows)
        level, family, rule, why = _TOLD[kind]
        spans = [s for _, first, after in blows for s in spans_of(message.reading, first, after)]
        return Finding(level, family, merged(spans), rule, why, hold=Hold.ATTACK)


def _is_meant(words: tuple[str, ...], first: int, after: int, kind: int) -> bool:
    before = words[max(0, first - _BEFORE) : first]
    if not _TURNED.isdisjoint(before):
        return False
    if words[first] == "better" and not _NOBODY.isdisjoint(before):
        return False
    following = words[after : after + _AFTER]
    if kind is _INSULT and not _SOFTENED.isdisjoint(words):
        return False
    return " ".join(words[first:after]) not in _OPEN or not _NAMES.isdisjoint(following[:3])
