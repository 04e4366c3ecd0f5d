"""A calm room in a terminal: one line in, one line out."""


def main(room: str, url: str, words: str | None) -> int:
    """Talk in a room until the person leaves; return the program's exit code."""
    raise NotImplementedError(room, url, words)
