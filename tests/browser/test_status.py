"""The status line: what stands there, such as that words are not saved now, is not talked over."""

import pytest
from kith_process import KithProcess
from playwright.async_api import Page

pytestmark = pytest.mark.slow

MUCH = """async () => {
  const { Status } = await import("/s/parts/status.js");
  const log = Object.assign(new EventTarget(), { busy: false, following: true, hush() {} });
  const line = document.createElement("p");
  const status = new Status(line, (key, values) => `${key} ${values?.n ?? ""}`.trim(), log);
  const arrive = (detail) => log.dispatchEvent(new CustomEvent("arrived", { detail }));
  const seen = [];
  arrive(24);
  seen.push(line.textContent);
  status.stand("room.outage");
  arrive(24);
  seen.push(line.textContent);
  status.say("room.copied");
  seen.push(line.textContent);
  return seen;
}"""


async def test_what_is_mentioned_in_passing_does_not_cover_what_stands(
    page: Page, kith: KithProcess
):
    await page.goto(kith.url)

    assert ["room.many 24", "room.outage", "room.copied"] == await page.evaluate(MUCH)
