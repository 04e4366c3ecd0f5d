"""Sessions at the desk: what opens one, and what ends it, on this device and on all others."""

import asyncio
from pathlib import Path

import pytest
from desk_door import Caller, caller, invitation
from desk_wire import QuickDesk
from kith_process import KithProcess
from patience import SOON_S

pytestmark = pytest.mark.slow


async def test_a_session_from_somewhere_else_opens_nothing(house: KithProcess, ash: Caller):
    """Fixed: a browser that was given a cookie before gets another; forged: it opens nothing."""
    mine = ash.cookie
    for cookie in ("", "x", mine[:-1] + ("A" if mine[-1] != "A" else "B"), "A" * len(mine)):
        async with caller(house) as other:
            other.session.cookie_jar.update_cookies({"kith-desk": cookie})
            answer = await other.ask("GET", "crew")
            assert (401, "not_signed_in") == (answer.status, answer.code)

    async with caller(house) as other:
        other.session.cookie_jar.update_cookies({"kith-desk": mine})
        other.passkey = ash.passkey
        assert 200 == (await other.sign_in()).status
        assert mine not in [it.value for it in other.session.cookie_jar if it["path"] == "/desk"]


async def test_a_copy_of_a_session_that_was_signed_out_opens_nothing(
    house: KithProcess, ash: Caller
):
    copy = ash.cookie
    assert 204 == (await ash.ask("POST", "signout", {})).status

    async with caller(house) as thief:
        thief.session.cookie_jar.update_cookies({"kith-desk": copy})
        answer = await thief.ask("GET", "crew")

    assert (401, "not_signed_in") == (answer.status, answer.code)


async def test_who_signs_out_everywhere_is_out_on_every_device(house: KithProcess, ash: Caller):
    async with caller(house) as phone, caller(house) as thief:
        phone.passkey = ash.passkey
        await phone.sign_in()
        thief.session.cookie_jar.update_cookies({"kith-desk": ash.cookie})

        assert 204 == (await phone.ask("POST", "signout/everywhere", {})).status

        ended = [await one.ask("GET", "crew") for one in (ash, phone, thief)]
        assert [(401, "not_signed_in")] * 3 == [(one.status, one.code) for one in ended]
        assert 200 == (await phone.sign_in()).status
        assert 200 == (await phone.ask("GET", "crew")).status


async def test_who_signs_out_everywhere_ends_nobody_elses_sign_in(house: KithProcess, ash: Caller):
    async with caller(house) as elm:
        await elm.join(invitation(house), "Elm")

        assert 204 == (await elm.ask("POST", "signout/everywhere", {})).status

        assert 200 == (await ash.ask("GET", "crew")).status


async def test_a_socket_ends_with_the_session_it_was_opened_through(tmp_path: Path):
    process = QuickDesk(tmp_path / "data", KITH_TEST_SESSION_S="6").start()
    async with caller(process) as ash, asyncio.timeout(SOON_S):
        await ash.join(invitation(process), "Ash")
        async with ash.sit_down() as socket:
            said = [frame.json() async for frame in socket]
        signed_in = (await ash.get("me"))["you"]
        again = await ash.sign_in()
    process.stop()

    assert ({"t": "bye", "code": "session_over", "after_s": 0}, 4504) == (
        said[-1],
        socket.close_code,
    )
    assert (None, 200) == (signed_in, again.status)
