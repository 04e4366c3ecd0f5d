"""Sanctions as the person sees them, and asking another volunteer by a code alone."""

import re

import pytest
from aiohttp import ClientSession
from kith_process import KithProcess
from shift import CRISIS, Shift
from wire import Wire

pytestmark = pytest.mark.slow
FROM_HERE = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
NONE_YET = "There is no answer yet."
THANKS = "Thank you. If the code is right"


async def post(shift: Shift, headers: dict[str, str] | None = None, **form: str) -> tuple[int, str]:
    url = f"{shift.meeting.process.url}/appeal"
    async with (
        ClientSession() as anybody,
        anybody.post(url, data=form, headers=headers or FROM_HERE) as answer,
    ):
        return answer.status, await answer.text()


async def banned(shift: Shift, minutes: int = 60) -> tuple[Wire, str]:
    """Have somebody banned; return them and their code."""
    ada, vera = await shift.claimed()
    await vera.hold("sanction", what="ban", minutes=minutes, reason="attack")
    card = await ada.expect("card", kind="sanction")
    assert 4503 == await ada.ended()
    return ada, card["code"]


async def test_a_sanction_says_what_until_when_why_and_how_to_ask_again(shift: Shift):
    ada, vera = await shift.claimed()

    await vera.hold("sanction", what="pause", minutes=10, reason="flooding")
    card = await ada.expect("card", kind="sanction")
    muted = await ada.say("may I?")

    assert ("pause", "flooding") == (card["what"], card["reason"])
    assert re.fullmatch(r"[a-z2-7]{16}", card["code"])
    assert "muted" == muted["code"]
    assert 0 < muted["after_s"] <= 600


async def test_a_sanction_is_told_again_after_a_reconnect(shift: Shift):
    ada, vera = await shift.claimed()
    await vera.hold("sanction", what="slow", minutes=10, reason="flooding")
    card = await ada.expect("card", kind="sanction")

    again = await shift.meeting.join(ada.key)

    assert card == await again.expect("card", kind="sanction")


async def test_who_is_kept_out_is_told_the_reason_the_end_and_the_code_at_the_door(shift: Shift):
    ada, code = await banned(shift)

    wire = await shift.meeting.dial(ada.key)
    nack = await wire.enter(shift.meeting.room)

    assert ("removed", "attack", code) == (nack["code"], nack["reason"], nack["appeal"])
    assert nack["until"] > 0
    assert 4503 == await wire.ended()


async def test_another_volunteer_answers_and_the_code_tells_it(shift: Shift):
    ada, code = await banned(shift)
    will = await shift.sit("Will")

    _, before = await post(shift, code=code)
    status, sent = await post(shift, code=code.upper(), words="I was upset. I am sorry.")
    told = await will.find(lambda f: f["t"] == "case" and f["case"]["room"] == shift.meeting.room)
    will.case = told["case"]["id"]
    sanction = (await will.look())["sanctions"][0]
    await will.act("answer", case=will.case, of=sanction["of"], lift=True)
    _, after = await post(shift, code=code)

    assert NONE_YET in before
    assert (200, True) == (status, THANKS in sent)
    assert "I was upset. I am sorry." == sanction["appeal"]
    assert "It is lifted." in after
    assert "hello" == await (await shift.meeting.dial(ada.key)).knock(shift.meeting.room)


async def test_who_decided_does_not_answer(shift: Shift):
    ada, vera = await shift.claimed()
    await vera.hold("sanction", what="ban", minutes=60, reason="attack")
    code = (await ada.expect("card", kind="sanction"))["code"]
    await post(shift, code=code, words="please look again")
    sanction = (await vera.look())["sanctions"][0]

    answer = await vera.act("answer", case=vera.case, of=sanction["of"], lift=False)

    assert "needs_another" == answer["code"]


async def test_an_unknown_code_is_answered_like_a_known_one(shift: Shift):
    _, code = await banned(shift)

    pages = {
        (await post(shift, code=known, words=words))[1].replace(known, "")
        for known in (code, "a" * 16)
        for words in ("", "please look again")
    }

    assert 2 == len(pages)


async def test_what_others_send_speaks_for_nobody(shift: Shift):
    _, code = await banned(shift)
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}

    status, page = await post(shift, foreign, code=code, words="not mine")

    assert (403, False) == (status, "not mine" in page)
    assert THANKS in (await post(shift, code=code, words="mine"))[1]


@pytest.mark.parametrize(
    ("words", "code"), [("x" * 1001, "a" * 16), ("hello", ""), ("a\u202eb", "a" * 16)]
)
async def test_words_that_cannot_be_kept_come_back(shift: Shift, words: str, code: str):
    status, page = await post(shift, code=code, words=words)

    assert (422, True) == (status, 'role="alert"' in page)
    assert words in page


async def test_the_help_card_is_shown_again_while_the_case_is_open(shift: Shift):
    ada, vera = await shift.claimed()
    first = await ada.expect("card", kind="help")

    back = await shift.meeting.join(ada.key)
    again = await back.expect("card", kind="help")
    await vera.hold("close", outcome="calmer")
    after = await shift.meeting.join(ada.key)

    assert first["duty"]["on"] >= 1
    assert again["duty"]["on"] >= 1
    assert [] == [f for f in await after.so_far() if f["t"] == "card"]


async def test_a_report_alone_shows_no_card_to_anybody_and_names_no_reporter(shift: Shift):
    ada, ben, cem = [await shift.meeting.join() for _ in range(3)]
    vera = await shift.sit("Vera")
    await ada.say("a line")

    for why in ("worried", "attack", "worried", "other"):
        await ben.ask("report", n=1, why=why)
    await shift.claim(vera)
    detail = await vera.look()
    back = await shift.meeting.join(ada.key)

    for wire in (ada, ben, cem, back):
        assert [] == [f for f in await wire.so_far() if f["t"] == "card"]
    assert "report" == detail["case"]["kind"]
    told = str(detail) + str(vera.skipped)
    assert ben.member not in told
    assert ben.alias not in told


async def test_the_words_that_worried_are_in_no_answer_to_others(shift: Shift):
    ben = await shift.meeting.join()
    ada = await shift.in_distress()

    await ada.expect("card", kind="help")

    assert [CRISIS] == [f["text"] for f in await ben.so_far() if f["t"] == "said"]


async def test_one_part_of_the_network_cannot_try_codes_without_end(kith: KithProcess):
    async with ClientSession() as anybody:
        seen = []
        for n in range(70):
            form = {"code": f"{n:016}", "words": ""}
            async with anybody.post(f"{kith.url}/appeal", data=form, headers=FROM_HERE) as answer:
                seen.append(answer.status)

    assert 200 == seen[0]
    assert 429 == seen[-1]
