"""A volunteer in a real browser: joins with a passkey, signs in again, and hears a call."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from desk_crew import with_passkeys
from desk_door import invitation
from kith_process import KithProcess
from patience import SOON_MS, SOON_S
from playwright.async_api import Browser, Page

pytestmark = pytest.mark.slow
DOOR = """async ([path, asked, way]) => {
  const ask = async (path, said) => {
    const answer = await fetch(`/desk/api/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(said),
    });
    return answer.json();
  };
  const begun = await ask(`${path}/begin`, asked.token ? { token: asked.token } : {});
  if (!begun.options) return begun;
  const made = way === "create"
    ? await navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(begun.options) })
    : await navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(begun.options) });
  return ask(`${path}/finish`, { ...asked, credential: made.toJSON() });
}"""
ME = "async () => (await (await fetch('/desk/api/me')).json()).you"
OUT = """async () => (await fetch('/desk/api/signout', {
  method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' })).status"""
REGISTER = """async () => {
  const policy = trustedTypes.createPolicy("kith-desk", { createScriptURL: (url) => url });
  const url = policy.createScriptURL("/desk/sw.js?lang=pl");
  const registration = await navigator.serviceWorker.register(url, { scope: "/desk" });
  const { active } = await navigator.serviceWorker.ready;
  while (active.state !== "activated") // it is ready as soon as it begins to be
    await new Promise((done) => active.addEventListener("statechange", done, { once: true }));
  return registration.scope;
}"""
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.getRegistration("/desk");
  for (let look = 0; look < 40; look += 1) {
    const shown = await registration.getNotifications();
    if (shown.length) return shown.map((it) => [it.title, it.body, it.tag]);
    await new Promise((done) => setTimeout(done, 50));
  }
  return [];
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KithProcess]:
    process = KithProcess(tmp_path_factory.mktemp("desk") / "data").start()
    yield process
    assert 0 == process.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: Browser, house: KithProcess) -> AsyncIterator[Page]:
    """Give a tab at the desk, in a browser with an authenticator that its owner unlocks."""
    context = await browser.new_context()
    context.set_default_timeout(SOON_MS)
    page = await context.new_page()
    await with_passkeys(page)
    await page.goto(f"http://localhost:{house.port}/desk/join")
    yield page
    await context.close()


async def test_a_browser_joins_leaves_and_comes_back_with_its_passkey(
    house: KithProcess, desk: Page
):
    asked = {"token": invitation(house, "coordinator"), "name": "Ash"}

    joined = await desk.evaluate(DOOR, ["join", asked, "create"])
    you = joined["you"]
    assert ("Ash", "coordinator") == (you["name"], you["role"])
    assert you == await desk.evaluate(ME)

    (cookie,) = await desk.context.cookies(f"http://localhost:{house.port}/desk")
    assert (True, "Strict", "/desk") == (cookie["httpOnly"], cookie["sameSite"], cookie["path"])
    assert "" == await desk.evaluate("document.cookie")

    assert 204 == await desk.evaluate(OUT)
    assert await desk.evaluate(ME) is None
    signed = await desk.evaluate(DOOR, ["signin", {}, "get"])
    assert you == signed["you"]


async def test_a_used_link_says_so_in_the_browser(house: KithProcess, desk: Page):
    asked = {"token": invitation(house), "name": "Birch"}
    assert "you" in await desk.evaluate(DOOR, ["join", asked, "create"])

    again = await desk.evaluate(DOOR, ["join", asked | {"name": "Cedar"}, "create"])

    assert "invitation_used" == again["code"]


async def test_passkeys_are_for_the_desk_s_pages_alone(house: KithProcess, desk: Page):
    await desk.goto(f"http://localhost:{house.port}/")

    refused = await desk.evaluate(
        """() => navigator.credentials.get({
             publicKey: { challenge: new Uint8Array(32), rpId: "localhost" } })
           .then(() => "given", (error) => error.name)"""
    )

    assert "NotAllowedError" == refused


async def test_the_worker_hears_a_call_and_shows_it_in_the_volunteer_s_language(
    house: KithProcess, desk: Page
):
    origin = f"http://localhost:{house.port}"
    await desk.context.grant_permissions(["notifications"], origin=origin)
    tools = await desk.context.new_cdp_session(desk)
    registered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def heard(event: dict[str, Any]) -> None:
        for it in event["registrations"]:
            if not registered.done():
                registered.set_result(it["registrationId"])

    tools.on("ServiceWorker.workerRegistrationUpdated", heard)
    await tools.send("ServiceWorker.enable")

    assert f"{origin}/desk" == await desk.evaluate(REGISTER)
    async with asyncio.timeout(SOON_S):
        call = {"origin": origin, "registrationId": await registered}
        said = '{"t":"needed","n":2,"id":"x"}'
        shown: list[list[str]] = []
        while not shown:  # the browser's tools say of no call whether it arrived, nor when
            await tools.send("ServiceWorker.deliverPushMessage", {**call, "data": said})
            shown = await desk.evaluate(SHOWN)

    assert [["Kith", "Ktoś cię potrzebuje", "kith-desk"]] == shown
