"""The store goes away: the page says so, keeps the words, and sends them when it is back."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from kith_process import KithProcess
from playwright.async_api import Browser, expect
from redis_process import RedisProcess
from strangers import come_in, hears, say, stranger

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

AWAY = "We cannot save new messages right now."


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisProcess]:
    process = RedisProcess(tmp_path / "redis").start()
    yield process
    process.kill()


@pytest.fixture
def node(tmp_path: Path, redis: RedisProcess) -> Iterator[KithProcess]:
    process = KithProcess(tmp_path / "data", "--redis", redis.url).start()
    yield process
    process.stop()


@pytest.mark.asyncio(loop_scope="session")
async def test_words_wait_in_the_page_while_the_store_is_frozen(
    browser: Browser, redis: RedisProcess, node: KithProcess
) -> None:
    context = await stranger(browser)
    page = await come_in(context, node)
    await say(page, "before")
    await hears(page, "before")
    assert redis.process is not None

    redis.process.send_signal(signal.SIGSTOP)
    await expect(page.locator("#status")).to_contain_text(AWAY)
    await say(page, "meanwhile")
    redis.process.send_signal(signal.SIGCONT)
    await hears(page, "before", "meanwhile")

    await expect(page.locator("#status")).not_to_contain_text(AWAY)
    await context.close()
