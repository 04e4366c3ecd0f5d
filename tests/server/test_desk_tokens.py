"""Invitations and sessions as bytes: every byte of them is signed."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from moderation.actor import Role
from moderation.refusal import DeskCode, No
from rooms import base64url
from server.crypto.desk_keys import DeskKeys
from server.crypto.keys import HouseKeys
from server.desk import invitations, sessions
from server.desk.domains import domain_of, origins_in

NOW = 1_700_000_000_000
HOUSE = HouseKeys("00" * 16, b"f" * 32, b"h" * 32)
KEYS = DeskKeys.of(HOUSE)
SOMEBODY = base64url.encode(b"v" * 16)


def test_all_nodes_draw_the_same_keys_and_another_house_others():
    again, other = DeskKeys.of(HOUSE), DeskKeys.of(HouseKeys("11" * 16, b"f" * 32, b"h" * 32))

    assert KEYS.session == again.session
    assert KEYS.vapid.private_numbers() == again.vapid.private_numbers()
    assert KEYS.session != other.session
    assert isinstance(KEYS.vapid, ec.EllipticCurvePrivateKey)
    assert HOUSE.fingerprint not in (KEYS.session, KEYS.invitation.private_bytes_raw())


@pytest.mark.parametrize("role", Role)
def test_a_token_says_what_it_was_made_for(role: Role):
    token, link = invitations.make(KEYS, role, NOW + 1)

    assert link == invitations.read(KEYS, token, NOW)
    assert (role, NOW + 1) == (link.role, link.until)
    assert link.digest not in token


def test_a_token_with_any_other_byte_is_forged():
    token, _ = invitations.make(KEYS, Role.SHADOW, NOW + 1)
    raw = base64url.decode(token)

    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        with pytest.raises(No) as no:
            invitations.read(KEYS, base64url.encode(bytes(changed)), NOW)
        assert DeskCode.INVITATION_FORGED is no.value.code


@pytest.mark.parametrize("token", ["", "x", "=", "é", "A" * 118, "A" * 5000])
def test_what_is_no_token_is_forged(token: str):
    with pytest.raises(No) as no:
        invitations.read(KEYS, token, NOW)

    assert DeskCode.INVITATION_FORGED is no.value.code


def test_a_token_of_another_house_is_forged():
    others = DeskKeys.of(HouseKeys("11" * 16, b"o" * 32, b"o" * 32))
    token, _ = invitations.make(others, Role.COORDINATOR, NOW + 1)

    with pytest.raises(No) as no:
        invitations.read(KEYS, token, NOW)

    assert DeskCode.INVITATION_FORGED is no.value.code


def test_a_token_past_its_time_says_so():
    token, _ = invitations.make(KEYS, Role.COORDINATOR, NOW)

    with pytest.raises(No) as no:
        invitations.read(KEYS, token, NOW)

    assert DeskCode.INVITATION_EXPIRED is no.value.code


def test_a_session_says_whose_it_is_for_twelve_hours():
    token = sessions.begin(KEYS.session, SOMEBODY, NOW)
    end = NOW + 12 * 3600 * 1000

    session = sessions.read(KEYS.session, token, end - 1)

    assert session is not None
    assert (SOMEBODY, end) == (session.volunteer, session.until)
    assert sessions.read(KEYS.session, token, end) is None


def test_two_sessions_are_told_apart():
    both = [sessions.begin(KEYS.session, SOMEBODY, NOW) for _ in range(2)]

    first, second = (sessions.read(KEYS.session, token, NOW) for token in both)

    assert first is not None
    assert second is not None
    assert first.name != second.name


def test_a_session_with_any_other_byte_is_none():
    raw = base64url.decode(sessions.begin(KEYS.session, SOMEBODY, NOW))

    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        assert sessions.read(KEYS.session, base64url.encode(bytes(changed)), NOW) is None


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 96, "A" * 4096])
def test_what_is_no_session_is_none(token: str):
    assert sessions.read(KEYS.session, token, NOW) is None


@pytest.mark.parametrize(
    ("link", "domain"),
    [
        ("https://kith.example", "kith.example"),
        ("https://kith.example:8443", "kith.example"),
        ("http://localhost:8080", "localhost"),
        ("http://127.0.0.1:8080", "localhost"),
    ],
)
def test_passkeys_belong_to_the_links_host(link: str, domain: str):
    assert domain == domain_of(link)


def test_passkeys_work_only_at_origins_of_their_domain():
    origins = ["https://kith.example", "https://desk.kith.example", "http://x.onion"]

    assert origins[:2] == origins_in("kith.example", origins)
    assert [] == origins_in("kith.example", ["https://evilkith.example"])
