"""Who is in the crew, over HTTP: roles, shifts, seats, devices; how soon a change is true."""

import asyncio
from itertools import count

import pytest
from aiohttp import WSMsgType
from alarm_receiver import TestDevice
from desk_door import Caller, invitation
from kith_process import KithProcess
from patience import SOON_S

from rooms import base64url

pytestmark = pytest.mark.slow
NUMBERS = count()


async def test_who_is_removed_is_out_at_once(house: KithProcess, ash: Caller, stranger: Caller):
    assert 200 == (await stranger.join(invitation(house), f"Gone {next(NUMBERS)}")).status
    assert 200 == (await stranger.ask("GET", "crew")).status

    assert 204 == (await ash.ask("DELETE", f"crew/{stranger.id}")).status

    assert 401 == (await stranger.ask("GET", "crew")).status
    assert "passkey_refused" == (await stranger.sign_in()).code
    assert stranger.id not in [one["id"] for one in await ash.get("crew")]


async def test_a_volunteer_may_not_do_what_a_coordinator_may(
    house: KithProcess, ash: Caller, stranger: Caller
):
    assert 200 == (await stranger.join(invitation(house), f"Vol {next(NUMBERS)}")).status

    answers = [
        await stranger.ask("GET", "invitations"),
        await stranger.ask("POST", "invitations", {"role": "coordinator"}),
        await stranger.ask("DELETE", f"crew/{ash.id}"),
        await stranger.ask("POST", f"crew/{stranger.id}", {"role": "coordinator"}),
    ]

    assert {(403, "not_allowed")} == {(it.status, it.code) for it in answers}


async def test_shifts_are_planned_shown_and_dropped(ash: Caller):
    now = (await ash.get("roster"))["now"]
    wanted = {"volunteer": ash.id, "start": now, "end": now + 3_600_000, "kind": "lead"}

    planned = await ash.ask("POST", "roster", wanted)
    twice = await ash.ask("POST", "roster", wanted | {"kind": "duty"})
    roster = await ash.get("roster")
    assert 204 == (await ash.ask("DELETE", f"roster/{planned.said['id']}")).status
    after = await ash.get("roster")

    assert (201, 409, "overlap") == (planned.status, twice.status, twice.code)
    assert ash.id == roster["lead"]
    assert wanted | {"id": planned.said["id"]} in roster["shifts"]
    assert after["lead"] is None
    assert "no_such_shift" == (await ash.ask("DELETE", f"roster/{planned.said['id']}")).code


async def test_the_directory_says_truly_whether_somebody_is_on_duty(
    house: KithProcess, ash: Caller
):
    async def cover() -> bool:
        async with ash.session.get(f"{house.url}/api/rooms") as answer:
            said: bool = (await answer.json())[0]["cover"]
            return said

    assert await cover() is False
    async with asyncio.timeout(SOON_S), ash.sit_down() as socket:
        assert "desk" == (await socket.receive_json())["t"]
        await socket.send_json({"t": "shift", "id": "1", "on": True})
        while not await cover():
            await socket.receive_json()
        async with ash.session.get(f"{house.url}/") as page:
            assert "A volunteer is here now." in await page.text()
        await socket.send_json({"t": "shift", "id": "2", "on": False})
        while await cover():
            await socket.receive_json()


async def test_who_leads_by_the_roster_is_shown_as_the_lead(ash: Caller):
    now = (await ash.get("roster"))["now"]
    shift = {"volunteer": ash.id, "start": now, "end": now + 3_600_000, "kind": "lead"}
    planned = await ash.ask("POST", "roster", shift)

    async with asyncio.timeout(SOON_S), ash.sit_down() as socket:
        await socket.send_json({"t": "shift", "id": "1", "on": True})
        while (told := await socket.receive_json())["t"] != "crew":
            pass
        await socket.send_json({"t": "shift", "id": "2", "on": False})
        while (await socket.receive_json()).get("id") != "2":
            pass

    assert [(ash.id, True)] == [(who["id"], who["lead"]) for who in told["duty"]]
    assert 204 == (await ash.ask("DELETE", f"roster/{planned.said['id']}")).status


async def test_the_front_page_says_when_somebody_is_planned(house: KithProcess, ash: Caller):
    now = (await ash.get("roster"))["now"]
    shift = {"volunteer": ash.id, "start": now + 10_800_000, "end": now + 14_400_000}

    async def page() -> str:
        async with ash.session.get(f"{house.url}/") as answer:
            return await answer.text()

    assert "One is planned" not in await page()
    planned = await ash.ask("POST", "roster", shift)
    assert "One is planned in about 3 hours." in await page()
    assert 204 == (await ash.ask("DELETE", f"roster/{planned.said['id']}")).status


@pytest.mark.parametrize(
    ("method", "said", "code"), [("DELETE", None, 4504), ("POST", {"role": "shadow"}, 4004)]
)
async def test_with_a_place_in_the_crew_goes_the_seat_and_with_a_new_role_one_sits_down_anew(
    house: KithProcess, ash: Caller, stranger: Caller, method: str, said: object, code: int
):
    assert 200 == (await stranger.join(invitation(house), f"Seat {next(NUMBERS)}")).status
    async with asyncio.timeout(SOON_S), stranger.sit_down() as socket:
        assert stranger.id == (await socket.receive_json())["you"]["id"]

        changed = await ash.ask(method, f"crew/{stranger.id}", said)

        assert changed.status in {200, 204}
        while (last := await socket.receive()).type != WSMsgType.CLOSE:
            pass
        assert code == last.data


async def test_a_device_is_taken_called_and_let_go(ash: Caller):
    device = TestDevice("https://fcm.googleapis.com/fcm/send/x")

    assert 204 == (await ash.ask("POST", "push", device.subscription())).status
    known = await ash.get("push")
    assert 204 == (await ash.ask("DELETE", "push", {"endpoint": device.endpoint})).status
    again = await ash.ask("DELETE", "push", {"endpoint": device.endpoint})

    assert 65 == len(base64url.decode(known["key"]))
    assert (1, "no_device") == (known["devices"], again.code)


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "https://evil.example/x"},
        {"endpoint": "http://127.0.0.1:6379/"},
        {"keys": {"p256dh": "AAAA", "auth": "AAAA"}},
        {"keys": {"p256dh": "x" * 87, "auth": "AAAAAAAAAAAAAAAAAAAAAA"}},
    ],
)
async def test_a_device_that_cannot_be_called_is_refused(ash: Caller, change: dict[str, object]):
    wanted = TestDevice("https://fcm.googleapis.com/x").subscription() | change

    answer = await ash.ask("POST", "push", wanted)

    assert (400, "bad_device") == (answer.status, answer.code)
