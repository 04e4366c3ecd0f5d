"""The desk's door over HTTP, with a passkey in software: who comes in, who does not, and why."""

import asyncio
import time
from pathlib import Path

import pytest
from commands import program, sentence
from desk_door import Caller, caller, invitation, printed, token_in
from kith_process import KITH, KithProcess
from patience import SOON_S
from soft_passkey import PRESENT, SoftPasskey

from server.crypto.desk_keys import DeskKeys
from server.crypto.keys import HouseKeys
from server.desk import sessions

pytestmark = pytest.mark.slow


async def test_who_joins_is_signed_in_and_comes_back_with_the_passkey(
    house: KithProcess, stranger: Caller
):
    joined = await stranger.join(invitation(house, "shadow"), "Elm")
    assert (200, "shadow") == (joined.status, joined.said["you"]["role"])
    first = stranger.cookie

    assert 204 == (await stranger.ask("POST", "signout", {})).status
    assert (await stranger.get("me"))["you"] is None
    signed = await stranger.sign_in()

    assert {"id": stranger.id, "name": "Elm", "role": "shadow"} == signed.said["you"]
    assert joined.said["you"] == (await stranger.get("me"))["you"]
    assert first != stranger.cookie


async def test_the_cookie_is_for_the_desk_alone(house: KithProcess, stranger: Caller):
    begun = await stranger.ask("POST", "join/begin", {"token": (token := invitation(house))})
    made = stranger.passkey.made(begun.said["options"], stranger.origin)
    url = f"{stranger.origin}/desk/api/join/finish"
    said = {"token": token, "name": "Cookie", "credential": made}

    async with stranger.session.post(url, json=said, headers={"Origin": stranger.origin}) as answer:
        (cookie,) = answer.headers.getall("Set-Cookie")

    parts = {part.strip() for part in cookie.split(";")[1:]}
    assert {"HttpOnly", "Max-Age=43200", "Path=/desk", "SameSite=Strict"} == parts


async def test_a_link_opens_once(house: KithProcess, stranger: Caller):
    token = invitation(house)
    assert 200 == (await stranger.join(token, "Once")).status

    async with caller(house) as other:
        again = await other.join(token, "Twice")

    assert (410, "invitation_used") == (again.status, again.code)


async def test_two_who_have_one_link_and_begun_together_are_one_volunteer(house: KithProcess):
    token = invitation(house)
    async with caller(house) as one, caller(house) as other:
        asked = [await it.ask("POST", "join/begin", {"token": token}) for it in (one, other)]
        said = [
            {
                "token": token,
                "name": f"Racer {letter}",
                "credential": who.passkey.made(begun.said["options"], who.origin),
            }
            for letter, who, begun in zip("ab", (one, other), asked, strict=True)
        ]

        first = await one.ask("POST", "join/finish", said[0])
        second = await other.ask("POST", "join/finish", said[1])

    assert (200, "invitation_used") == (first.status, second.code)


async def test_a_forged_link_and_a_link_that_was_taken_back_say_which(
    ash: Caller, stranger: Caller
):
    token = (await ash.ask("POST", "invitations", {"role": "volunteer"})).said["link"]
    token = token.partition("#")[2]
    (mine,) = [it for it in await ash.get("invitations") if it["by"] == ash.id]
    forged = await stranger.join(token[:-2] + ("AA" if token[-2:] != "AA" else "BA"), "Oak")

    assert 204 == (await ash.ask("DELETE", f"invitations/{mine['id']}")).status
    void = await stranger.join(token, "Oak")

    assert (403, "invitation_forged") == (forged.status, forged.code)
    assert (410, "invitation_void") == (void.status, void.code)
    assert 404 == (await ash.ask("DELETE", f"invitations/{mine['id']}")).status


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_site_s_page_may_ask_for_nothing(ash: Caller, headers: dict[str, str]):
    invited = await ash.ask("POST", "invitations", {"role": "coordinator"}, **headers)
    removed = await ash.ask("DELETE", f"crew/{ash.id}", **headers)

    assert {(403, "wrong_origin")} == {(it.status, it.code) for it in (invited, removed)}


async def test_a_form_can_ask_for_nothing(ash: Caller):
    url = f"{ash.origin}/desk/api/invitations"
    headers = {"Origin": ash.origin, "Content-Type": "text/plain"}

    async with ash.session.post(url, data=b'{"role":"shadow"}', headers=headers) as answer:
        assert (400, "fault") == (answer.status, (await answer.json())["code"])


async def test_an_answer_to_a_passkey_s_question_opens_once(ash: Caller):
    credential = await ash.signed()
    said = {"credential": credential}

    first = await ash.ask("POST", "signin/finish", said)
    again = await ash.ask("POST", "signin/finish", said)

    assert (200, 401, "passkey_refused") == (first.status, again.status, again.code)


async def test_a_passkey_that_is_not_quite_right_is_refused(ash: Caller):
    wrong_place = await ash.sign_in(origin="https://evil.example")
    ash.passkey.flags = PRESENT
    nobody_verified = await ash.sign_in()
    ash.passkey.flags, ash.passkey.domain = 5, "evil.example"
    wrong_domain = await ash.sign_in()
    known, ash.passkey = ash.passkey, SoftPasskey()
    unknown = await ash.sign_in()
    ash.passkey.credential = known.credential
    not_its_key = await ash.sign_in()

    answers = (wrong_place, nobody_verified, wrong_domain, unknown, not_its_key)
    assert {(401, "passkey_refused")} == {(it.status, it.code) for it in answers}


@pytest.mark.parametrize(
    "said",
    [
        {"credential": {}},
        {"credential": {"id": 7}},
        {"credential": {"id": "x", "rawId": "x", "response": {}, "type": "public-key"}},
        {"credential": []},
        {},
        [],
    ],
)
async def test_what_is_no_answer_is_refused_calmly(stranger: Caller, said: object):
    answer = await stranger.ask("POST", "signin/finish", said)

    assert answer.status in {400, 401}
    assert answer.code in {"fault", "passkey_refused"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff", 400),
        (b"null", 400),
        (b"[" * 60_000, 400),
        (b'{"token":' * 7_000, 400),
        (b'{"token":"' + b"x" * 70_000 + b'"}', 413),
    ],
)
async def test_a_body_that_is_none_is_refused_calmly(stranger: Caller, body: bytes, status: int):
    url = f"{stranger.origin}/desk/api/join/begin"
    headers = {"Origin": stranger.origin, "Content-Type": "application/json"}

    async with stranger.session.post(url, data=body, headers=headers) as answer:
        said = await answer.json(content_type="application/problem+json")

    assert (status, "fault") == (answer.status, said["code"])


async def test_a_question_for_joining_signs_nobody_in(house: KithProcess, ash: Caller):
    begun = await ash.ask("POST", "join/begin", {"token": invitation(house)})

    credential = ash.passkey.signed(begun.said["options"], ash.origin)
    answer = await ash.ask("POST", "signin/finish", {"credential": credential})

    assert (401, "passkey_refused") == (answer.status, answer.code)


async def test_a_second_passkey_is_as_good_as_the_first(house: KithProcess, ash: Caller):
    begun = await ash.ask("POST", "passkeys/begin", {})
    second = SoftPasskey()
    made = second.made(begun.said["options"], ash.origin)

    added = await ash.ask("POST", "passkeys/finish", {"credential": made})
    async with caller(house) as elsewhere:
        elsewhere.passkey = second
        signed = await elsewhere.sign_in()

    assert (201, {"passkeys": 2}) == (added.status, added.said)
    assert ash.id == signed.said["you"]["id"]


async def test_a_session_that_stood_open_adds_no_passkey(house: KithProcess, ash: Caller):
    key = DeskKeys.of(HouseKeys.open(house.data / "keys")).session
    eleven = 11 * 60 * 1000
    begun = await ash.ask("POST", "passkeys/begin", {})
    mine = SoftPasskey().made(begun.said["options"], ash.origin)
    async with caller(house) as finder:
        for age, path, said in (
            (eleven, "passkeys/begin", {}),
            (2 * eleven, "passkeys/finish", {"credential": mine}),
        ):
            old = sessions.begin(key, ash.id, int(time.time() * 1000) - age)
            finder.session.cookie_jar.update_cookies({"kith-desk": old})
            assert 200 == (await finder.ask("GET", "crew")).status
            answer = await finder.ask("POST", path, said)
            assert (401, "sign_in_again") == (answer.status, answer.code)


async def test_nobody_sits_down_from_another_site_s_page_or_without_signing_in(
    ash: Caller, stranger: Caller
):
    codes = []
    for who, origin in ((ash, "https://evil.example"), (stranger, stranger.origin)):
        async with asyncio.timeout(SOON_S), who.sit_down(Origin=origin) as socket:
            codes.append((await socket.receive()).data)

    assert [4501, 4504] == codes


async def test_a_path_the_desk_does_not_have_is_a_problem_in_json(stranger: Caller):
    answer = await stranger.ask("GET", "nothing/here")

    assert (404, "not_found") == (answer.status, answer.code)


async def test_a_start_prints_one_link_until_there_is_a_coordinator(tmp_path: Path):
    process = KithProcess(tmp_path / "data")
    first, second = printed(process), printed(process)
    assert first
    assert second

    process.start()
    async with caller(process) as founder:
        codes = [(await founder.join(token, "Founder")).code for token in (first, second)]
        done = program(KITH, "invite", "--role", "coordinator", "--data", process.data)
        joined = await founder.join(token_in(done.out), "Founder")
    process.stop()
    process.stdout.clear()

    assert ["invitation_void"] * 2 == codes
    assert "coordinator" == joined.said["you"]["role"]
    assert printed(process) is None


def test_an_invitation_without_a_server_is_made_on_the_folder_itself(tmp_path: Path):
    folder = tmp_path / "data"
    made = program(KITH, "invite", "--data", folder)
    too_long = program(KITH, "invite", "--hours", "169", "--data", folder)

    assert token_in(made.out)
    assert "An invitation opens for 1 to 168 hours." == sentence(too_long)


async def test_one_part_of_the_network_cannot_try_passkeys_without_end(tmp_path: Path):
    process = KithProcess(tmp_path / "data").start()
    async with caller(process) as guesser:
        made = {"credential": {"id": "nobody-knows-this"}}
        answers = [await guesser.ask("POST", "signin/finish", made) for _ in range(70)]
        room = await guesser.session.get(f"{process.url}/")
    process.stop()

    assert [(401, "passkey_refused"), (429, "slow_down")] == [
        (answer.status, answer.code) for answer in (answers[0], answers[-1])
    ]
    assert 200 == room.status
