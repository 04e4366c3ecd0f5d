"""What every answer carries, and what no page may say."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
import pytest_asyncio
from aiohttp import ClientResponse, ClientSession
from small_site import GATE, ROOM, SmallListing, small_site

from server.web.headers import content_hash, content_policy, socket_origins

IN = f"{GATE}?in=1&agree=on"
PAGES = ["/", "/help", "/help?country=GB", "/data", "/safe", "/weather", GATE, f"{GATE}?in=1", IN]
OTHERS = ["/out", "/favicon.ico", "/s/exit.js", "/s/none.js", "/nowhere", "/t/stale", "/api/none"]
ALWAYS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OPENING_A_PAGE = "text/html,application/xhtml+xml,*/*;q=0.8"
TOPICS = ["gambl", "depress", "famil"]


@pytest_asyncio.fixture
async def site() -> AsyncIterator[str]:
    async with small_site() as address:
        yield address


@pytest_asyncio.fixture
async def asked() -> AsyncIterator[ClientSession]:
    async with ClientSession(headers={"Accept": OPENING_A_PAGE}) as session:
        yield session


async def _get(asked: ClientSession, url: str, **headers: str) -> tuple[ClientResponse, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with asked.get(url, allow_redirects=False, headers=named) as answer:
        return answer, await answer.text()


async def test_a_script_carries_what_a_file_needs_and_no_more(site: str, asked: ClientSession):
    answer, _ = await _get(asked, site + "/s/exit.js")

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not {"Content-Security-Policy", "Permissions-Policy"} & {*answer.headers}


async def test_a_picture_that_is_opened_by_itself_runs_and_tells_nothing(
    site: str, asked: ClientSession
):
    answer, _ = await _get(asked, site + "/s/desk/lamp.svg")

    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_script_travels_without_what_it_says_to_its_readers(
    site: str, asked: ClientSession
):
    _, script = await _get(asked, site + "/s/app.js")

    assert script.startswith("import ")
    assert "/**" not in script
    assert not re.search(r"^\s*//|^\s+", script, re.MULTILINE)


@pytest.mark.parametrize("path", [path for path in PAGES + OTHERS if path != "/s/exit.js"])
async def test_every_answer_carries_the_strict_headers(site: str, asked: ClientSession, path: str):
    answer, _ = await _get(asked, site + path)

    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert f"connect-src 'self' {site.replace('http', 'ws')};" in policy
    assert "unsafe" not in policy
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Server" not in answer.headers
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", [path for path in PAGES + OTHERS if path != "/s/exit.js"])
async def test_nothing_but_files_may_be_kept(site: str, asked: ClientSession, path: str):
    answer, _ = await _get(asked, site + path)

    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [*PAGES, "/nowhere"])
async def test_the_policy_names_all_that_stands_inline(site: str, asked: ClientSession, path: str):
    answer, page = await _get(asked, site + path)

    policy = answer.headers["Content-Security-Policy"]
    inline = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, re.DOTALL)
    assert inline
    assert [text for text in inline if content_hash(text) not in policy] == []


@pytest.mark.parametrize(("path", "scripts"), [("/", 3), ("/help", 2), (IN, 2)])
async def test_a_policy_names_what_its_own_template_may_hold_and_no_other(
    site: str, asked: ClientSession, path: str, scripts: int
):
    answer, _ = await _get(asked, site + path)
    nothing, _ = await _get(asked, f"{site}/out")

    rules = answer.headers["Content-Security-Policy"].split("; ")
    assert [scripts, 1] == [rule.count("'sha256-") for rule in rules if "sha256" in rule]
    assert "sha256" not in nothing.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", [*PAGES, "/nowhere"])
async def test_no_title_and_no_address_of_ours_names_a_topic(
    site: str, asked: ClientSession, path: str
):
    _, page = await _get(asked, site + path)

    title = re.findall(r"<title>(.*?)</title>", page)
    assert title == ["Weather words"] if path == "/weather" else title == ["Kith"]
    addresses = " ".join(re.findall(r"""(?:href|src|action)="(/[^"]*)""", page)).lower()
    assert [topic for topic in TOPICS if topic in addresses] == []


async def test_the_first_page_is_one_small_request(site: str, asked: ClientSession):
    _, page = await _get(asked, f"{site}/")

    assert len(page.encode()) <= 15 * 1024
    asks = re.findall(r"<(?:link|img|iframe)\b[^>]*>|<script[^>]*\ssrc=", page)
    assert asks == ['<link rel="icon" href="data:,">'], "the empty icon, so that none is asked for"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nowhere", 404), ("/s/none.js", 404), ("/t/stale/further", 404), ("/t/stale", 303)],
)
async def test_a_wrong_address_is_met_calmly(
    site: str, asked: ClientSession, path: str, status: int
):
    answer, page = await _get(asked, site + path)

    assert status == answer.status
    if status == 303:
        assert answer.headers["Location"] == "/"
    else:
        assert "This page is not here" in page
        assert 'href="tel:999"' in page


async def test_what_no_page_takes_is_met_calmly_too(site: str, asked: ClientSession):
    async with asked.post(f"{site}/") as answer:
        assert answer.status == 405
        assert "It is not your fault." in await answer.text()


@pytest.mark.parametrize("accepted", ["*/*", "application/json", "application/problem+json"])
async def test_a_program_is_told_a_code_in_place_of_a_calm_page(
    site: str, asked: ClientSession, accepted: str
):
    answer, told = await _get(asked, f"{site}/nowhere", Accept=accepted)

    assert (404, "application/problem+json") == (answer.status, answer.content_type)
    assert {"type": "about:blank", "status": 404, "code": "not_found"} == json.loads(told)
    assert answer.headers["Cache-Control"] == "no-store"


async def test_our_own_bug_shows_help_lines_and_nothing_of_itself(
    asked: ClientSession, capfd: pytest.CaptureFixture[str]
):
    class Broken(SmallListing):
        def rooms(self) -> NoReturn:
            raise RuntimeError("a secret detail")

    async with small_site(Broken()) as site:
        answer, page = await _get(asked, f"{site}/")

    assert answer.status == 500
    assert 'href="tel:999"' in page
    assert "secret detail" not in page
    noted = capfd.readouterr().err
    assert '"our_bug"' in noted
    assert "secret detail" not in noted


async def test_a_title_is_text_whatever_stands_in_it(asked: ClientSession):
    listing = SmallListing([replace(ROOM, title="<script>alert(1)</script>")])

    async with small_site(listing) as site:
        _, first = await _get(asked, f"{site}/")
        _, gate = await _get(asked, site + GATE)
        _, room = await _get(asked, site + IN)

    for page in (first, gate, room):
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert" not in page


async def test_leaving_empties_the_device_but_never_the_cache(site: str, asked: ClientSession):
    answer, _ = await _get(asked, f"{site}/out")

    assert answer.status == 303
    assert answer.headers["Location"] == "/weather"
    assert answer.headers["Clear-Site-Data"] == '"cookies", "storage"'


async def test_milestones_stay_only_if_their_owner_asked_for_it(site: str, asked: ClientSession):
    answer, _ = await _get(asked, f"{site}/out?hold=1")

    assert answer.headers["Clear-Site-Data"] == '"cookies"'


@pytest.mark.parametrize(
    ("site_of_asker", "emptied"),
    [("none", True), ("same-origin", True), ("same-site", False), ("cross-site", False)],
)
async def test_a_foreign_page_cannot_empty_the_device(
    site: str, asked: ClientSession, site_of_asker: str, *, emptied: bool
):
    answer, _ = await _get(asked, f"{site}/out", Sec_Fetch_Site=site_of_asker)

    assert ("Clear-Site-Data" in answer.headers) == emptied


async def test_the_operator_may_choose_where_leaving_leads(asked: ClientSession):
    async with small_site(exit_url="https://example.org/") as site:
        answer, _ = await _get(asked, f"{site}/out")
        _, first = await _get(asked, f"{site}/")

    assert answer.headers["Location"] == "https://example.org/"
    assert "weather" not in first


async def test_the_neutral_page_names_nothing_of_this_place(site: str, asked: ClientSession):
    _, page = await _get(asked, f"{site}/weather")

    found = [
        word for word in ["kith", "room", "leave now", "help", *TOPICS] if word in page.lower()
    ]
    assert found == []


async def test_files_are_kept_for_a_while_and_asked_for_anew(site: str, asked: ClientSession):
    _, gate = await _get(asked, site + GATE)
    address = re.search(r'src="(/s/[^"]*gate\.js)"', gate)
    assert address

    first, script = await _get(asked, site + address[1])
    again, nothing = await _get(asked, site + address[1], If_None_Match=first.headers["ETag"])

    assert first.headers["Cache-Control"] == "private, max-age=86400"
    assert first.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert first.headers["Content-Encoding"] == "gzip"
    assert "identity.js" in script
    assert (again.status, nothing) == (304, "")


async def test_a_page_from_before_an_upgrade_gets_its_files(site: str, asked: ClientSession):
    answer, _ = await _get(asked, f"{site}/s/0badcafe/wire/identity.js")

    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"


async def test_a_path_names_one_file_only(site: str, asked: ClientSession):
    _, inner = await _get(asked, f"{site}/s/wire/recovery.js")
    _, outer = await _get(asked, f"{site}/s/recovery.js")

    assert "export async function toWords" in inner
    assert "class RecoveryWords" in outer


async def test_an_operator_may_leave_less_trace(asked: ClientSession):
    async with small_site(static_max_age_s=0) as site:
        answer, _ = await _get(asked, f"{site}/s/exit.js")

    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/s/templates/gate.html",
        "/s/..%2f__init__.py",
        "/s/%2e%2e/%2e%2e/pyproject.toml",
        "/s//etc/passwd",
    ],
)
async def test_no_file_is_served_that_is_not_meant_to_be(
    site: str, asked: ClientSession, path: str
):
    answer, _ = await _get(asked, site + path)

    assert answer.status == 404


async def test_pages_do_not_depend_on_where_the_server_was_started(
    asked: ClientSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)

    async with small_site() as site:
        answer, _ = await _get(asked, f"{site}/")

    assert answer.status == 200


def test_sockets_may_go_where_pages_come_from():
    origins = ["http://localhost:8080", "https://kith.example", "http://[::1]:8080"]

    assert socket_origins(origins) == ["ws://localhost:8080", "wss://kith.example"]


def test_the_policy_lets_nothing_in_by_itself():
    policy = content_policy(["https://kith.example"], ["one()"], ["p{}"])

    assert policy == (
        "default-src 'none'; "
        f"script-src 'self' {content_hash('one()')}; style-src 'self' {content_hash('p{}')}; "
        "connect-src 'self' wss://kith.example; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
