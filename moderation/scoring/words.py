"""Why something was flagged, in one plain sentence."""

from collections.abc import Iterable, Mapping, Sequence

from moderation.scoring.concepts import Hit

# What makes dangerous words harmless, where it really does.
LOWERING = frozenset(
    (
        *("negation", "past", "recovered", "media", "idiom", "support", "helpline", "medical"),
        *("grief", "laugh", "quote"),
    )
)

_FAMILIES = {
    "suicide": "Reads like somebody who may end their life",
    "self_harm": "Reads like somebody who may hurt themselves",
    "overdose": "Reads like somebody who may have taken too much",
    "violence": "Reads like violence, or the fear of it",
    "child_at_risk": "Reads like a child in danger",
    "threat": "Reads like a threat to somebody",
    "eating": "Reads like an eating disorder that has become dangerous",
    "psychosis": "Reads like somebody who hears or believes what frightens them",
    "relapse": "Reads like somebody close to a relapse, or in one",
    "third_person": "Reads like fear for somebody who is not here",
    "encouragement": "Reads like telling somebody to die",
}
# Concepts a volunteer can see for themselves, in words.
_SAYS = {
    "suicide": "suicide is named",
    "die": "dying is named",
    "kill": "killing is named",
    "end_it": "an end is named",
    "vanish": "being gone is named",
    "sleep_forever": "not waking up is named",
    "goodbye": "it may be a goodbye",
    "affairs": "things are being put in order",
    "burden": "being a burden",
    "hopeless": "no hope",
    "took": "something was taken",
    "cutting": "harm to the own body",
    "bleeding": "the body is giving way",
    "unresponsive": "somebody does not answer",
    "limp": "somebody does not move",
    "hit": "blows",
    "threaten": "a threat",
    "abuse": "abuse",
    "harm_child": "harm to a child",
    "voices": "voices or persecution",
    "urge": "an urge",
    "faint": "the body is giving way",
    "method_ask": "a way to die is asked for",
    "now": "it is now",
    "soon": "it is soon",
    "place_now": "somebody is at a place",
    "have_it": "a means is at hand",
}
_MEANS = "means_"
_MOST = 3


def why(family: str, rule: str, concepts: Iterable[str]) -> str:
    """Return the sentence for the operator; the desk has its own words for the rule."""
    said = dict.fromkeys(
        "a means is named" if name.startswith(_MEANS) else _SAYS[name]
        for name in concepts
        if name.startswith(_MEANS) or name in _SAYS
    )
    if rule == "plain":
        said = dict.fromkeys(("said in plain words", *said))
    reasons = ", ".join([*said][:_MOST])
    start = _FAMILIES.get(family, "Reads like somebody in danger")
    return f"{start}: {reasons}." if reasons else f"{start}."


def named(hits: Sequence[Hit], names: Mapping[int, str]) -> list[Hit]:
    """Return the hits that say something about danger."""
    return [
        (first, after, mark)
        for first, after, mark in hits
        if names[mark] in _SAYS or names[mark].startswith(_MEANS)
    ]
