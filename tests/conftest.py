"""Fixtures that every kind of test shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from kith_process import KithProcess
from meeting import StartKith

# A busy machine is no failure: no test is about how long one example takes. And what passed once
# passes again: new examples are drawn by `make explore`, where what they find is nobody's red gate.
settings.register_profile("exploring", parent=settings.default, deadline=None)
settings.register_profile("same", parent=settings.default, deadline=None, derandomize=True)
settings.load_profile("same")


@pytest.fixture
def start_kith(tmp_path: Path) -> Iterator[StartKith]:
    """Start servers with options and environment; all end with the test."""
    started: list[KithProcess] = []

    def start(*options: str, data: Path | None = None, **environment: str) -> KithProcess:
        process = KithProcess(data or tmp_path / "data", *options, **environment)
        started.append(process)
        return process.start()

    yield start
    for process in started:
        process.stop()


@pytest.fixture
def kith(start_kith: StartKith) -> KithProcess:
    """Give one running server with its defaults."""
    return start_kith()
