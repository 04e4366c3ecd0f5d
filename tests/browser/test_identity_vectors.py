"""The browser makes of a secret, to the byte, what every other part makes of it."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Page

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

VECTORS = Path(__file__).parents[1] / "vectors" / "identity.json"
PEOPLE = json.loads(VECTORS.read_text(encoding="utf-8"))

MAKE = """async (people) => {
  const { roomKey, aliasIndexWords, base64url } = await import("/s/today/wire/identity.js");
  const { toWords, fromWords } = await import("/s/today/wire/recovery.js");
  const { WORDS } = await import("/s/today/words.js");
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (two) => Number.parseInt(two, 16));
  const hex = (raw) => [...raw].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const made = [];
  for (const { secret, house, room, aliases } of people) {
    const key = await roomKey(bytes(secret), house, room);
    const names = {};
    for (const language of Object.keys(aliases)) {
      const lists = await (await fetch(`/s/today/names/${language}.json`)).json();
      names[language] = await Promise.all(
        aliases[language].map((_, index) => aliasIndexWords(key, index, lists)));
    }
    const words = await toWords(bytes(secret), WORDS);
    const back = await fromWords(words.join(" "), WORDS);
    made.push({ room_key: base64url(key), aliases: names, recovery_words: words,
                secret: hex(back.secret) });
  }
  return made;
}"""


async def test_keys_names_and_recovery_words_are_the_same_in_the_browser(page: Page, site: str):
    await page.goto(site)

    made = await page.evaluate(MAKE, PEOPLE)

    wanted = ("room_key", "aliases", "recovery_words", "secret")
    assert [{name: person[name] for name in wanted} for person in PEOPLE] == made
