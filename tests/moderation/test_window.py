"""What an author said just before, and what is known of it: for a while, and of so many."""

from moderation.reading import Line
from moderation.window import KNOWN_LETTERS, WITHIN_MS, Window


def spoken(text: str) -> Line:
    line = Line(text)
    line.known = "what a detector knows of it"
    return line


def test_what_is_known_of_who_is_silent_longest_goes_before_their_lines_do():
    long = "good evening " * 100
    fit = KNOWN_LETTERS // len(long)
    kept = Window()
    for number in range(fit + 1):
        kept.add("oak", f"member-{number}", 0, spoken(long))

    (silent,) = kept.before("oak", "member-0", 1)
    (later,) = kept.before("oak", "member-1", 1)

    assert (long, None) == (silent, silent.known)
    assert later.known is not None


def test_who_speaks_again_takes_no_more_room_than_their_lines():
    long = "good evening " * 100
    kept = Window()
    kept.add("oak", "member-0", 0, spoken(long))
    for _ in range(KNOWN_LETTERS // len(long) + 1):
        kept.add("oak", "member-1", 0, spoken(long))

    (first,) = kept.before("oak", "member-0", 1)

    assert first.known is not None


def test_lines_go_with_all_that_is_known_of_them():
    kept = Window()
    kept.add("oak", "member-0", 0, spoken("good evening"))

    kept.add("oak", "member-1", WITHIN_MS + 1, spoken("good night"))

    assert [] == kept.before("oak", "member-0", WITHIN_MS + 1)
    assert 1 == len(kept.before("oak", "member-1", WITHIN_MS + 1))
    assert 1 == len(kept._known)  # noqa: SLF001 - nobody's name stays behind, and nothing shows it
