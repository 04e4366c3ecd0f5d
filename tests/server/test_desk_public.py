"""The desk behind a TLS front: another cookie, another domain for passkeys, other links."""

from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp import ClientSession, DummyCookieJar
from desk_door import Answer, Caller, token_in
from kith_process import KithProcess
from soft_passkey import SoftPasskey

from server.commands.control import ask

pytestmark = pytest.mark.slow

DOMAIN = "kith.example"
PUBLIC, SECOND = f"https://{DOMAIN}", "https://other.example"


class BehindTls(Caller):
    """Somebody whose browser sees the public address; the front passes on what it named."""

    origin = PUBLIC

    async def ask(self, method: str, path: str, said: object = None, **headers: str) -> Answer:
        url = f"http://127.0.0.1:{self.house.port}/desk/api/{path}"
        named = {"Host": self.origin.removeprefix("https://"), "Origin": self.origin, **headers}
        async with self.session.request(method, url, headers=named, json=said) as answer:
            self.cookies = answer.headers.getall("Set-Cookie", [])
            return Answer(answer.status, await answer.json() if answer.status != 204 else None)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KithProcess]:
    data = tmp_path_factory.mktemp("public") / "data"
    process = KithProcess(data, "--public-url", PUBLIC, "--public-url", SECOND).start()
    yield process
    assert 0 == process.stop()


@pytest.fixture
async def ash(house: KithProcess) -> AsyncIterator[BehindTls]:
    async with ClientSession(cookie_jar=DummyCookieJar()) as session:
        somebody = BehindTls(session, house)
        somebody.passkey = SoftPasskey(DOMAIN)
        yield somebody


async def test_links_passkeys_and_cookie_belong_to_the_first_public_address(
    house: KithProcess, ash: BehindTls
):
    link = str(_invited(house)["link"])

    joined = await ash.join(token_in(link), "Ash")
    (cookie,) = ash.cookies
    shown = cookie.partition(";")[0]

    assert link.startswith(f"{PUBLIC}/desk/join#")
    assert 200 == joined.status
    assert shown.startswith("__Secure-kith-desk=")
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/desk"} < {
        part.strip() for part in cookie.split(";")
    }
    assert 200 == (await ash.ask("GET", "crew", Cookie=shown)).status
    plain = shown.removeprefix("__Secure-")  # as a page without TLS could have planted it
    assert 401 == (await ash.ask("GET", "crew", Cookie=plain)).status


async def test_a_passkey_of_the_second_address_is_none_of_ours(house: KithProcess, ash: BehindTls):
    ash.origin = SECOND

    joined = await ash.join(token_in(str(_invited(house)["link"])), "Birch")

    assert (401, "passkey_refused") == (joined.status, joined.code)


async def test_a_page_of_this_machine_is_another_site(ash: BehindTls):
    answer = await ash.ask("POST", "signout", {}, Origin=f"http://localhost:{ash.house.port}")

    assert (403, "wrong_origin") == (answer.status, answer.code)


def _invited(house: KithProcess) -> dict[str, object]:
    answer = ask(house.data, {"do": "invite", "role": "volunteer", "hours": 1})
    assert answer is not None
    return dict(answer)
