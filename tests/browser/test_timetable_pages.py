"""The timetable as people see it: by their own clock, which their browser keeps to itself."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import pytest_asyncio
from accessible import axe
from layout import SPILLED
from msgspec.structs import replace
from playwright.async_api import Browser, Page, expect
from small_site import SmallListing, small_site
from small_timetable import NOW, TUESDAY, SmallTimetable

from rooms.timetable.events import MeetingCancelled
from rooms.timetable.meeting import Kind
from rooms.timetable.table import evolve

pytestmark = pytest.mark.slow

# Not today's name of a page, so that nothing hangs on when the test runs.
PAGE = "Stopping, and what then"
LOCALES = Path(__file__).resolve().parents[2] / "client/web/locales"


@pytest.fixture(scope="module")
def timetable() -> SmallTimetable:
    table = SmallTimetable()
    learning = replace(
        TUESDAY,
        id="learning",
        title="How sleep works",
        kind=Kind.EDUCATIONAL,
        is_open=True,
        days=(2,),
        at=time(12, 0),
        zone="Asia/Kathmandu",
    )
    table.plan(TUESDAY, learning)
    evolve(table.table, NOW, MeetingCancelled(TUESDAY.id, date(2026, 10, 27)))
    return table


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def place(timetable: SmallTimetable) -> AsyncIterator[str]:
    async with small_site(SmallListing(), meetings=timetable.meetings) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="session")
async def new_yorker(browser: Browser) -> AsyncIterator[Page]:
    """Give a tab of somebody whose clock is far from the meeting's."""
    context = await browser.new_context(
        viewport={"width": 320, "height": 640}, timezone_id="America/New_York"
    )
    page = await context.new_page()
    await page.clock.install(time=datetime.fromtimestamp(NOW / 1000, UTC))
    yield page
    await context.close()


@pytest.mark.both_engines
async def test_times_are_by_the_reader_s_clock_and_nobody_is_told(place: str, new_yorker: Page):
    asked: list[str] = []
    new_yorker.on("request", lambda request: asked.append(f"{request.url} {request.post_data}"))

    await new_yorker.goto(f"{place}/meetings")

    row = new_yorker.get_by_role("row").filter(has_text=PAGE)
    await expect(row.get_by_role("rowheader")).to_contain_text("Tuesday, October 20")
    await expect(row.get_by_role("rowheader")).to_contain_text("05:30 PM EDT")
    await expect(row).to_contain_text("It keeps the clocks of Europe/Warsaw.")
    await expect(row).to_contain_text("Peers only. No volunteer is planned.")
    assert asked == [f"{place}/meetings None"]
    assert await axe(new_yorker) == []
    assert await new_yorker.evaluate(SPILLED) == []


async def test_without_script_the_meeting_s_own_clock_is_shown_with_its_name(
    place: str, without_script: Page
):
    await without_script.goto(f"{place}/meetings?kind=educational")

    rows = without_script.get_by_role("row")
    await expect(rows).to_have_count(2)
    await expect(rows.last).to_contain_text("Wednesday, 21 October, 12:00 (Asia/Kathmandu)")
    await without_script.get_by_role("link", name="How sleep works").click()
    await expect(without_script.get_by_text("Save for a calendar")).to_be_visible()
    await expect(without_script.get_by_text("Open to everybody.")).to_be_visible()


async def test_without_script_one_chooses_the_clocks_and_saves_a_calendar_that_reminds(
    place: str, without_script: Page, tmp_path: Path
):
    await without_script.set_viewport_size({"width": 320, "height": 640})
    await without_script.goto(f"{place}/meetings?kind=educational")
    await without_script.get_by_label("Show times by the clocks of").select_option("Asia/Tokyo")
    await without_script.get_by_role("button", name="Show these").click()
    row = without_script.get_by_role("row").last
    await expect(row).to_contain_text("Wednesday, 21 October, 15:15 (Asia/Tokyo)")
    await without_script.get_by_role("link", name="How sleep works").click()
    await expect(without_script.locator(".facts")).to_contain_text("15:15 (Asia/Tokyo)")

    await without_script.locator("#plain-title").select_option("Choir")
    await without_script.locator("#plain-ahead").select_option("30")
    async with without_script.expect_download() as downloading:
        await without_script.get_by_role("button", name="Save for a calendar").click()
    saved = await downloading.value
    await saved.save_as(tmp_path / "calendar.ics")
    text = (tmp_path / "calendar.ics").read_bytes().decode()

    assert "calendar.ics" == saved.suggested_filename
    assert text.count("BEGIN:VEVENT") == text.count("SUMMARY:Choir") > 1
    assert text.count("BEGIN:VEVENT") == text.count("TRIGGER:-PT30M\r\nEND:VALARM\r\nEND:VEVENT")


async def test_a_calendar_file_is_named_and_reminds_without_anybody_being_told(
    place: str, new_yorker: Page, tmp_path: Path
):
    await new_yorker.goto(f"{place}/meetings")
    await new_yorker.get_by_role("link", name=PAGE).click()
    await expect(new_yorker.get_by_role("listitem").filter(has_text="Not held")).to_contain_text(
        "October 27"
    )
    assert await axe(new_yorker) == []
    assert await new_yorker.evaluate(SPILLED) == []
    asked: list[str] = []
    new_yorker.on("request", lambda request: asked.append(request.url))
    title = "Chór; próba, u Zofii " + "ż" * 39

    await new_yorker.get_by_role("textbox", name="What it is called").fill(title)
    await new_yorker.locator("#ahead").select_option("30")
    async with new_yorker.expect_download() as downloading:
        await new_yorker.get_by_role("button", name="Save the calendar file").click()
    saved = await downloading.value
    await saved.save_as(tmp_path / "calendar.ics")

    lines = (tmp_path / "calendar.ics").read_bytes().split(b"\r\n")
    whole = b"\r\n".join(lines).replace(b"\r\n ", b"").decode().split("\r\n")
    assert saved.suggested_filename == "calendar.ics"
    assert [line for line in lines if len(line) > 75] == []
    assert "SUMMARY:Chór\\; próba\\, u Zofii " + "ż" * 39 in whole
    assert whole.count("TRIGGER:-PT30M") == whole.count("BEGIN:VEVENT") == 8
    assert "SUMMARY:Appointment" not in whole
    assert [
        url for url in asked if not url.startswith((f"{place}/meetings.ics?of=", "blob:"))
    ] == []
    assert await new_yorker.evaluate("localStorage.length + sessionStorage.length") == 0


async def test_a_page_that_stays_open_says_when_it_begins(place: str, new_yorker: Page):
    await new_yorker.goto(f"{place}/meetings")
    await new_yorker.get_by_role("link", name=PAGE).click()

    await new_yorker.get_by_role("button", name="Tell me when it begins").click()
    await expect(new_yorker.get_by_text("This page will tell you when it begins.")).to_be_visible()
    await new_yorker.clock.fast_forward("37:29:00")
    await expect(new_yorker.get_by_text("This page will tell you when it begins.")).to_be_visible()
    await new_yorker.clock.fast_forward("00:02:00")

    await expect(new_yorker.get_by_text("The meeting begins now.")).to_be_visible()
    assert (await new_yorker.title()).startswith("(1) ")


async def test_in_arabic_the_timetable_reads_from_the_right(place: str, new_yorker: Page):
    await new_yorker.goto(f"{place}/meetings?lang=ar")

    assert await axe(new_yorker) == []
    assert await new_yorker.evaluate(SPILLED) == []
    await new_yorker.get_by_role("link", name=PAGE).click()
    assert await new_yorker.evaluate(SPILLED) == []
    assert await axe(new_yorker) == []


async def test_one_can_walk_through_a_meeting_alone(place: str, new_yorker: Page):
    await new_yorker.goto(f"{place}/meetings")
    await new_yorker.get_by_role("link", name=PAGE).click()
    await new_yorker.get_by_role("link", name="Walk through a meeting alone").click()
    asked: list[str] = []
    new_yorker.on("request", lambda request: asked.append(request.url))
    step = new_yorker.locator("#steps > li:visible")

    await expect(new_yorker.get_by_text("Part 1 of 4")).to_be_visible()
    await expect(step).to_have_count(1)
    await expect(step).to_contain_text("Welcome.")
    assert await axe(new_yorker) == []
    assert await new_yorker.evaluate(SPILLED) == []
    await new_yorker.get_by_role("button", name="Go on").press("Enter")
    await expect(step.get_by_role("heading")).to_be_focused()
    for _ in range(3):
        await new_yorker.get_by_role("button", name="Go on").click()

    await expect(new_yorker.get_by_role("heading", name="When you are done")).to_be_focused()
    assert await axe(new_yorker) == []
    await new_yorker.get_by_role("button", name="Back").click()
    await expect(step).to_contain_text("The end")
    assert asked == []
    assert await new_yorker.evaluate("localStorage.length + sessionStorage.length") == 0


async def test_without_script_the_whole_walk_is_on_one_page(place: str, without_script: Page):
    handle = SmallListing().handle("families")

    await without_script.goto(f"{place}/w/{handle}?lang=de")

    await expect(without_script.locator("#steps > li:visible")).to_have_count(4)
    await expect(without_script.get_by_text("Willkommen.")).to_be_visible()
    await without_script.goto(f"{place}/w/{handle}?lang=ar")
    reading = without_script.locator("[lang=ar]").filter(has_text="أهلًا بكم.")
    await expect(reading.last).to_be_visible()


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ("Twenty minutes", "Put it out of reach")),
        ("ar", ("عشرون دقيقة", "بعيدًا عن متناول اليد")),
    ],
)
async def test_a_group_has_a_shelf(
    place: str, new_yorker: Page, language: str, titles: tuple[str, str]
):
    handle = SmallListing().handle("gambling")

    await new_yorker.goto(f"{place}/r/{handle}?lang={language}")

    for title in titles:
        await expect(new_yorker.get_by_role("heading", name=title)).to_be_visible()
    await expect(new_yorker.locator("article .hint")).to_have_count(0)
    assert await axe(new_yorker) == []
    assert await new_yorker.evaluate(SPILLED) == []


async def test_a_reading_that_is_not_in_one_s_language_yet_says_so_in_it(
    timetable: SmallTimetable, new_yorker: Page, tmp_path: Path
):
    """As pages in a new language are, before somebody has written its readings."""
    for code, words in (("en", "en"), ("fr", "de")):
        shutil.copy(LOCALES / f"{words}.json", tmp_path / f"{code}.json")
    handle = SmallListing().handle("gambling")
    async with small_site(
        SmallListing(), locales=tmp_path, meetings=timetable.meetings
    ) as new_site:
        await new_yorker.goto(f"{new_site}/r/{handle}?lang=fr")
        told = new_yorker.locator("article .hint")
        pieces = await new_yorker.locator("article").count()

        await expect(told).to_have_count(pieces)
        await expect(told.first).to_contain_text("Englisch")
        assert ["fr", "ltr"] == [await told.first.get_attribute(name) for name in ("lang", "dir")]
        assert await axe(new_yorker) == []
