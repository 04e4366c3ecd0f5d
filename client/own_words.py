"""One's own lines on their way: sending, saved, or not sent and kept to try again."""

import asyncio
from collections import deque
from dataclasses import dataclass

from client import identity
from client.catalogue import Catalogue
from client.events import Accepted, LinkEnded, Refused
from client.link import Link
from client.screen import Screen

UNSENT_KEPT = 20
SENDING_S = 1.0


@dataclass(frozen=True, slots=True)
class Unsent:
    """Words the room did not take; `held` is their id if a volunteer has them."""

    text: str
    held: str | None = None
    spans: tuple[tuple[int, int], ...] = ()


class OwnWords:
    """Say things, and lose none of them. `on_their_way` is what has no answer yet."""

    def __init__(self, link: Link, screen: Screen, words: Catalogue) -> None:
        self.on_their_way: dict[str, str] = {}
        self._link = link
        self._screen = screen
        self._words = words
        self._unsent: deque[Unsent] = deque(maxlen=UNSENT_KEPT)

    async def say(self, text: str, replaces: str | None = None) -> None:
        """Say it, and tell what became of it."""
        ident = identity.new_id()
        self.on_their_way[ident] = text
        slow = asyncio.get_running_loop().call_later(SENDING_S, self._screen.tell, "mine.sending")
        try:
            accepted = await self._link.say(text, replaces=replaces, ident=ident)
        except Refused as refused:
            self._not_sent(text, refused)
        except LinkEnded:
            been_in = bool(self._link.members)
            self._screen.tell("mine.unknown" if been_in else "mine.not_sent", text=text)
        else:
            self._sent(accepted)
        finally:
            slow.cancel()
        del self.on_their_way[ident]

    async def again(self, text: str) -> None:
        """Try the last words that were not sent once more, or better ones in their place."""
        if not self._unsent:
            self._screen.tell("mine.nothing_unsent")
            return
        last = self._unsent.pop()
        await self.say(text or last.text, replaces=last.held)

    async def blank(self) -> None:
        """Say the last words that were not sent without the part that was pointed at."""
        last = self._unsent[-1] if self._unsent else None
        if last is None or not last.spans:
            self._screen.tell("mine.nothing_unsent")
            return
        self._unsent.pop()
        await self.say(blanked(last.text, last.spans), replaces=last.held)

    def _sent(self, accepted: Accepted) -> None:
        self._screen.tell("mine.saved" if accepted.saved else "mine.sent", n=accepted.n or 0)

    def _not_sent(self, text: str, refused: Refused) -> None:
        self._unsent.append(Unsent(text, refused.id if refused.held else None, refused.spans))
        self._screen.tell("mine.not_sent", text=text)
        self._screen.tell(reason(self._words, refused.code, refused.why))
        for start, end in refused.spans:
            self._screen.tell("mine.part", part=text[start:end])
        if refused.held:
            self._screen.tell("mine.held")
        if refused.spans:
            self._screen.tell("mine.blank")
        self._screen.tell("mine.try")


def blanked(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """Return the text with every marked part left out, so that it shows something was there."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}\N{HORIZONTAL ELLIPSIS}{text[end:]}"
    return text


def reason(words: Catalogue, code: str, why: str = "") -> str:
    """Return the key of the sentence for a refusal; a code we do not know has one too."""
    keys = (f"no.{code}_{why}", f"no.{code}")
    return next((key for key in keys if key in words), "no.other")
