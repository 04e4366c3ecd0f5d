"""`kith audit verify` and `kith report --month`: what volunteers did, checked and counted."""

import argparse
import os
import sys
from collections.abc import Mapping
from typing import Any

from server.commands.house import add_store, carried_out
from server.settings import load

LEFT = "This holds for what was done after {}: acts are kept for a year, and {} have left.\n"


def add_audit_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the two commands to the grammar."""
    audit = commands.add_parser("audit", help="check the chain of what volunteers did")
    acts = audit.add_subparsers(required=True, metavar="verify")
    verifying = acts.add_parser("verify", help="find changed, missing or cut entries")
    verifying.add_argument("--seen", default="", help="an anchor that was printed earlier")
    add_store(verifying)
    verifying.set_defaults(command=_verify)
    report = commands.add_parser("report", help="print a month's counts, none under five")
    report.add_argument("--month", required=True, metavar="2026-11")
    add_store(report)
    report.set_defaults(command=_report)


def _verify(asked: argparse.Namespace) -> int:
    settings = load(os.environ, None, data=asked.data, redis=asked.redis)
    keys = str((settings.data / "keys").resolve())
    answer = carried_out(asked, {"do": "audit", "keys": keys, "seen": asked.seen})
    for sentence in answer["wrong"]:
        sys.stdout.write(f"{sentence}\n")
    _write_head(answer)
    if answer["wrong"]:
        return 1
    sys.stdout.write("Every act follows from the one before it. None is missing.\n")
    if answer["left"]:
        sys.stdout.write(LEFT.format(answer["since"], answer["left"]))
    return 0


def _report(asked: argparse.Namespace) -> int:
    answer = carried_out(asked, {"do": "report", "month": asked.month})
    sys.stdout.write(f"# Care in {asked.month}\n\n| what | how many |\n|---|---|\n")
    for name, many in answer["counts"].items():
        sys.stdout.write(f"| {name} | {many} |\n")
    if not answer["counts"]:
        sys.stdout.write("| nothing happened | 0 |\n")
    sys.stdout.write("\n")
    _write_head(answer)
    return 0


def _write_head(answer: Mapping[str, Any]) -> None:
    sys.stdout.write(f"audit: {answer['count']} acts, head {answer['head']}\n")
    sys.stdout.write(f"anchor: {answer['anchor']}\n")
