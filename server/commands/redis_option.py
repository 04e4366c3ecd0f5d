"""`--redis URL`: once for one Redis, again for each further one that holds a part of the house."""

import argparse
from collections.abc import Sequence


class _Another(argparse.Action):
    """Takes the addresses in the order they are given, as one setting."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[str] | None,
        option_string: str | None = None,
    ) -> None:
        del parser, option_string
        before = getattr(namespace, self.dest) or ""
        setattr(namespace, self.dest, f"{before} {values}".strip())


def add_redis(command: argparse.ArgumentParser) -> None:
    """Let a command be told where the house is."""
    told = "keep everything in this Redis instead; again for each further one, by shard"
    command.add_argument("--redis", metavar="URL", action=_Another, help=told)
