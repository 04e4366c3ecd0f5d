"""A hash begun once is the hash that Python makes."""

import hmac

import pytest

from server.crypto.keyed import Keyed


@pytest.mark.parametrize("size", [0, 16, 32, 63, 64, 65, 200])
def test_whatever_the_key_it_is_hmac_sha256_each_time(size: int):
    key = bytes(range(size))
    keyed = Keyed(key)

    for body in (b"", b"a body", b"x" * 1_000):
        assert hmac.digest(key, body, "sha256") == keyed.digest(body)
