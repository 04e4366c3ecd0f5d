"""The cookie: who gets one, what it looks like, and that nothing of it is kept."""

import re
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar
from meeting import StartKith
from plain_member import Page, PlainMeeting, newcomer

from rooms import base64url
from rooms.aliases import load
from rooms.identity import room_key

pytestmark = pytest.mark.slow

ONION = "kith2222222222222222222222222222222222222222222222222222.onion"


async def _cookie(url: str, **headers: str) -> str | None:
    """Return the cookie a newcomer gets at a gate."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    jar = CookieJar(unsafe=True)
    async with ClientSession(cookie_jar=jar) as asker, asker.get(url, headers=named) as answer:
        return answer.headers.get("Set-Cookie")


async def _gate_without_a_cookie(plain_meeting: PlainMeeting, **headers: str) -> Page:
    """Return the gate as it is shown to somebody whose browser sent no cookie."""
    plain = await plain_meeting.visit()
    plain.session.cookie_jar.clear()
    return await plain.get("?plain=1", **headers)


async def test_it_is_a_secret_of_this_session_that_no_script_and_no_other_site_sees(
    plain_meeting: PlainMeeting,
):
    gate = f"{plain_meeting.process.url}/t/{plain_meeting.handle}?plain=1"

    cookies = [await _cookie(gate) for _ in range(2)]

    for cookie in cookies:
        assert cookie
        assert re.fullmatch(r"k=[A-Za-z0-9_-]{21}[AQgw]; HttpOnly; Path=/; SameSite=Strict", cookie)
    assert cookies[0] != cookies[1]


@pytest.mark.parametrize("public", ["https://kith.example", f"http://{ONION}"])
async def test_over_a_safe_way_no_other_host_and_no_unsafe_way_can_set_it(
    start_kith: StartKith, public: str
):
    kith = start_kith("--public-url", public)
    host = public.partition("//")[2]
    async with AsyncExitStack() as stack:
        meeting = await PlainMeeting.open(kith, stack)
        gate = f"{kith.url}/t/{meeting.handle}?plain=1"

        for headers in ({"Host": host}, {}):
            cookie = await _cookie(gate, **headers)
            assert cookie
            assert re.fullmatch(
                r"__Host-k=[A-Za-z0-9_-]{22}; HttpOnly; Path=/; SameSite=Strict; Secure", cookie
            )


async def test_a_trusted_front_says_that_somebody_came_over_tls(start_kith: StartKith):
    kith = start_kith(KITH_TRUSTED_PROXIES="127.0.0.1/32")
    async with AsyncExitStack() as stack:
        meeting = await PlainMeeting.open(kith, stack)
        gate = f"{kith.url}/t/{meeting.handle}?plain=1"

        over_tls = await _cookie(gate, X_Forwarded_Proto="https")
        without = await _cookie(gate)

    assert over_tls
    assert over_tls.startswith("__Host-k=")
    assert without
    assert without.startswith("k=")


async def test_nobody_else_s_word_for_tls_counts(plain_meeting: PlainMeeting):
    gate = f"{plain_meeting.process.url}/t/{plain_meeting.handle}?plain=1"

    cookie = await _cookie(gate, X_Forwarded_Proto="https")

    assert cookie
    assert cookie.startswith("k=")


async def test_where_others_could_listen_nobody_gets_one(plain_meeting: PlainMeeting):
    gate = await _gate_without_a_cookie(plain_meeting, Host="plain.test")

    assert "Set-Cookie" not in gate.headers
    assert "did not come over a safe connection" in gate.text
    assert "<form" not in gate.raw


async def test_a_link_from_elsewhere_makes_nobody_a_stranger_to_themselves(
    plain_meeting: PlainMeeting,
):
    # Browsers do not show the cookie to a link from elsewhere.
    gate = await _gate_without_a_cookie(plain_meeting, Sec_Fetch_Site="cross-site")

    assert "Set-Cookie" not in gate.headers
    assert "Give me a name" in gate.text
    assert 'name="in"' not in gate.raw


async def test_it_is_given_once_and_the_name_follows_from_it_as_in_a_browser_with_script(
    plain_meeting: PlainMeeting,
):
    plain = await plain_meeting.visit()
    gates = [await plain.get(f"?plain=1&name={i}") for i in (0, 3, 15)]
    (cookie,) = plain.session.cookie_jar

    house = re.search(r'data-house="(\w+)"', gates[0].raw)
    assert house
    key = room_key(base64url.decode(cookie.value), house[1], plain_meeting.room)
    words = [load("en").words(key, i) for i in (0, 3, 15)]
    assert words == [_name(gate.raw) for gate in gates]
    assert [False] * 3 == ["Set-Cookie" in gate.headers for gate in gates]


async def test_the_sixteen_names_follow_one_another(plain_meeting: PlainMeeting):
    plain = await plain_meeting.visit()
    first = await plain.get("?plain=1")
    named = re.findall(r'name="pick" value="(\d+)"[^>]*><bdi[^>]*>(.*?)</bdi>', first.raw)

    after = [await plain.get(f"?plain=1&name={i}&another=1") for i in range(16)]
    picked = [await plain.get(f"?plain=1&name=2&pick={i}") for i in range(16)]

    names = [name for _, name in named]
    assert [str(i) for i in range(16)] == [i for i, _ in named]
    assert [*names[1:], names[0]] == [_name(gate.raw) for gate in after]
    assert names == [_name(gate.raw) for gate in picked]


@pytest.mark.parametrize("asked", ["16", "-1", "x", "", "9" * 40, "٣"])
async def test_a_name_that_is_none_is_the_first(plain_meeting: PlainMeeting, asked: str):
    plain = await plain_meeting.visit()

    gate = await plain.get(f"?plain=1&name={asked}&pick={asked}")

    assert 200 == gate.status
    assert _name(gate.raw) == _name((await plain.get("?plain=1")).raw)


async def test_one_goes_in_under_the_name_one_chose(plain_meeting: PlainMeeting):
    plain, wire = await plain_meeting.visit(), await plain_meeting.join()
    chosen = _name((await plain.get("?plain=1&name=5")).raw)

    room = await plain.get("?plain=1&name=5&agree=on&in=1")
    frames = re.findall(r'<iframe id="(\w+)"[^>]* src="([^"]*)"', room.raw)
    stream = await plain.come_in("/messages?name=5")
    await plain.say("hello")

    place = f"/t/{plain_meeting.handle}"
    assert [
        ("messages", f"{place}/messages?name=5"),
        ("write", f"{place}/write?name=5"),
    ] == frames
    assert f"You are in, as {chosen}." in stream.text
    assert chosen == (await wire.until_said("hello"))["alias"]


async def test_without_agreeing_nobody_is_let_in_and_the_name_stays(plain_meeting: PlainMeeting):
    plain = await plain_meeting.visit()

    gate = await plain.get("?plain=1&had=1&name=4&in=1")

    assert "Please tick the box" in gate.text
    assert "<iframe" not in gate.raw
    assert _name((await plain.get("?plain=1&name=4")).raw) == _name(gate.raw)


async def test_whose_browser_keeps_no_cookie_is_told_so(plain_meeting: PlainMeeting):
    plain = await plain_meeting.visit()
    plain.session.cookie_jar.clear()

    gate = await plain.get("?plain=1&had=1&name=0&agree=on&in=1")

    assert "Your browser did not keep your name." in gate.text
    assert "<iframe" not in gate.raw


@pytest.mark.parametrize("shown", ["", "short", "A" * 21 + "B", "A" * 200, '"; k2=x', "é"])
async def test_a_cookie_that_is_none_is_nobody(plain_meeting: PlainMeeting, shown: str):
    plain = await plain_meeting.visit()
    plain.session.cookie_jar.clear()

    for path in ("/messages", "/write", "/line/1", "/forget"):
        page = await plain.get(path, Cookie=f"k={shown}")
        assert 403 == page.status
        assert f'href="/t/{plain_meeting.handle}?plain=1" target="_top"' in page.raw


async def test_words_that_were_sent_by_nobody_are_given_back(plain_meeting: PlainMeeting):
    plain = await plain_meeting.visit()
    fields = plain.filled(await plain.get("/write"), "I was writing this")
    plain.session.cookie_jar.clear()

    answer = await plain.post("/write", fields)

    assert (403, "I was writing this") == (answer.status, answer.box)


async def test_leaving_now_takes_it_back_and_frees_the_place(plain_meeting: PlainMeeting):
    plain, wire = await plain_meeting.visit(), await plain_meeting.join()
    stream = await plain.come_in()
    other = await newcomer(wire)

    out = await plain.get(f"{plain.kith.url}/out")
    await stream.till_end()

    assert (303, "/weather") == (out.status, out.headers["Location"])
    assert '"cookies", "storage"' == out.headers["Clear-Site-Data"]
    assert "Max-Age=0" in out.headers["Set-Cookie"]
    assert [] == list(plain.session.cookie_jar)
    while other["id"] not in (await wire.expect("here")).get("left", []):
        pass


async def test_nothing_of_it_is_anywhere_on_the_disk_or_in_a_note(start_kith: StartKith):
    kith = start_kith()
    async with AsyncExitStack() as stack:
        meeting = await PlainMeeting.open(kith, stack)
        plain = await meeting.visit()
        stream = await plain.come_in()
        await plain.say("hello")
        await stream.until(">hello<")
        await plain.say("", do="need")
        (cookie,) = plain.session.cookie_jar
        form = await plain.get("/write")
    kith.stop()

    secret = base64url.decode(cookie.value)
    traces = [cookie.value.encode(), secret, secret.hex().encode(), form.field("token").encode()]
    noted = "".join(kith.stderr + kith.stdout).encode()
    on_disk = _files(kith.data)
    assert on_disk
    for held in (noted, *on_disk):
        assert [trace for trace in traces if trace in held] == []


def _files(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def _name(page: str) -> str:
    found = re.search(r'id="alias"><bdi[^>]*>(.*?)</bdi>', page)
    assert found, page
    return found[1]


async def test_the_address_of_the_room_itself_names_no_room_to_who_left(
    plain_meeting: PlainMeeting,
):
    plain = await plain_meeting.visit()
    went_in = await plain.get("?plain=1&had=1&agree=on&in=1")
    own = went_in.headers["Location"]
    room = await plain.get(f"{plain_meeting.process.url}{own}")
    plain.session.cookie_jar.clear()

    back = await plain.get(f"{plain_meeting.process.url}{own}")

    assert (303, 200) == (went_in.status, room.status)
    assert "had=" not in own
    assert plain_meeting.title in room.text
    assert (303, "/") == (back.status, back.headers["Location"].partition("?")[0])
    assert plain_meeting.title not in back.text
