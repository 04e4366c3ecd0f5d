"""Complete frames, cut back into what they carry."""

import pytest

from server.wire.framing import payloads, text_frame


@pytest.mark.parametrize("sizes", [[0], [1, 125, 126], [65_535], [65_536, 2], [126, 70_000, 0, 3]])
def test_what_was_framed_comes_out_again(sizes: list[int]):
    carried = [bytes([number]) * size for number, size in enumerate(sizes)]

    assert carried == list(payloads(b"".join(map(text_frame, carried))))


def test_nothing_carries_nothing():
    assert [] == list(payloads(b""))
