"""The vectors in the file are the ones that another library makes today."""

import make


def test_the_vectors_are_up_to_date():
    assert make.written(make.vectors()) == make.VECTORS.read_text(encoding="utf-8")
