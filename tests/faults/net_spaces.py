"""Network namespaces of our own: each node reaches Redis and people by a line of its own.

Their addresses are loopback addresses on real (virtual) lines, so that Kith takes the place for
one machine. A line is cut in one direction by a queue at its end that lets no packet through.
"""

import ctypes
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from secrets import token_hex

from patience import SOON_S

CLONE_NEWNET = 0x40000000
# A bucket smaller than any packet: all are dropped, without a word to whoever sent them.
NOTHING_PASSES = ("root", "tbf", "rate", "8bit", "burst", "1", "limit", "1")
_numbers = count(1)
_libc = ctypes.CDLL(None, use_errno=True)


class CannotMake(Exception):
    """This machine cannot do it; the message says why."""


def run(*command: str) -> None:
    """Run a system's program; raise `CannotMake` with what it said."""
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=SOON_S)
    except FileNotFoundError:
        raise CannotMake(f"there is no {command[0]}") from None
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout).strip().splitlines()
        raise CannotMake(f"{command[0]}: {said[-1] if said else error.returncode}") from None


class Space:
    """One namespace; programs and sockets can be put into it."""

    def __init__(self, name: str) -> None:
        self.name = name
        run("ip", "netns", "add", name)
        run("ip", "-n", name, "link", "set", "lo", "up")
        for which in ("all", "default"):
            setting = f"net.ipv4.conf.{which}.route_localnet=1"
            run("ip", "netns", "exec", name, "sysctl", "-qw", setting)
        # What is ours of 127.0.0.0/8 beside 127.0.0.1 lies on the lines, not here.
        run(*f"ip -n {name} route del local 127.0.0.0/8 dev lo table local".split())

    @property
    def prefix(self) -> tuple[str, ...]:
        """What is put before a command to run it here."""
        return ("ip", "netns", "exec", self.name)

    def end(self) -> None:
        with suppress(CannotMake):
            run("ip", "netns", "del", self.name)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Make sockets here: they stay here, whoever uses them afterwards."""
        before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        here = os.open(Path("/run/netns") / self.name, os.O_RDONLY)
        try:
            _enter(here)
            yield
        finally:
            _enter(before)
            os.close(here)
            os.close(before)


class Line:
    """A line between two spaces. `near` and `far` are the addresses of its ends."""

    def __init__(self, one: Space, other: Space, net: str) -> None:
        number = next(_numbers)
        self.near, self.far = f"{net}.1", f"{net}.2"
        self._ends = ((one, f"kn{number}"), (other, f"kf{number}"))
        (_, first), (_, second) = self._ends
        run("ip", "link", "add", first, "netns", one.name, "type", "veth",
            "peer", "name", second, "netns", other.name)  # fmt: skip
        for (space, end), address in zip(self._ends, (self.near, self.far), strict=True):
            run("ip", "-n", space.name, "addr", "add", f"{address}/30", "dev", end)
            run("ip", "-n", space.name, "link", "set", end, "up")

    def cut(self, *, near: bool = True, far: bool = True) -> None:
        """Let nothing out at these ends: cut at one only, the other direction still passes."""
        for (space, end), wanted in zip(self._ends, (near, far), strict=True):
            if wanted:
                run(*space.prefix, "tc", "qdisc", "replace", "dev", end, *NOTHING_PASSES)

    def mend(self) -> None:
        for space, end in self._ends:
            with suppress(CannotMake):  # it was not cut there
                run(*space.prefix, "tc", "qdisc", "del", "dev", end, "root")


class Spaces:
    """One space for people, one for Redis, one for each node, and the lines between them."""

    def __init__(self, nodes: int) -> None:
        tag = f"kith-{token_hex(3)}"
        self.all: list[Space] = []
        try:
            self.people, self.redis = self._space(f"{tag}-people"), self._space(f"{tag}-redis")
            self.nodes = [self._space(f"{tag}-{number}") for number in range(nodes)]
            self.to_people = [
                Line(self.people, node, f"127.77.{number}")
                for number, node in enumerate(self.nodes)
            ]
            self.to_redis = [
                Line(self.redis, node, f"127.78.{number}") for number, node in enumerate(self.nodes)
            ]
        except BaseException:
            self.end()
            raise

    def _lines(self, hub: Space, net: str) -> list[Line]:
        return [Line(hub, node, f"{net}.{number}") for number, node in enumerate(self.nodes)]

    def _space(self, name: str) -> Space:
        space = Space(name)
        self.all.append(space)
        return space

    def end(self) -> None:
        for space in self.all:
            space.end()


@contextmanager
def spaces(nodes: int) -> Iterator[Spaces]:
    """Make the spaces, or raise `CannotMake`; they end with the block."""
    if os.geteuid():
        raise CannotMake("network namespaces need root")
    made = Spaces(nodes)
    try:
        yield made
    finally:
        made.end()


def _enter(descriptor: int) -> None:
    if _libc.setns(descriptor, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")
