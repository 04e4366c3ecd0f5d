"""Calls to the outside: who gets one, what stands in it, and what every bad answer comes to."""

import hmac
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest
from alarm_receiver import Receiver, TestDevice, claims, receiving
from py_vapid import Vapid02

from moderation.actor import Role
from moderation.crew_events import CrewEvent, PushSubscribed, VolunteerJoined
from server.alarms import webhook
from server.alarms.outside import NobodyReached, Outside
from server.alarms.places import PublicOnly, PushPlaces, is_public
from server.alarms.posting import ANSWER_S
from server.alarms.push import WebPush
from server.alarms.webhook import Webhook
from server.crypto.desk_keys import DeskKeys
from server.desk.round import Notice
from server.foundation import Foundation, foundation
from server.settings import Settings, SettingsError, load
from server.streams.crew import StoredCrew

LOOPBACK = "127.0.0.1"
SECRET = b"a secret that both sides know"
NOTICES = (
    Notice("case-1", "S1", "depression", "pl"),
    Notice("case-2", "S2", "gambling", "en"),
)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as opened:
        yield opened


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Foundation]:
    async with foundation(Settings(data=tmp_path / "data")) as opened:
        yield opened


@pytest.fixture
async def crew(ground: Foundation) -> StoredCrew:
    """Give an empty crew over a real store."""
    return await StoredCrew.load(ground.streams, ground.backplane.now)


Calling = Callable[..., Outside]


@pytest.fixture
def calling(ground: Foundation, crew: StoredCrew) -> Calling:
    """Give what makes the ways outside; `hosts` are what the operator's setting names."""
    key = DeskKeys.of(ground.keys).vapid

    def made(hook: str = "", hosts: Sequence[str] = (LOOPBACK,)) -> Outside:
        push = WebPush(key, "https://kith.example", PushPlaces(hosts))
        return Outside(crew, push, Webhook(hook, SECRET) if hook else None)

    return made


async def has(crew: StoredCrew, name: str, *devices: TestDevice, role: Role = Role.VOLUNTEER):
    events: list[CrewEvent] = [VolunteerJoined(name, name, role, "", f"key {name}", "k", 0)]
    for device in devices:
        keys = device.subscription()["keys"]
        events.append(PushSubscribed(name, device.endpoint, keys["p256dh"], keys["auth"]))
    await crew.change(lambda _crew, _now: events)


async def test_a_device_opens_its_call_and_nobody_reads_more_than_that_somebody_is_needed(
    crew: StoredCrew, calling: Calling, receiver: Receiver
):
    device = TestDevice(receiver.at("ok/ash"))
    await has(crew, "ash", device)

    await calling().send("on_call", NOTICES)
    await calling().send("on_call", NOTICES)

    (_, headers, body), (_, later, _) = receiver.came
    message = device.opened(body)
    assert {"t", "n", "id"} == set(message)
    assert ("needed", 2) == (message["t"], message["n"])
    assert ("300", "high", "aes128gcm") == tuple(
        headers[name] for name in ("TTL", "Urgency", "Content-Encoding")
    )
    assert headers["Topic"] == later["Topic"]
    assert 24 == len(headers["Topic"])
    seen = " ".join(f"{k}: {v}" for k, v in headers.items()).encode() + body
    for word in (b"depression", b"case-1", b"needed", b"aiohttp"):
        assert word not in seen


async def test_a_call_is_signed_by_this_house_for_this_push_service(
    crew: StoredCrew, calling: Calling, receiver: Receiver
):
    await has(crew, "ash", TestDevice(receiver.at("ok/ash")))

    await calling().send("on_call", NOTICES)

    signed = receiver.came[0][1]["Authorization"]
    said = claims(signed)
    assert Vapid02.verify(signed)
    assert f"http://{LOOPBACK}:{receiver.port}" == said["aud"]
    assert "https://kith.example" == said["sub"]
    assert time.time() < said["exp"] <= time.time() + 24 * 3600


async def test_the_webhook_says_no_word_of_anybody_s_under_a_signature(
    calling: Calling, receiver: Receiver
):
    await calling(receiver.at("ok/hook")).send("on_call_2", NOTICES)

    ((_, headers, body),) = receiver.came
    said = json.loads(body)
    at, mac = (part.partition("=")[2] for part in headers["Kith-Signature"].split(","))
    assert hmac.new(SECRET, f"{at}.".encode() + body, "sha256").hexdigest() == mac
    assert abs(time.time() - int(at)) < 60
    assert ("needed", "on_call_2", 2, {"S1": 1, "S2": 1}) == (
        said["t"],
        said["step"],
        said["n"],
        said["levels"],
    )
    assert {"id", "level", "topic", "language"} == set(said["cases"][0])


async def test_with_no_way_at_all_it_is_said_so_that_it_is_tried_again(calling: Calling):
    with pytest.raises(NobodyReached):
        await calling().send("on_call", NOTICES)


@pytest.mark.parametrize("path", ["broken", "busy", "moved"])
async def test_a_webhook_that_has_it_not_is_tried_again(
    calling: Calling, receiver: Receiver, path: str
):
    with pytest.raises(NobodyReached):
        await calling(receiver.at(path)).send("on_call", NOTICES)

    assert [path] == receiver.paths()


async def test_nobody_listening_is_no_fault_of_ours(calling: Calling):
    with pytest.raises(NobodyReached):
        await calling("http://127.0.0.1:9/nobody").send("on_call", NOTICES)


async def test_one_way_is_enough(crew: StoredCrew, calling: Calling, receiver: Receiver):
    await has(crew, "ash", TestDevice(receiver.at("broken/ash")))

    await calling(receiver.at("ok/hook")).send("on_call", NOTICES)

    assert ["broken/ash", "ok/hook"] == receiver.paths()


@pytest.mark.slow
async def test_what_hangs_holds_nobody_up_for_long(
    crew: StoredCrew, calling: Calling, receiver: Receiver
):
    devices = [TestDevice(receiver.at(f"hang/{n}")) for n in range(3)]
    fine = TestDevice(receiver.at("ok/birch"))
    await has(crew, "ash", *devices)
    await has(crew, "birch", fine)
    began = time.monotonic()

    await calling(receiver.at("hang/hook")).send("on_call", NOTICES)

    assert time.monotonic() - began < 4 * ANSWER_S  # all of them wait for the same five seconds
    assert "ok/birch" in receiver.paths()


@pytest.mark.parametrize("path", ["gone", "unknown"])
async def test_a_device_that_is_gone_is_forgotten(
    crew: StoredCrew, calling: Calling, receiver: Receiver, path: str
):
    gone, kept = TestDevice(receiver.at(f"{path}/ash")), TestDevice(receiver.at("ok/ash"))
    await has(crew, "ash", gone, kept)

    await calling().send("on_call", NOTICES)

    assert [kept.endpoint] == [it.endpoint for it in crew.crew.people["ash"].devices]


async def test_a_device_that_does_not_answer_now_is_not_forgotten(
    crew: StoredCrew, calling: Calling, receiver: Receiver
):
    await has(crew, "ash", TestDevice(receiver.at("broken/ash")))

    with pytest.raises(NobodyReached):
        await calling().send("on_call", NOTICES)

    assert 1 == len(crew.crew.people["ash"].devices)


async def test_a_redirect_of_a_push_service_is_not_followed(
    crew: StoredCrew, calling: Calling, receiver: Receiver
):
    await has(crew, "ash", TestDevice(receiver.at("moved/ash")))

    with pytest.raises(NobodyReached):
        await calling().send("on_call", NOTICES)

    assert ["moved/ash"] == receiver.paths()


async def test_a_test_alarm_rings_one_volunteer_s_devices_alone(
    crew: StoredCrew, calling: Calling, receiver: Receiver
):
    ash, birch = (TestDevice(receiver.at(f"ok/{name}")) for name in ("ash", "birch"))
    await has(crew, "ash", ash)
    await has(crew, "birch", birch)

    rung = await calling(receiver.at("ok/hook")).test("ash")

    ((path, _, body),) = receiver.came
    assert (1, "ok/ash", "test") == (rung, path, ash.opened(body)["t"])
    assert 0 == await calling().test("nobody")


async def test_a_setting_that_names_a_host_no_more_ends_its_calls(
    crew: StoredCrew, calling: Calling, receiver: Receiver
):
    await has(crew, "ash", TestDevice(receiver.at("ok/ash")))

    with pytest.raises(NobodyReached):
        await calling(hosts=()).send("on_call", NOTICES)

    assert [] == receiver.came


@pytest.mark.parametrize(
    ("endpoint", "may"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
        ("https://web.push.apple.com/x", True),
        ("https://wns2-par02p.notify.windows.com/w/?token=x", True),
        ("https://fcm.googleapis.com:443/x", True),
        ("http://fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com:8443/x", False),
        ("https://fcm.googleapis.com.evil.example/x", False),
        ("https://evil.example/fcm.googleapis.com", False),
        ("https://evilpush.apple.com/x", False),
        ("https://push.apple.com/x", False),
        ("https://fcm.googleapis.com@evil.example/x", False),
        ("https://me:pass@fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com/x#y", False),
        ("https://fcm.googleapis.com/x\r\nHost: y", False),
        ("https://127.0.0.1/x", False),
        ("https://[::1]/x", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("https://localhost/x", False),
        ("ftp://fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com:port/x", False),
        ("https://fcm.googleapis.com/" + "x" * 2048, False),
        ("", False),
    ],
)
def test_only_push_services_that_we_know_are_called(endpoint: str, may: bool):  # noqa: FBT001 - a row of the table
    assert may is PushPlaces().may_call(endpoint)


def test_a_host_the_setting_names_is_called_without_tls_only_on_this_machine():
    places = PushPlaces(["push.example", LOOPBACK])

    assert places.may_call("https://push.example:8443/x")
    assert places.may_call("http://127.0.0.1:8080/x")
    assert not places.may_call("http://push.example/x")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("142.250.1.1", True),
        ("2a00:1450:4001:800::200a", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to be refused
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_an_inner_address_is_none_of_the_world_s(address: str, public: bool):  # noqa: FBT001 - a row of the table
    assert public is is_public(address)


async def test_a_name_that_leads_inside_is_refused_unless_the_setting_names_it():
    with pytest.raises(OSError, match="inner address"):
        await PublicOnly(()).resolve("localhost", 443)

    assert await PublicOnly(["localhost"]).resolve("localhost", 443)


@pytest.mark.parametrize(
    ("url", "secret", "says"),
    [
        ("http://pager.example/x", "s", "must be an https address"),
        ("https://pager.example/x", "", "needs KITH_WEBHOOK_SECRET_FILE"),
    ],
)
def test_a_webhook_that_is_not_safe_is_refused_at_the_start(url: str, secret: str, says: str):
    environment = {"KITH_WEBHOOK_URL": url, "KITH_WEBHOOK_SECRET_FILE": secret}

    with pytest.raises(SettingsError, match=says):
        load(environment, None)


def test_the_webhook_s_secret_comes_from_its_file(tmp_path: Path):
    file = tmp_path / "secret"
    settings = Settings(webhook_url="https://pager.example", webhook_secret_file=str(file))
    with pytest.raises(SettingsError, match="cannot be read"):
        webhook.of(settings)
    file.write_text("\n")
    with pytest.raises(SettingsError, match="is empty"):
        webhook.of(settings)

    file.write_text("known to both\n")

    assert Webhook("https://pager.example", b"known to both") == webhook.of(settings)
    assert webhook.of(Settings()) is None
