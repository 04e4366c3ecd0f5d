"""While the store is away the front still leads somewhere: to help, and to words that wait."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from deployment import Deployment, deployed, fetch
from patience import SOON_S
from wire import Wire

pytestmark = pytest.mark.slow


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    with deployed(tmp_path) as deployment:
        yield deployment


async def test_while_no_node_can_write_pages_come_and_words_are_answered(deployment: Deployment):
    await deployment.is_up()
    address = deployment.url.replace("https", "wss") + "/ws"

    deployment.redis.kill()
    async with asyncio.timeout(SOON_S):
        while await deployment.ready():
            pass
    page, _ = await asyncio.to_thread(fetch, deployment.url + "/help", deployment.trusting)
    wire = await Wire.dial(address, ssl=deployment.trusting, origin=deployment.url)
    refused = await wire.enter("gambling")
    await wire.close()

    assert "tel:112" in page
    assert ("nack", "unavailable") == (refused["t"], refused["code"])
