"""What the comparison runs: our C programs, compiled, and other people's servers, installed.

Everything goes into `build/`, which git ignores. What cannot be installed here is left out and
named; the others are measured all the same.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SERVERS = HERE / "servers"
BUILD = HERE.parents[1] / "build" / "floor"
NODE_PACKAGES = ("ws@8", "socket.io@4")
DEBIAN_PACKAGE = "inspircd"
PATIENCE_S = 180


class NotHere(Exception):
    """A peer that cannot be installed on this machine; says why."""


def compiled(source: Path) -> Path:
    """Return the program made of one C file."""
    BUILD.mkdir(parents=True, exist_ok=True)
    program = BUILD / source.stem
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        _run(["cc", "-O2", "-o", str(program), str(source)])
    return program


def node_modules() -> Path:
    """Return the folder that holds `ws` and `socket.io`."""
    home = BUILD / "node"
    if not (home / "node_modules" / "socket.io").exists():
        home.mkdir(parents=True, exist_ok=True)
        _run(["npm", "install", "--silent", "--no-audit", "--prefix", str(home), *NODE_PACKAGES])
    return home / "node_modules"


def node_version(package: str) -> str:
    """Return which version of a Node package is measured."""
    told = (node_modules() / package / "package.json").read_text(encoding="utf-8")
    return told.split('"version": "', 1)[1].split('"', 1)[0]


def inspircd() -> Path:
    """Return the folder into which Debian's InspIRCd is unpacked, not installed."""
    home = BUILD / "inspircd"
    if not (home / "usr/sbin/inspircd").exists():
        home.mkdir(parents=True, exist_ok=True)
        _run(["apt-get", "download", "-qq", DEBIAN_PACKAGE], home)
        package = next(home.glob("*.deb"))
        _run(["dpkg", "-x", str(package), str(home)])
    return home


def inspircd_version() -> str:
    """Return which version of InspIRCd is measured."""
    return next(inspircd().glob("*.deb")).name.split("_")[1]


def _run(command: list[str], folder: Path = HERE) -> None:
    try:
        subprocess.run(
            command,
            check=True,
            cwd=folder,
            stdout=sys.stderr,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE_S,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise NotHere(f"{command[0]}: {type(error).__name__}") from None
