"""Words that are said at once travel with the room's page; the others come when they are needed."""

import json
import re
from importlib.resources import files

import pytest

from server.web.catalogue import load_catalogues
from server.web.seldom import often, seldom

WEB = files("client") / "web"
CATALOGUES = load_catalogues(WEB / "locales")
# Fetched before anybody can do what they speak of, or open without a network.
AT_ONCE = (
    *("app", "talk", "acts"),
    *(f"parts/{part}" for part in ("log", "newest", "composer", "unsent", "status", "people")),
    *(f"parts/{part}" for part in ("cards", "help", "about", "dialog", "styled")),
)
SAID = re.compile(r'"(room\.[a-z_]+[a-z])"')
CARD = re.compile(r"^  (\w+): \{.*?acts: \[([^\]]*)\]", re.MULTILINE)
# Said by talk.js, acts.js and in the second step of about.js, which fetch them first.
FETCHED_FIRST = {
    *("room.slip_given", "room.slip_none", "room.forgotten", "room.over_full"),
    *(f"room.report_{word}" for word in ("why", "duty", "later", "send")),
}


def _script(name: str) -> str:
    return (WEB / f"{name}.js").read_text("utf-8")


@pytest.mark.parametrize("script", AT_ONCE)
def test_what_is_said_at_once_travels_with_the_page(script: str):
    said = set(SAID.findall(_script(script)))

    assert set() == said - often(CATALOGUES["en"], "room.").keys() - FETCHED_FIRST


def test_the_cards_that_come_without_a_line_travel_whole():
    travels = often(CATALOGUES["en"], "room.")

    cards = CARD.findall(_script("parts/cards"))

    words = [f"room.card_{kind}" for kind, _ in cards]
    words += [f"room.act_{act}" for _, acts in cards for act in re.findall(r"\w+", acts)]
    assert {"room.card_offline", "room.act_lines", "room.card_fault", "room.act_reload"} <= {*words}
    assert [] == [word for word in words if word not in travels]


@pytest.mark.parametrize("lang", CATALOGUES)
def test_every_word_of_a_room_travels_or_is_fetched_and_none_does_both(lang: str):
    words = CATALOGUES[lang]

    fetched = json.loads(seldom(CATALOGUES)[f"seldom/{lang}.json"])

    travels = often(words, "room.", "group.")
    assert words.under("room.", "group.") == travels | fetched
    assert set() == travels.keys() & fetched.keys()
