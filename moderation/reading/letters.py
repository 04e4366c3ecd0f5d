"""Each character as the plain letters a reader sees in it."""

import re
import unicodedata

# What looks like a Latin letter and is another's, or a Latin one NFKC leaves alone.
_LOOKS = dict(
    zip(
        "абвгеёзікмнорстухцѕјԁһɡɑαβεηικνορτυχωʟɪᴋᴇᴀᴅᴏꜱᴛᴜɴᴍᴄʙɢʜᴊᴘʀᴠᴡʏᴢłøđħıßæœþð",
        "abbreezikmhopctyxuSjdhgaabeniknoptuxwlikeadostunmcbghjprvwyzloddhisaotd",
        strict=False,
    )
)
_LOOKS |= {"ѕ": "s", "г": "r", "у": "y", "ц": "u", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
_LOOKS |= {"đ": "d", "ħ": "h", "þ": "th", "ð": "d", "ø": "o", "ł": "l", "с": "c", "н": "h"}
_LOOKS |= {"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "…": ".", "–": "-", "—": "-"}
_LOOKS |= {"ꜰ": "f", "·": ".", "•": ".", "∙": ".", "‧": ".", "‐": "-", "−": "-"}
_LOOKS |= {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "¿": " ", "¡": " ", "€": "e"}

# Arabic is typed with and without its small signs: one letter for all that are read as the same.
_LOOKS |= dict(
    zip("ىیةکھہۃ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "ييهكههه 01234567890123456789".replace(" ", ""), strict=True)
)
_LOOKS |= {"ـ": "", "؟": "?", "،": ",", "؛": ";", "ء": ""}

# Letters upside down: a text of them is read from its end.
_TURNED = dict(zip("ɐɔǝɟƃᵷɥᴉɾʞןꞁɯɹʇʌʍʎ", "acefgghijkllmrtvwy", strict=True))
_LOOKS |= _TURNED
_TURNED_TOO = str.maketrans("nubqdp", "unqbpd")
_FEWEST_TURNED = 3

# Pictures that say a word; every other picture says only that there is one.
_PICTURES = {
    "pill": "💊", "knife": "🔪🗡", "razor": "🪒", "gun": "🔫", "rope": "🪢", "skull": "💀☠",
    "coffin": "⚰", "grave": "🪦", "blood": "🩸", "bridge": "🌉", "train": "🚂🚆🚇🚄🚉🛤",
    "bye": "👋", "dove": "🕊", "angel": "👼😇", "heart": "❤💙💚💛💜🖤🤍🤎🧡♥💕💗💖💞",
    "heartbroken": "💔", "crying": "😢😭😿🥺", "laugh": "😂🤣😆😄😅😹", "scissors": "✂",
    "candle": "🕯", "wilted": "🥀", "hospital": "🏥", "ambulance": "🚑", "bomb": "💣",
    "ghost": "👻", "drown": "🌊", "syringe": "💉", "beer": "🍺🍻🍷🥃🍸", "slots": "🎰",
    "vomit": "🤮🤢", "hug": "🤗🫂", "pray": "🙏", "roof": "🏢", "end": "🔚", "sleep": "😴💤🛌",
    "fire": "🔥", "hole": "🕳", "headstone": "✝",
}  # fmt: skip
_SAYS = {picture: f" {word} " for word, pictures in _PICTURES.items() for picture in pictures}

# What only goes with words: said without it, they say the same.
_FEELINGS = "".join(_PICTURES[word] for word in ("crying", "heart", "heartbroken", "hug", "pray"))
_AMONG_WORDS = re.compile(rf"\w[^\w{_FEELINGS}]*[{_FEELINGS}]\W*\w")
_NO_FEELINGS = dict.fromkeys(map(ord, _FEELINGS), " ")

_SQUARED = range(0x1F170, 0x1F18A)
_CIRCLED = range(0x1F150, 0x1F16A)
_BRACKETED = range(0x249C, 0x24B6)
# Two of these are a flag; more are letters.
_FLAGGED = range(0x1F1E6, 0x1F200)
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]{2,}")
_MAY_BE_ODD = re.compile(f"[\U0001f1e6-\U0001f1ff{''.join(_TURNED)}]")
_A_FLAG = 2


_MOST_KNOWN = 20_000


def without_feelings(text: str) -> str:
    """Return the text, as long as before, without pictures of feelings if any stand among words."""
    if text.isascii() or _AMONG_WORDS.search(text) is None:
        return text
    return text.translate(_NO_FEELINGS)


def upright(text: str) -> tuple[str, bool]:
    """Return a text without flags, as long as before, and whether it must be read from its end."""
    if _MAY_BE_ODD.search(text) is None:
        return text, False
    text = _FLAGS.sub(lambda flags: "  " if len(flags[0]) == _A_FLAG else flags[0], text)
    turned = sum(char in _TURNED for char in text) >= _FEWEST_TURNED
    return (text.translate(_TURNED_TOO), True) if turned else (text, False)


class Letters(dict[str, str]):
    """Folds one character; what it has seen it knows."""

    def __missing__(self, char: str) -> str:
        """Work out a character once. The alphabet is finite, but a hostile room is not small."""
        if len(self) > _MOST_KNOWN:
            self.clear()
        folded = self[char] = _fold(char)
        return folded


def _fold(char: str) -> str:
    if char < "\x80":
        return char.lower() if char.isprintable() else " "
    if char in _SAYS:
        return _SAYS[char]
    for block in (_SQUARED, _CIRCLED, _BRACKETED, _FLAGGED):
        if ord(char) in block:
            return chr(ord("a") + ord(char) - block.start)
    plain = unicodedata.normalize("NFKD", char).lower()
    return "".join(_one(part) for part in plain)


def _one(char: str) -> str:
    if char in _LOOKS:
        return _LOOKS[char]
    if char < "\x80":
        return char
    match unicodedata.category(char)[0]:
        case "M" | "C":
            return ""  # accents, and what has no width
        case "S":
            return " "
        case "Z":
            return " "
        case _:
            return char
