"""Run the Autobahn suite against the echo, and tell what it found as a table."""

import argparse
import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

from server.serving import announce

# Outcomes that are no failure: informational cases test no rule, and "non-strict" is a right
# answer that comes at another moment than the suite would like.
FINE = {"OK", "INFORMATIONAL", "NON-STRICT"}
# Sizes that the shell refuses by design; with the limit raised to 16 MiB none is left.
NAMED_BEFOREHAND: dict[str, str] = {}
GROUPS = {
    "1": "framing",
    "2": "pings and pongs",
    "3": "reserved bits",
    "4": "opcodes",
    "5": "fragmentation",
    "6": "UTF-8",
    "7": "closing",
    "9": "sizes up to 16 MiB, in parts too",
    "10": "a message in odd pieces",
}


def main() -> int:
    """Run, write the table, and fail if a case failed that was not named beforehand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wstest", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cases", nargs="+", default=[f"{group}.*" for group in GROUPS])
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    report = _run(asked.wstest, asked.out, asked.cases)
    announce(_table(report))
    failed = {
        case: outcome
        for case, outcome in report.items()
        if outcome not in FINE and case not in NAMED_BEFOREHAND
    }
    for case, outcome in failed.items():
        announce(f"case {case}: {outcome}")
    return 1 if failed or not report else 0


def _run(wstest: str, out: Path, cases: list[str]) -> dict[str, str]:
    """Return what became of each case, the worse of the message and its close."""
    echo = Path(__file__).with_name("echo.py")
    with subprocess.Popen([sys.executable, echo], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            spec = out / "spec.json"
            spec.write_text(json.dumps(_spec(port, out, cases)), "utf-8")
            subprocess.run([wstest, "-m", "fuzzingclient", "-s", spec], check=True, timeout=3600)
        finally:
            server.kill()
    index = json.loads((out / "index.json").read_text("utf-8"))
    return {case: _worse(it["behavior"], it["behaviorClose"]) for case, it in index["kith"].items()}


def _spec(port: int, out: Path, cases: list[str]) -> dict[str, object]:
    return {
        "outdir": str(out),
        "servers": [{"agent": "kith", "url": f"ws://127.0.0.1:{port}"}],
        "cases": cases,
        "exclude-cases": [],
        "exclude-agent-cases": {},
    }


def _worse(behavior: str, close: str) -> str:
    return behavior if behavior not in FINE or close in FINE else f"{behavior}, close {close}"


def _table(report: dict[str, str]) -> str:
    by_group: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for case, outcome in report.items():
        by_group[case.split(".")[0]][outcome] += 1
    rows = ["| group | what | cases | outcomes |", "|---|---|---|---|"]
    for group, what in GROUPS.items():
        found = by_group[group]
        told = ", ".join(f"{count} {outcome}" for outcome, count in found.most_common())
        rows.append(f"| {group} | {what} | {found.total()} | {told} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
