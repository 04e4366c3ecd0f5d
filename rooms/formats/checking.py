"""What a format must be so that a meeting by it has an end and everybody a voice."""

from collections.abc import Iterator

from rooms.formats import scenes
from rooms.formats.format import LANGUAGES, Format
from rooms.formats.lengths import whole
from rooms.meeting.protocol import Speak, Step, StepKind
from rooms.text import LONGEST, bad_spans

LONGEST_S = 4 * 3600
MANY = 12
LEAST_TURN_S = 30
# Steps in which nobody speaks because something is read, or because that is the point.
QUIET = frozenset({StepKind.OPENING, StepKind.READING, StepKind.SILENCE, StepKind.CLOSING})


def faults(form: Format) -> list[str]:
    """Return everything that is wrong with a format, in sentences; nothing if it is fine."""
    if not form.is_meeting:
        return [f"A floor is no meeting: it has no {w}." for w in _of_a_meeting(form)]
    found = [*_whole(form), *(fault for step in form.steps for fault in _step(form, step))]
    return found or [*_length(form), *scenes.faults(form)]


def _of_a_meeting(form: Format) -> Iterator[str]:
    if form.steps:
        yield "steps"
    if form.scenes:
        yield "scenes"


def _whole(form: Format) -> Iterator[str]:
    if not form.title.get("en"):
        yield "The title needs English words."
    if not form.steps:
        yield "It has no steps."
        return
    if form.steps[-1].kind is not StepKind.CLOSING:
        yield "It has no end: the last step must be of the kind closing."
    ids = [step.id for step in form.steps]
    yield from (f"Two steps are called {name}." for name in sorted(set(ids)) if ids.count(name) > 1)
    for step in form.steps[:-1]:
        if step.kind is StepKind.CLOSING:
            yield f"The step {step.id} is a closing, but others follow."
    if form.adults > form.least:
        yield "With so many adults needed, it must need at least as many people."


def _length(form: Format) -> Iterator[str]:
    if whole(form, MANY).longest_s > LONGEST_S:
        yield f"With {MANY} people it may last longer than four hours."


def _step(form: Format, step: Step) -> Iterator[str]:
    yield from (f"Step {step.id}: {fault}" for fault in _voices(form, step))
    yield from (f"Step {step.id}: {fault}" for fault in _times(step))
    yield from (f"Step {step.id}: {fault}" for fault in _words(step))


def _voices(form: Format, step: Step) -> Iterator[str]:
    if step.speak is Speak.NOBODY and step.kind not in QUIET:
        yield "nobody may speak in it; only an opening, a reading, a silence or a closing is quiet."
    if step.speak is Speak.GUEST and not step.guest:
        yield "only the guest may speak in it, and no guest is here (guest = true)."
    if step.speak is Speak.CHAIR and not form.guided:
        yield "only the chair may speak in it, and there is none (guided = true)."
    if step.guest and form.adults:
        yield "young people meet among themselves and their adults, without a guest."


def _times(step: Step) -> Iterator[str]:
    has_piece = step.speak is Speak.HOLDER
    if not has_piece and (step.turn_s or step.feedback_s):
        yield "it has times of turns, but no piece goes round (speak = 'holder')."
    if has_piece and step.turn_s < LEAST_TURN_S:
        yield f"a turn needs turn_s, at least {LEAST_TURN_S} seconds."
    if has_piece and step.turn_s > step.minutes * 60:
        yield "a turn is longer than the whole step."
    if has_piece and step.signal_s >= step.turn_s:
        yield "the quiet signal comes before the turn begins."


def _words(step: Step) -> Iterator[str]:
    if step.kind is StepKind.READING and not step.reading:
        yield "a reading without words."
    if not step.reading:
        return
    missing = [language for language in LANGUAGES if not step.reading.get(language)]
    if missing:
        yield f"its reading is missing in {', '.join(missing)}."
    for language, words in step.reading.items():
        if len(words) > LONGEST or bad_spans(words):
            yield f"its reading in {language} is too long, or has characters no room takes."
