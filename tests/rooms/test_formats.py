"""Every ready-made format, played as its scenes say; and what a format must not be."""

from collections.abc import Callable
from contextlib import suppress
from importlib import resources

import pytest

from rooms import formats
from rooms.formats import Format, FormatFault, checking
from rooms.formats.lengths import whole
from rooms.formats.scenes import played
from rooms.text import LONGEST

LOCALES = resources.files("client").joinpath("web/locales")
LANGUAGES_OF_PAGES = {f.name[:2] for f in LOCALES.iterdir() if f.name.endswith(".json")}
FOUND = formats.load()
MEETINGS = [form for form in FOUND.values() if form.is_meeting]
SCENES = [(form, scene) for form in MEETINGS for scene in form.scenes]
READY_MADE = {
    "sharing_circle",
    "talking_piece",
    "check_in",
    "steps_circle",
    "relatives_circle",
    "young_relatives",
    "guest_hour",
    "social_hour",
    "silent_reading",
    "newcomers_hour",
}


def text_of(name: str) -> str:
    return (resources.files("rooms.formats") / f"{name}.toml").read_text("utf-8")


def changed(old: str, new: str, name: str = "social_hour") -> list[str]:
    """What is wrong with a format in whose file one thing is different."""
    before = text_of(name)
    assert before.count(old) > 0
    try:
        return checking.faults(formats.parse(before.replace(old, new, 1)))
    except FormatFault as fault:
        return list(fault.sentences)


def test_every_form_of_the_mission_is_ready_made():
    assert {form.id for form in MEETINGS} == READY_MADE


@pytest.mark.parametrize("form", FOUND.values(), ids=lambda form: form.id)
def test_nothing_is_wrong_with_a_ready_made_format(form: Format):
    assert [] == checking.faults(form)


@pytest.mark.parametrize(
    ("form", "scene"), SCENES, ids=[f"{form.id}: {scene.says}" for form, scene in SCENES]
)
def test_a_meeting_goes_as_its_scene_says(form: Format, scene: formats.format.Scene):
    assert ([], True) == (played(form, scene)[0], bool(scene.play or scene.refused))


def test_a_scene_that_is_not_so_is_told():
    found = changed('at = "10:00", step = "talk"', 'at = "10:00", step = "goodbye"')

    assert [
        'In the scene "everybody may talk all the time" at 10:00 step is talk, not goodbye.'
    ] == found


@pytest.mark.parametrize("form", MEETINGS, ids=lambda form: form.id)
def test_every_reading_is_there_in_every_language_of_the_pages_and_fits_a_screen(form: Format):
    readings = [step.reading for step in form.steps if step.reading]

    assert readings
    assert all(LANGUAGES_OF_PAGES == set(reading) for reading in readings)
    assert all(len(words) <= LONGEST // 2 for reading in readings for words in reading.values())


@pytest.mark.parametrize("form", MEETINGS, ids=lambda form: form.id)
def test_a_meeting_says_at_its_beginning_that_it_is_no_treatment(form: Format):
    said = {"en": "treatment", "pl": "leczenie", "de": "Behandlung", "es": "tratamiento"}
    opening = form.steps[0].reading

    young = form.adults > 0  # there the adults say who can help
    assert young or all(word in opening[language] for language, word in said.items())


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("version = 1", "version = 0", "In version: Expected `int` >= 1."),
        ('kind = "social"', 'kind = "therapy"', "In kind: Invalid enum value 'therapy'."),
        ("history = false", "", "A required field `history` is missing."),
        ("history = false", "colour = 1", "An unknown field `colour` stands there."),
        ("minutes = 50", "minutes = -5", "In steps 2 minutes: Expected `int` >= 1."),
        ("minutes = 50", "", "In steps 2: A required field `minutes` is missing."),
        ("minutes = 50", "minutes = 50\nturn_s = -1", "In steps 2 turn_s: Expected `int` >= 0."),
        ("minutes = 50", "minutes = ", "This is not TOML: Invalid value (at line 32, column 11)."),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(old: str, new: str, wrong: str):
    assert [wrong] == changed(old, new)


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        (
            'kind = "closing"',
            'kind = "talk"',
            "It has no end: the last step must be of the kind closing.",
        ),
        (
            'speak = "everyone"\nminutes = 50',
            'speak = "nobody"\nminutes = 50',
            (
                "Step talk: nobody may speak in it; only an opening, a reading, a silence or a "
                "closing is quiet."
            ),
        ),
        (
            'speak = "everyone"\nminutes = 50',
            'speak = "guest"\nminutes = 50',
            "Step talk: only the guest may speak in it, and no guest is here (guest = true).",
        ),
        (
            'speak = "everyone"\nminutes = 50',
            'speak = "chair"\nminutes = 50',
            "Step talk: only the chair may speak in it, and there is none (guided = true).",
        ),
        (
            'speak = "everyone"\nminutes = 50',
            'speak = "holder"\nminutes = 50',
            "Step talk: a turn needs turn_s, at least 30 seconds.",
        ),
        (
            'speak = "everyone"\nminutes = 50',
            'speak = "holder"\nminutes = 2\nturn_s = 180',
            "Step talk: a turn is longer than the whole step.",
        ),
        (
            "minutes = 50",
            "minutes = 50\nturn_s = 60",
            "Step talk: it has times of turns, but no piece goes round (speak = 'holder').",
        ),
        ('id = "talk"', 'id = "welcome"', "Two steps are called welcome."),
        ('kind = "talk"', 'kind = "reading"', "Step talk: a reading without words."),
        (
            'kind = "opening"',
            'kind = "closing"',
            "The step welcome is a closing, but others follow.",
        ),
        ('pl = "Wit', 'pt = "Wit', "Step welcome: its reading is missing in pl."),
        (
            "minutes = 50",
            "minutes = 180\n[[steps]]\nid='b'\nkind='talk'\nspeak='everyone'\nminutes = 60",
            "With 12 people it may last longer than four hours.",
        ),
    ],
)
def test_what_makes_no_meeting_is_told_in_a_sentence(old: str, new: str, wrong: str):
    assert wrong in changed(old, new)


def test_young_people_meet_without_a_guest():
    found = changed('kind = "talk"', 'kind = "talk"\nguest = true', "young_relatives")

    assert [
        "Step talk: young people meet among themselves and their adults, without a guest."
    ] == found


@pytest.mark.parametrize(
    ("name", "people", "usual", "longest"),
    [("silent_reading", 6, 47, 47), ("talking_piece", 6, 34, 58), ("talking_piece", 12, 61, 76)],
)
def test_a_format_knows_how_long_it_lasts(name: str, people: int, usual: int, longest: int):
    lasts = whole(FOUND[name], people)

    assert (usual, longest) == (-(-lasts.usual_s // 60), -(-lasts.longest_s // 60))


def test_it_is_told_when_the_time_is_too_short_for_all():
    assert [0, 2] == [whole(FOUND["relatives_circle"], people).left_out for people in (6, 12)]


def test_no_protocol_of_any_kind_breaks_the_parser():
    for old in ("[[steps]]", "id = ", "=", '"', "steps", "1"):
        _survives(lambda text, old=old: text.replace(old, ""))
        _survives(lambda text, old=old: text.replace(old, old + "[{"))


def _survives(damage: Callable[[str], str]) -> None:
    for form in MEETINGS:
        with suppress(FormatFault):
            checking.faults(formats.parse(damage(text_of(form.id))))
