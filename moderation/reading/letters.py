"""Each character as the plain letters a reader sees in it."""

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
_LOOKS |= {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "¿": " ", "¡": " ", "€": "e"}

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

_SQUARED = range(0x1F170, 0x1F18A)
_CIRCLED = range(0x1F150, 0x1F16A)


_MOST_KNOWN = 20_000


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
    for block in (_SQUARED, _CIRCLED):
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
