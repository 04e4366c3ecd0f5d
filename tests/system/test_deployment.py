"""What docker-compose.yml starts, started here as processes: two nodes talk through the front.

No container engine is needed: the commands, the environment and the front's settings are the
files' own; only names of machines, ports and folders become those of this test.
"""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from deployment import ROOT, Deployment, compose_file, deployed, fetch, sockets
from patience import SOON_S
from wire import Wire

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return compose_file()


def test_only_the_front_has_an_address_outside(compose: dict[str, Any]) -> None:
    published = [name for name, service in compose["services"].items() if "ports" in service]
    assert published == ["front"]
    assert compose["networks"]["inside"]["internal"]
    inside = ("redis", "kith1", "kith2")
    assert all("outside" not in compose["services"][name]["networks"] for name in inside)


def test_everything_is_read_only_and_gives_up_its_rights(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name


def test_nothing_notes_who_came(compose: dict[str, Any]) -> None:
    front = (ROOT / "deploy" / "haproxy.cfg").read_text("utf-8")
    assert compose["services"]["front"]["logging"] == {"driver": "none"}
    assert not re.search(r"^\s*(option httplog|option tcplog|log )", front, re.MULTILINE)


def test_the_front_speaks_no_old_tls_and_leaves_nothing_in_the_open() -> None:
    front = (ROOT / "deploy" / "haproxy.cfg").read_text("utf-8")
    binds = re.findall(r"^\s*bind (\S+)(.*)$", front, re.MULTILINE)

    assert ["ssl-min-ver TLSv1.2"] == re.findall(
        r"ssl-default-bind-options (.*)$", front, re.MULTILINE
    )
    assert [":80", ":443"] == [where for where, _ in binds]
    assert [False, True] == [how.startswith(" ssl crt ") for _, how in binds]
    assert "http-request redirect scheme https code 308" in front


def test_the_image_runs_as_nobody_in_particular() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    assert "USER kith" in lines
    assert sum(line.startswith("FROM ") for line in lines) == len(("build", "run"))


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with deployed(tmp_path_factory.mktemp("deployment")) as deployment:
        yield deployment


@pytest.fixture
def trusting(deployment: Deployment) -> ssl.SSLContext:
    return deployment.trusting


async def dialled(deployment: Deployment, trusting: ssl.SSLContext) -> Wire:
    address = deployment.url.replace("https", "wss") + "/ws"
    return await Wire.dial(address, ssl=trusting, origin=deployment.url)


@pytest.fixture
async def two(deployment: Deployment, trusting: ssl.SSLContext) -> AsyncIterator[list[Wire]]:
    """Two members, each on a node of its own: the front sends to whoever has fewer."""
    await deployment.is_up()
    members = [await dialled(deployment, trusting) for _ in deployment.nodes]
    yield members
    for member in members:
        await member.close()


async def test_members_on_two_nodes_talk_through_the_front(
    deployment: Deployment, trusting: ssl.SSLContext, two: list[Wire]
) -> None:
    ember, birch = two
    others = [await dialled(deployment, trusting) for _ in range(8)]
    for member in (*two, *others):
        await member.enter("gambling")
    # Fewer than five are not told of: ten show that the front shares them out evenly.
    assert [5.0, 5.0] == [sockets(node) for node in deployment.nodes.values()]
    for other in others:
        await other.close()

    await ember.say("hello from one node")
    await birch.until_said("hello from one node")
    await birch.say("and from the other")

    await ember.until_said("and from the other")


async def test_pages_come_over_the_front_with_its_own_promise(
    deployment: Deployment, trusting: ssl.SSLContext, two: list[Wire]
) -> None:
    assert two
    page, headers = await asyncio.to_thread(fetch, deployment.url + "/", trusting)
    assert "data-house" in page
    assert headers["strict-transport-security"]
    assert f"wss://localhost:{deployment.https}" in headers["content-security-policy"]


async def test_in_the_open_a_page_is_shown_the_way_and_a_program_is_refused(
    deployment: Deployment, trusting: ssl.SSLContext, two: list[Wire]
) -> None:
    assert two
    plain = f"http://127.0.0.1:{deployment.http}"

    assert "data-house" in (await asyncio.to_thread(fetch, deployment.url + "/", trusting))[0]
    assert [308, 308, 403, 403, 403] == [
        await asyncio.to_thread(answered, plain + path)
        for path in ("/", "/desk", "/api/rooms", "/ws", "/desk/api/me")
    ]


def answered(url: str) -> int:
    """Return the status of an address, going nowhere it leads."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=SOON_S)
    try:
        connection.request("GET", urlsplit(url).path)
        return connection.getresponse().status
    finally:
        connection.close()


async def test_the_other_node_takes_over_when_one_is_killed(
    deployment: Deployment, trusting: ssl.SSLContext, two: list[Wire]
) -> None:
    ember, birch = two
    await ember.enter("families")
    await birch.enter("families")
    await ember.say("before")
    last = await birch.until_said("before")
    victim = max(deployment.nodes.values(), key=lambda node: node.pid)
    victim.kill()
    address = deployment.url.replace("https", "wss") + "/ws"

    back = await Wire.dial(address, birch.key, ssl=trusting, origin=deployment.url)
    hello = await back.enter("families", after={"epoch": ember.hello["epoch"], "n": last["n"]})

    assert hello["resumed"]
    await back.close()
    victim.start()


def test_the_settings_of_the_file_are_settings_that_exist(compose: dict[str, Any]) -> None:
    from server.settings import Settings  # noqa: PLC0415 - only this test needs it

    known = {f"KITH_{name.upper()}" for name in Settings.__dataclass_fields__}
    for name in ("kith1", "kith2"):
        assert set(compose["services"][name]["environment"]) <= known
