"""What can be typed, and what it means."""

import pytest

from client.commands import (
    After,
    Again,
    Command,
    Do,
    ForgetMe,
    Help,
    PassOn,
    ReportLine,
    Speak,
    ThankLine,
    Unclear,
    read,
)


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("good evening", Speak("good evening")),
        ("  spaces stay ", Speak("  spaces stay ")),
        ("//who", Speak("/who")),
        ("", None),
        ("   ", None),
        ("/who", Do("who")),
        ("/WHO", Do("who")),
        ("/away", Do("away")),
        ("/away now", Unclear("command.unknown")),
        ("/help", Help("")),
        ("/help gb", Help("GB")),
        ("/help Ireland", Unclear("help.two_letters")),
        ("/help ü1", Unclear("help.two_letters")),
        ("/turn", Do("turn")),
        ("/ring", Do("ring")),
        ("/noring", Do("noring")),
        ("/slip", Do("slip")),
        ("/meetings", Do("meetings")),
        ("/remind", Do("remind")),
        ("/pass", PassOn("")),
        ("/pass Amber River", PassOn("Amber River")),
        ("/after welcome", After("welcome")),
        ("/after", Unclear("turn.after_how")),
        ("/thank 12", ThankLine(12)),
        ("/thank #12", ThankLine(12)),
        ("/thank", Unclear("thank.how")),
        ("/thank 0", Unclear("thank.how")),
        ("/thank 99999999999999999", Unclear("thank.how")),
        ("/report 12 worried", ReportLine(12, "worried")),
        ("/report 12  Details ", ReportLine(12, "details")),
        ("/report 12", Unclear("report.how")),
        ("/report 12 rude", Unclear("report.how")),
        ("/again", Again("")),
        ("/again with care", Again("with care")),
        ("/forget", ForgetMe(sure=False)),
        ("/forget yes", ForgetMe(sure=True)),
        ("/dance", Unclear("command.unknown")),
        ("/", Unclear("command.unknown")),
    ],
)
def test_a_typed_line_is_read(typed: str, command: Command | None):
    assert command == read(typed)
