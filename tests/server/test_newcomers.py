"""How long somebody is here, as a role asks for it."""

import asyncio

import pytest

from server.group.newcomers import Newcomers
from server.presence.attending import Attending

ROOM = "gambling"


@pytest.mark.parametrize(("came_s_ago", "wait_s"), [(0, 600), (601, 0)])
async def test_somebody_is_new_for_ten_minutes(came_s_ago: int, wait_s: int):
    attending = Attending(90.0)
    attending.arrive(ROOM, "ada", asyncio.get_running_loop().time() - came_s_ago)

    assert wait_s == Newcomers(attending, limited=True).wait_s(ROOM, "ada")


async def test_without_limits_nobody_is_new():
    assert 0 == Newcomers(Attending(90.0), limited=False).wait_s(ROOM, "ada")


async def test_somebody_who_is_not_here_is_new():
    assert 600 == Newcomers(Attending(90.0), limited=True).wait_s(ROOM, "ada")
