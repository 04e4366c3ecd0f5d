"""Inviting: by a coordinator at the desk, by the operator, and by a start that finds nobody."""

from moderation import joining
from moderation.actor import Role
from moderation.crew import Volunteer
from moderation.crew_events import VolunteerInvited
from moderation.joining import HOUR_MS, INVITED_MS, MOST_INVITED
from moderation.refusal import DeskCode, No
from server.crypto.desk_keys import DeskKeys
from server.desk import invitations
from server.desk.invitations import PATH
from server.foundation import Foundation
from server.operator_error import OperatorError
from server.settings import Settings
from server.streams.crew import StoredCrew

_SAYS = {
    DeskCode.BAD_TIME: "An invitation opens for 1 to 168 hours.",
    DeskCode.TOO_MANY: f"There are {MOST_INVITED} open invitations already.",
}


async def invited(inviting: "Inviting", role: str, hours: int) -> str:
    """Return the link that `kith invite` asks for; raise `OperatorError`."""
    if role not in set(Role):
        raise OperatorError(f"There is no role {role}; there are: {', '.join(Role)}.")
    try:
        return await inviting.invite(Role(role), lasts_ms=hours * HOUR_MS)
    except No as refusal:
        raise OperatorError(_SAYS[refusal.code]) from None


class Inviting:
    """Makes invitations. `at` is where links lead: the address people type."""

    def __init__(self, crew: StoredCrew, keys: DeskKeys, at: str) -> None:
        self._crew = crew
        self._keys = keys
        self.at = at

    @classmethod
    async def open(cls, ground: Foundation, settings: Settings) -> "Inviting":
        """Load the crew."""
        crew = await StoredCrew.load(ground.streams, ground.backplane.now)
        return cls(crew, DeskKeys.of(ground.keys), settings.link(settings.port))

    def lead_to(self, at: str) -> None:
        """Have links lead there from now on: the port is known only once it is bound."""
        self.at = at

    async def invite(
        self, role: Role, by: Volunteer | None = None, lasts_ms: int = INVITED_MS
    ) -> str:
        """Return the link of a new invitation, which is stored."""
        token, wanted = self._made(role, lasts_ms)
        if by is not None:
            wanted = VolunteerInvited(wanted.invitation, role, wanted.until, by.id)
        await self._crew.change(lambda crew, now: joining.invite(crew, by, wanted, now))
        return self._link(token)

    async def at_start(self) -> str | None:
        """Return the one invitation of this start, while there is no coordinator."""
        token, made = self._made(Role.COORDINATOR, INVITED_MS)
        wanted = VolunteerInvited(made.invitation, made.role, made.until, by_start=True)
        await self._crew.change(lambda crew, _now: joining.at_start(crew, wanted))
        return self._link(token) if wanted.invitation in self._crew.crew.invitations else None

    def _made(self, role: Role, lasts_ms: int) -> tuple[str, VolunteerInvited]:
        token, link = invitations.make(self._keys, role, self._crew.now() + lasts_ms)
        return token, VolunteerInvited(link.digest, role, link.until)

    def _link(self, token: str) -> str:
        return f"{self.at}{PATH}#{token}"
