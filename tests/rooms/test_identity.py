"""Who somebody is, against vectors that another library made."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from rooms import aliases, base64url, identity
from rooms.hkdf import LONGEST_BYTES, hkdf_sha256

VECTORS = Path(__file__).parents[1] / "vectors" / "identity.json"
PEOPLE = json.loads(VECTORS.read_text(encoding="utf-8"))

everyone = pytest.mark.parametrize("person", PEOPLE, ids=[one["secret"][:8] for one in PEOPLE])


@everyone
def test_a_secret_has_one_key_in_a_room_of_a_house(person: dict[str, str]):
    key = identity.room_key(bytes.fromhex(person["secret"]), person["house"], person["room"])

    assert person["room_key"] == base64url.encode(key)


@everyone
def test_a_room_key_has_one_member_id_in_a_house(person: dict[str, str]):
    fingerprint_key = bytes.fromhex(person["fingerprint_key"])

    member = identity.member_id(fingerprint_key, base64url.decode(person["room_key"]))

    assert person["member_id"] == member


@everyone
def test_a_room_key_has_sixteen_names_in_every_language(person: dict[str, dict[str, list[str]]]):
    key = base64url.decode(str(person["room_key"]))

    assert aliases.languages() == set(person["aliases"])
    for language, names in person["aliases"].items():
        loaded = aliases.load(language)
        assert names == [loaded.words(key, index) for index in range(16)]


def test_another_room_or_house_is_another_key():
    here = identity.room_key(bytes(16), "a" * 32, "families")

    assert here != identity.room_key(bytes(16), "a" * 32, "gambling")
    assert here != identity.room_key(bytes(16), "b" * 32, "families")


@given(st.binary(max_size=80), st.binary(max_size=80), st.binary(max_size=80), st.integers(1, 200))
def test_keys_are_derived_as_another_library_derives_them(
    ikm: bytes, salt: bytes, info: bytes, length: int
):
    theirs = HKDF(SHA256(), length, salt=salt, info=info).derive(ikm)

    assert theirs == hkdf_sha256(ikm, salt=salt, info=info, length=length)


@pytest.mark.parametrize("length", [0, -1, LONGEST_BYTES + 1])
def test_no_key_is_longer_than_the_standard_allows(length: int):
    with pytest.raises(ValueError, match="HKDF"):
        hkdf_sha256(b"", salt=b"", info=b"", length=length)


@given(st.binary(max_size=64))
def test_bytes_have_one_spelling_that_leads_back(raw: bytes):
    text = base64url.encode(raw)

    assert "=" not in text
    assert raw == base64url.decode(text)


@pytest.mark.parametrize("text", ["A", "AB", "AA==", "A+/A", "AA AA", "AAA\n", "ĄĄĄĄ", "AAAAA"])
def test_any_other_spelling_is_refused(text: str):
    with pytest.raises(ValueError, match=r".+"):
        base64url.decode(text)
