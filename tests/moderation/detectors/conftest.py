"""One screen for all tests: it is built once, as in a server."""

import pytest

from moderation.screening import Screen


@pytest.fixture(scope="session")
def screen() -> Screen:
    return Screen.load()
