"""Passkeys: what a browser is asked, and whether its answer is one, to a challenge of ours."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moderation.crew import Passkey
from moderation.refusal import DeskCode, No
from rooms import base64url
from server.desk.challenges import Challenges, Purpose

if TYPE_CHECKING:
    from server.desk.ceremonies import Ceremonies

LONGEST_CREDENTIAL = 1024  # characters: more is no credential id


@dataclass(frozen=True, slots=True)
class Passkeys:
    """Asks for passkeys of one domain and checks them. `origins` are ours within that domain."""

    challenges: Challenges
    domain: str
    origins: Sequence[str]

    async def ask_new(
        self, purpose: Purpose, name: str, *, volunteer: str = "", known: Sequence[Passkey] = ()
    ) -> Mapping[str, Any]:
        """Return what `navigator.credentials.create` is to be given."""
        challenge = self.challenges.make(purpose)
        who = base64url.decode(volunteer or self.challenges.volunteer(challenge))
        return (await self._ceremonies()).creation(who, name, challenge, known)

    async def new(self, purpose: Purpose, answer: Mapping[str, Any]) -> tuple[Passkey, str]:
        """Return the passkey that a browser made, and the id for whoever joins with it."""
        passkey, challenge = (await self._ceremonies()).made(answer)
        await self.challenges.use(purpose, challenge)
        if len(passkey.credential) > LONGEST_CREDENTIAL:
            raise No(DeskCode.PASSKEY_REFUSED)
        return passkey, self.challenges.volunteer(challenge)

    async def ask(self) -> Mapping[str, Any]:
        """Return what `navigator.credentials.get` is to be given; it names nobody."""
        return (await self._ceremonies()).request(self.challenges.make(Purpose.SIGN_IN))

    async def check(self, passkey: Passkey, answer: Mapping[str, Any]) -> None:
        """Raise `No` unless the answer was signed just now by this passkey."""
        challenge = (await self._ceremonies()).shown(passkey, answer)
        await self.challenges.use(Purpose.SIGN_IN, challenge)

    async def _ceremonies(self) -> "Ceremonies":
        # In a thread: whoever signs in first waits for the library, and the rooms do not.
        return await asyncio.to_thread(_loaded, self.domain, self.origins)


def _loaded(domain: str, origins: Sequence[str]) -> "Ceremonies":
    from server.desk.ceremonies import Ceremonies

    return Ceremonies(domain, origins)
