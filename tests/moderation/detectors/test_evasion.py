"""Words written so that a machine should not read them are read; where they stood is known."""

import pytest

from moderation.reading import read
from moderation.screening import Screen

READ_AS = [
    ("I want to d i e", "i want to die"),
    ("k i l l  m y s e l f", "kill myself"),
    ("i w a n t t o d i e", "i want to die"),
    ("k.i.l.l myself", "kill myself"),
    ("k!ll mys3lf", "kill myself"),
    ("su1c1de", "suicide"),
    ("su*cide", "suicide"),
    ("$uicide", "suicide"),
    ("unaliv3", "unalive"),
    ("chce sie zab1c", "chce sie zabic"),
    ("KILL MYSELF", "kill myself"),
    ("kіll mуself", "kill myself"),  # Cyrillic letters
    ("𝓴𝓲𝓵𝓵 𝓶𝔂𝓼𝓮𝓵𝓯", "kill myself"),
    ("ｋｉｌｌ myself", "kill myself"),
    ("🅺🅸🅻🅻 myself", "kill myself"),
    ("ki\u200bll my\u200dself", "kill myself"),
    ("kïll mÿself", "kill myself"),
    ("kiiiill myself", "kill myself"),
    ("zażółć się", "zazolc sie"),
    ("don’t", "dont"),
    ("💊", "pill"),
    ("⒦⒤⒧⒧ myself", "kill myself"),
    ("ᴋɪʟʟ ᴍʏꜱᴇʟꜰ", "kill myself"),
    ("k·i·l·l m•y•s•e•l•f", "kill myself"),
    ("k‐i‐l‐l myself", "kill myself"),
    ("why *i* stay", "why i stay"),
    ("#IWantToKillMyself", "i want to kill myself"),
    ("i wanna killmyself", "i wanna kill myself"),
    ("iwanttodie", "i want to die"),
    ("k!11 myself", "kill myself"),
    ("ki|| my5elf", "kill myself"),
    ("h4n9 myself", "hang myself"),
    ("w4nn4 di3", "wanna die"),
    ("chc3 umrz3c", "chce umrzec"),
    ("m0rirm3", "morirme"),
    ("5t3rb3n", "sterben"),
    ("k\ni\nl\nl\nmyself", "kill myself"),
    ("k, i, l, l myself", "kill myself"),
    ("k - i - l - l myself", "kill myself"),
    ("k~i~l~l myself", "kill myself"),
    ("d e s v i v i r m e", "desvivirme"),
    ("s k i l l f u l n e s s", "skillfulness"),
    ("🇰🇮🇱🇱 🇲🇾🇸🇪🇱🇫", "kill myself"),
    ("greetings from 🇵🇱 and 🇪🇸", "greetings from and"),
    ("ǝıp oʇ ʇuɐʍ ı", "i want to die"),
    ("hurt mysefl", "hurt myself"),
    ("suicidel", "suicidal"),
    ("swallowd evrything", "swallowed everything"),
    ("samobujstwo", "samobojstwo"),
    ("the tables and a tablet", "the tables and a tablet"),
    ("**i** want to **k1ll** *myself*", "i want to kill myself"),
]
LEFT_ALONE = [
    "10l of 2 a day",
    "1m tall",
    "a4 p6 x9",
    "20mg",
    "b12",
    "3am",
    "covid19",
    "12th",
    "4 me 2 u",
    "2nd",
    "5k",
]
CAUGHT = [
    "i want to k!ll mys3lf",
    "i want to k i l l myself",
    "i want to d i e",
    "gonna unaliv3 myself",
    "i wanna k*ll myself",
    "i want to kіll mуself",
    "i w\u200bant to ki\u200bll mys\u200belf",
    "I WANT TO KILL MYSELF",
    "i wantt to kill myself tonight",
    "chce sie zab1c",
    "quiero m0rir",
    "ich will st3rben",
    "ja chcę się zabić but nobody cares",
    "#iwanttodie",
    "i want 😭 to die",
    "k❤i❤l❤l m❤y❤s❤e❤l❤f",
    "i will k!11 mys3lf",
    "i want to\nd\ni\ne",
    "🇰🇮🇱🇱 🇲🇾🇸🇪🇱🇫",
    "ɟןǝsʎɯ ןןıʞ oʇ ʇuɐʍ ı",
    "k i l l i n g m y s e l f b y s u n d o w n",
    "thinking of killing mysefl",
    "chc3 umrz3c",
    "1ch will st3rb3n",
    "nie chcę 😭 żyć",
    "ich will 💔 nicht mehr 💔 leben",
]


@pytest.mark.parametrize(("text", "words"), READ_AS)
def test_a_masked_word_is_read(text: str, words: str):
    assert words == " ".join(read(text).words)


@pytest.mark.parametrize(
    "text", ["skilled", "soldiers", "hanging", "killing", "diesel", "changing"]
)
def test_a_word_that_is_one_stays_one(text: str):
    assert (text,) == read(text).words


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_figures_with_letters_stay_what_they_are(text: str):
    assert text.split() == list(read(text).words)


@pytest.mark.parametrize("text", CAUGHT)
def test_an_evasion_is_caught(screen: Screen, text: str):
    assert screen.look(text).level.raises_case


def test_the_span_is_what_the_author_typed(screen: Screen):
    text = "hm. i want to k i l l  m y s e l f, sorry"

    ((start, end),) = screen.look(text).spans

    assert "want to k i l l  m y s e l f" in text[start:end]


def test_where_words_run_on_the_span_is_what_the_author_typed(screen: Screen):
    text = "hm. iwanttokillmyself, sorry"

    ((start, end),) = screen.look(text).spans

    assert "wanttokillmyself" == text[start:end]


def test_the_span_of_what_stands_upside_down_is_what_the_author_typed(screen: Screen):
    text = "ɟןǝsʎɯ ןןıʞ oʇ ʇuɐʍ ı"

    ((start, end),) = screen.look(text).spans

    assert "ɟןǝsʎɯ ןןıʞ oʇ ʇuɐʍ" == text[start:end]
