"""What an author said just before, and what is known of it: for a while, and of so many."""

from moderation.reading import Line
from moderation.window import AUTHORS, KNOWN_AUTHORS, WITHIN_MS, Window


def spoken(text: str) -> Line:
    line = Line(text)
    line.known = "what a detector knows of it"
    return line


def test_what_is_known_of_who_is_silent_longest_goes_before_their_lines_do():
    kept = Window()
    for number in range(KNOWN_AUTHORS + 1):
        kept.add("oak", f"member-{number}", 0, spoken("good evening"))

    (silent,) = kept.before("oak", "member-0", 1)
    (later,) = kept.before("oak", "member-1", 1)

    assert ("good evening", None) == (silent, silent.known)
    assert later.known is not None
    assert KNOWN_AUTHORS < AUTHORS


def test_lines_go_with_all_that_is_known_of_them():
    kept = Window()
    kept.add("oak", "member-0", 0, spoken("good evening"))

    kept.add("oak", "member-1", WITHIN_MS + 1, spoken("good night"))

    assert [] == kept.before("oak", "member-0", WITHIN_MS + 1)
    assert 1 == len(kept.before("oak", "member-1", WITHIN_MS + 1))
    assert 1 == len(kept._known)  # noqa: SLF001 - nobody's name stays behind, and nothing shows it
