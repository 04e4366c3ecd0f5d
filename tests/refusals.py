"""What a member is refused, as tests expect it."""

import pytest

from rooms.refusal import Code, Refusal


def refused(code: Code) -> "pytest.RaisesExc[Refusal]":
    """Expect that what the block asks for is refused, for this reason."""
    return pytest.raises(Refusal, check=lambda refusal: refusal.code is code)
