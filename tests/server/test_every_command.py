"""What holds of every command of `kith`, also of those that are yet to be written."""

import argparse
from collections.abc import Iterator

import pytest

from server.cli import parser


def commands(at: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield every command that does something, with its whole name."""
    within = [act for act in at._actions if isinstance(act, argparse._SubParsersAction)]  # noqa: SLF001 - argparse has no other way to ask
    if not within:
        yield at.prog, at
    for command in within:
        for below in command.choices.values():
            yield from commands(below)


EVERY = dict(commands(parser()))


def test_the_commands_are_found():
    assert {"kith serve", "kith room open", "kith detect", "kith slip check"} <= EVERY.keys()


@pytest.mark.parametrize("name", EVERY)
def test_every_command_takes_a_data_folder_and_a_redis(name: str):
    assert {"--data", "--redis"} <= EVERY[name]._option_string_actions.keys()  # noqa: SLF001 - the same
