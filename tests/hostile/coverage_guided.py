"""Let atheris look for bytes that break the codec or the normaliser. It follows our own code.

python coverage_guided.py codec|normaliser CORPUS -atheris_runs=N ...
"""

import sys
from pathlib import Path

import atheris

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

with atheris.instrument_imports(include=["server", "rooms", "moderation", "hostile"]):
    from hostile import judges, seeds

TARGETS = {
    "codec": ([judges.member_frame, judges.desk_frame, judges.sign_in], seeds.member_frames()),
    "normaliser": ([judges.reading], seeds.FORMS),
}


def main() -> None:
    """Run until a judge says that something is wrong, or all runs are done."""
    name, corpus, *options = sys.argv[1:]
    judging, known = TARGETS[name]
    folder = Path(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(known):
        (folder / f"seed-{number}").write_bytes(seed)

    def judge(data: bytes) -> None:
        for one in judging:
            one(data)

    atheris.Setup([sys.argv[0], corpus, *options], judge)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
