"""Who somebody is, in the browser: recovery words that are mistyped, and what a tab keeps.

The bytes themselves are held to the shared vectors in test_identity_vectors.py.
"""

import json
import re

import pytest
from playwright.async_api import Page
from small_site import HOUSE

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

ALL_ONES = "_____________________w"
IMPORTS = """const { enterFrame, keptSecret, newSecret, base64url, fromBase64url } =
        await import("/s/wire/identity.js");
    const { toWords, fromWords } = await import("/s/wire/recovery.js");
    const { WORDS } = await import("/s/words.js");"""


async def _run(page: Page, body: str, given: object = None) -> object:
    result: object = await page.evaluate(f"async (given) => {{ {IMPORTS} {body} }}", given)
    return result


async def test_the_list_has_one_word_for_every_eleven_bits(site: str, page: Page):
    await page.goto(site)

    assert await _run(page, "return [WORDS.length, new Set(WORDS).size];") == [2048, 2048]


async def test_words_are_read_however_they_are_typed(site: str, page: Page):
    await page.goto(site)

    read = await _run(
        page,
        """const secret = newSecret();
        const words = await toWords(secret, WORDS);
        const typed = [
            words.join(" "), words.join("\\n"), ` ${words.join("   ")} `, words.join(", "),
            words.join(" ").toUpperCase(),
        ];
        const back = await Promise.all(typed.map((text) => fromWords(text, WORDS)));
        return back.every((it) => base64url(it.secret) === base64url(secret));""",
    )

    assert read is True


async def test_what_is_wrong_with_words_is_said(site: str, page: Page):
    await page.goto(site)

    faults = await _run(
        page,
        """const words = await toWords(fromBase64url(given), WORDS);
        const others = words.slice(1);
        const texts = [
            "", "qqq", [...words, words[0]].join(" "), ["zzz", ...others].join(" "),
        ];
        return Promise.all(texts.map((text) => fromWords(text, WORDS)));""",
        ALL_ONES,
    )

    assert faults == [
        {"fault": "count", "n": 0},
        {"fault": "unknown", "n": 1, "word": "qqq"},
        {"fault": "count", "n": 13},
        {"fault": "unknown", "n": 1, "word": "zzz"},
    ]


@pytest.mark.chromium_only
async def test_most_mix_ups_of_known_words_are_noticed(site: str, page: Page):
    await page.goto(site)

    noticed = await _run(
        page,
        """let noticed = 0;
        for (let n = 0; n < 320; n += 1) {
            const words = await toWords(newSecret(), WORDS);
            const mixed = [...words.slice(1), words[0]].join(" ");
            if ((await fromWords(mixed, WORDS)).fault === "mixed") noticed += 1;
        }
        return noticed;""",
    )

    # 15 of 16 on average: 300 of 320, and hardly ever fewer than 275.
    assert isinstance(noticed, int)
    assert noticed > 275


async def test_a_tab_without_a_secret_has_no_frame(site: str, page: Page):
    await page.goto(site)
    where = {"house": HOUSE, "room": "gambling", "lang": "en"}

    assert await _run(page, "return enterFrame(given);", where) is None


async def test_the_frame_for_another_circle_comes_from_the_kept_secret(site: str, page: Page):
    await page.goto(site)
    await page.evaluate(f"sessionStorage.setItem('k.secret', '{ALL_ONES}')")
    where = {"house": HOUSE, "room": "gambling-2", "lang": "en"}

    frame = json.loads(str(await _run(page, "return enterFrame(given);", where)))

    assert {**frame, "key": ""} == {"t": "enter", "room": "gambling-2", "key": "", "lang": "en"}
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", frame["key"])


@pytest.mark.chromium_only
@pytest.mark.parametrize("spoiled", ["", "short", "!!!!", "AAECAwQFBgcICQoLDA0ODxAR"])
async def test_a_spoiled_secret_is_none(site: str, page: Page, spoiled: str):
    await page.goto(site)
    await page.evaluate("text => localStorage.setItem('k.keep', text)", spoiled)

    assert await _run(page, "return keptSecret();") is None


async def test_the_tab_comes_before_the_device(site: str, page: Page):
    await page.goto(site)
    await page.evaluate("localStorage.setItem('k.keep', 'AAECAwQFBgcICQoLDA0ODw')")
    await page.evaluate(f"sessionStorage.setItem('k.secret', '{ALL_ONES}')")

    assert await _run(page, "return base64url(keptSecret());") == ALL_ONES
