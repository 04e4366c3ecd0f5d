"""What a reader without script is shown, frame by frame."""

import re
from importlib.resources import files

import pytest
from msgspec import UNSET, structs

from server.plain.endings import LEFT, TIME_IS_UP
from server.plain.fragments import Fragments
from server.plain.reading import END, Reading
from server.web.catalogue import load_catalogues
from server.web.templates import Templates
from server.wire.frames import (
    After,
    AnyServerFrame,
    Bye,
    Card,
    Closing,
    Door,
    Duty,
    Erased,
    FeedbackFacts,
    Gap,
    Hello,
    Here,
    Hidden,
    Meeting,
    MeetingFacts,
    Outage,
    Over,
    Person,
    Reset,
    Resync,
    RoomFacts,
    Rule,
    Said,
    Shown,
    Step,
    StepFacts,
    StreamFrame,
    Tick,
    Turn,
    TurnFacts,
    You,
)

WEB = files("client") / "web"
WORDS = load_catalogues(WEB / "locales")["en"]
TEMPLATES = Templates(WEB)
EPOCH = "e"
SHEET = re.compile(r'href="/t/h/(\w+)/(\d+)\.css"')


@pytest.fixture
def reading() -> Reading:
    words = {
        "t": WORDS.text,
        "place": "/t/h",
        "kept": "",
        "token": "",
        "young": False,
        "slip": "/t/h/slip",
        "room_handle": "h",
        "again": "/t/h/messages",
        "link": lambda path: path,
        "helplines": type("None", (), {"emergency": ()}),
    }
    draw = TEMPLATES.pieces("plain_parts.html", words)
    return Reading(Fragments(draw, lambda n: f"/t/h/messages?before={n}"), lambda: 1_000)


def hello(n: int = 0, first: int = 1, *, resumed: bool = False, epoch: str = EPOCH) -> Hello:
    return Hello(
        v=1,
        house="h",
        epoch=epoch,
        n=n,
        from_=first,
        resumed=resumed,
        you=You(id="me", alias="quiet otter", index=0),
        room=RoomFacts("r", "A room", "grief", "self", "en", "open_floor", "open", 86_400),
        members=[Person("me", "quiet otter")],
        others=0,
        duty=Duty(on=0),
        ping_s=25,
    )


STEPS = [StepFacts("one", "round", 10, 180), StepFacts("two", "round", 10, 180)]
ON_THEIRS = FeedbackFacts("them", "warm lamp", "welcome", 9_000)
CAN_ANSWER = "You can answer warm lamp now."
HAS_ANSWERED = "You have answered warm lamp."


def in_a_meeting(n: int) -> Hello:
    """Come into a round in which somebody can be answered."""
    facts = MeetingFacts(
        id="m",
        format="f",
        version=1,
        title="Circle",
        steps=STEPS,
        step=0,
        speak="holder",
        until=9_000,
        now=0,
        guided=False,
        line=[],
        feedback=ON_THEIRS,
    )
    return structs.replace(hello(n), meeting=facts)


def said(n: int, text: str = "", by: str = "them") -> Said:
    return Said(n=n, at=1_000, by=by, alias="warm lamp", text=text or f"line {n}", id="i")


def shown(reading: Reading, *frames: AnyServerFrame) -> str:
    return "".join(reading.take(frame) for frame in frames)


def lines(page: str) -> list[str]:
    return re.findall(r'<p class="talk" dir="auto">(.*?)</p>', page)


def test_what_was_there_before_comes_in_one_list_and_what_follows_in_another(reading: Reading):
    before = shown(reading, hello(2), said(1), said(2))
    after = shown(reading, said(3))

    assert ["line 1", "line 2"] == lines(before)
    assert before.endswith(reading.beat())
    assert before.index("line 2") < before.index('role="log"')
    assert ["line 3"] == lines(after)
    assert reading.live


def test_in_a_room_where_nobody_wrote_one_is_greeted(reading: Reading):
    assert "You are the first here." in shown(reading, hello())


def test_only_the_last_thirty_are_shown_with_a_way_further_back(reading: Reading):
    page = shown(reading, hello(50), *(said(n) for n in range(1, 51)))

    assert [f"line {n}" for n in range(21, 51)] == lines(page)
    assert "/t/h/messages?before=21" in page


def test_frames_of_no_concern_add_nothing(reading: Reading):
    shown(reading, hello())

    assert "" == shown(reading, Tick(), Rule(n=1, at=0))
    assert ["line 2"] == lines(shown(reading, said(2)))


def test_a_slower_door_is_told_in_one_line_and_when_it_is_over(reading: Reading):
    shown(reading, hello())

    assert "The door is slower for a while." in shown(reading, Door(n=1, at=0, until=9))
    assert "The door is as before." in shown(reading, Door(n=2, at=9))


@pytest.mark.parametrize("loss", [Resync(), Reset(epoch="other"), said(9)])
def test_after_a_loss_nothing_numbered_is_shown_until_the_next_hello(
    reading: Reading, loss: AnyServerFrame
):
    shown(reading, hello(), said(1))

    page = shown(reading, loss, said(2))

    assert ("", True) == (page, reading.lost)
    assert After(epoch=EPOCH, n=1) == reading.position


def test_coming_in_again_goes_on_without_a_word_where_nothing_is_missing(reading: Reading):
    shown(reading, hello(), said(1), Resync())

    page = shown(reading, hello(3, 2, resumed=True), said(2), said(3), said(4))

    assert ["line 2", "line 3", "line 4"] == lines(page)
    assert "<ol" not in page
    assert "missed" not in page


def test_coming_in_again_to_another_time_says_that_lines_were_missed(reading: Reading):
    shown(reading, hello(), said(1), Reset(epoch="other"))

    page = shown(reading, hello(7, 7, epoch="other"), said(7))

    assert "You missed some lines." in page
    assert ["line 7"] == lines(page)


def test_a_gap_is_told_as_what_it_is(reading: Reading):
    first = shown(reading, hello(3), Gap(from_=1, to=2), said(3))
    shown(reading, Resync())
    later = shown(reading, hello(6, 4, resumed=True), Gap(from_=4, to=5), said(6))

    assert "Some lines here are no longer kept." in first
    assert "You missed some lines." in later
    assert (["line 3"], ["line 6"]) == (lines(first), lines(later))


def test_a_line_twice_is_shown_once(reading: Reading):
    page = shown(reading, hello(2), said(1), said(2), said(2), said(1))

    assert ["line 1", "line 2"] == lines(page)


def test_a_line_that_was_sent_is_looked_at_otherwise_from_now_on(reading: Reading):
    shown(reading, hello(), said(1))

    changes = (Hidden(n=2, at=0, of=1), Shown(n=3, at=0, of=1), Erased(n=4, at=0, of=1))

    assert [("hidden", "1"), ("back", "1"), ("gone", "1")] == SHEET.findall(
        shown(reading, *changes)
    )


def test_what_was_never_sent_needs_no_other_look(reading: Reading):
    page = shown(reading, hello(1), Erased(n=1, at=0), Hidden(n=2, at=0, of=1))
    back = shown(reading, Shown(n=3, at=0, of=1))

    assert [] == SHEET.findall(page)
    assert "A hidden message is back." in back


def test_several_lines_that_are_gone_are_told_once(reading: Reading):
    gone = [Erased(n=n, at=0) for n in (1, 2, 3)]

    page = shown(reading, hello(5), *gone, said(4), Erased(n=5, at=0))

    assert 2 == page.count("This message is gone.")


def test_one_s_own_line_is_called_so(reading: Reading):
    page = shown(reading, hello(), said(1, by="me"), said(2))

    assert page.index("<bdi>You</bdi>") < page.index("<bdi>warm lamp</bdi>")


def test_cards_are_private_and_unknown_kinds_are_not_shown(reading: Reading):
    shown(reading, hello())

    cards = [shown(reading, Card(kind=kind, duty=Duty(on=0))) for kind in ("thanks", "later")]

    assert "Only you see this" in cards[0]
    assert "" == cards[1]


def test_an_outage_is_told_and_its_end(reading: Reading):
    shown(reading, hello())

    assert "We cannot save new messages right now." in shown(reading, Outage(on=True))
    assert "New messages are saved again." in shown(reading, Outage(on=False))


def test_before_anybody_is_in_there_is_no_list_to_write_in(reading: Reading):
    assert "" == shown(reading, Outage(on=True), Card(kind="thanks", duty=Duty(on=0)))
    assert reading.position is UNSET


def test_the_page_ends_once(reading: Reading):
    shown(reading, hello())

    end = shown(reading, Bye(code="restarting", after_s=2))

    assert "We are restarting." in end
    assert 'content="6; url=/t/h/messages"' in end
    assert end.endswith("</div></body></html>\n")
    assert "" == reading.end(LEFT)


def test_a_page_closes_what_it_opened(reading: Reading):
    lines = shown(reading, hello(1), said(1), said(2))
    page = lines + reading.end(TIME_IS_UP).removesuffix(END)  # what the head opened

    for tag in ("ol", "div", "details", "p", "li"):
        assert len(re.findall(f"<{tag}[ >]", page)) == page.count(f"</{tag}>"), tag


def test_who_is_alone_may_ask_to_be_told_and_is_told_once_that_somebody_has_come(
    reading: Reading,
):
    duty, elm = Duty(on=0), Person("elm", "river stone")

    alone = reading.take(hello())
    waits = reading.take(Card(kind="ring_on", duty=duty))
    stopped = reading.take(Card(kind="ring_off", duty=duty))
    oneself = reading.take(Here(joined=[hello().you]))  # type: ignore[list-item] - has id and alias
    company = reading.take(Here(joined=[elm]))
    more = reading.take(Here(joined=[Person("oak", "little bell")]))

    assert 'value="wait"' in alone
    assert "When three people wait, a circle begins." in waits
    assert 'value="unwait"' in waits
    assert 'value="wait"' in stopped
    assert "" == oneself == more
    assert "Someone has come." in company


def test_who_is_young_and_alone_is_promised_no_circle_and_no_volunteer(reading: Reading):
    reading.take(hello())

    waits = reading.take(Card(kind="ring_young", duty=Duty(on=1)))

    assert "no volunteer is told" in waits
    assert "circle" not in waits
    assert 'value="unwait"' in waits


def test_the_end_of_a_meeting_offers_a_slip(reading: Reading):
    reading.take(hello())

    assert 'action="/t/h/slip"' in reading.take(Over(n=1, at=0, why="done"))


@pytest.mark.parametrize(("part", "offered"), [(0, False), (1, True)])
def test_a_last_turn_offers_a_slip_only_where_the_meeting_ends_with_it(
    reading: Reading, part: int, *, offered: bool
):
    turn = TurnFacts("them", "warm lamp", "open", 180, "listen")
    began = Meeting(
        n=1, at=0, id="m", format="f", version=1, title="Circle", steps=STEPS, guided=False
    )
    shown(
        reading,
        hello(),
        began,
        Step(n=2, at=0, step=part, id="x", kind="round", speak="holder", until=0),
        Turn(n=3, at=0, why="asked", line=[], turn=turn),
    )

    last = reading.take(Closing(n=4, at=0))

    assert "This part ends after this turn." in last
    assert offered == ('action="/t/h/slip"' in last)


def test_who_has_answered_is_not_told_to_answer(reading: Reading):
    came = reading.take(in_a_meeting(0))
    others = reading.take(said(1, by="elm"))
    mine = reading.take(said(2, by="me"))
    again = reading.take(said(3, by="me"))

    assert (1, 0, 0, 0) == tuple(page.count(CAN_ANSWER) for page in (came, others, mine, again))
    assert (0, 0, 1, 0) == tuple(page.count(HAS_ANSWERED) for page in (came, others, mine, again))
    assert mine.index("line 2") < mine.index(HAS_ANSWERED)
    assert 'value="ask"' in mine


HOLDS = Turn(n=2, at=0, why="asked", line=[], turn=TurnFacts("them", "them", "open", 1, "x"))
OPENS = Turn(n=3, at=0, why="passed", line=[], feedback=ON_THEIRS)


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ([said(1, by="me"), HOLDS, OPENS], CAN_ANSWER),  # those words were no answer
        ([said(1, by="elm"), HOLDS, OPENS, said(4, by="me")], HAS_ANSWERED),
        ([said(1, by="me")], HAS_ANSWERED),  # how it began is told no more
    ],
)
def test_whose_page_is_loaded_again_has_answered_still(
    reading: Reading, before: list[StreamFrame], told: str
):
    page = shown(reading, in_a_meeting(len(before)), *before)

    assert [told] == [words for words in (CAN_ANSWER, HAS_ANSWERED) if words in page]


def test_the_meeting_stands_where_the_page_is_open(reading: Reading):
    page = shown(reading, in_a_meeting(2), said(1), said(2))

    assert page.index("line 2") < page.index("Part 1 of 2") < page.index('role="log"')


def test_of_a_quiet_part_one_reads_how_long_it_lasts(reading: Reading):
    began = Meeting(
        n=1, at=0, id="m", format="f", version=1, title="Circle", steps=STEPS, guided=False
    )
    quiet = Step(n=2, at=9, step=0, id="x", kind="opening", speak="nobody", until=120_009)

    page = shown(reading, hello(), began, quiet)

    assert "Nobody writes in this part.</p>\n<p>About 2 minutes left." in page
    assert 'value="lead"' not in page
