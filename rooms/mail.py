"""Thanks that wait for their receiver: a fold of what `mail` holds for a room."""

from dataclasses import dataclass, field

from rooms.events import MailEvent


@dataclass(slots=True)
class Mail:
    """What waits, by the number of its entry."""

    waiting: dict[int, MailEvent] = field(default_factory=dict)
    at: dict[int, int] = field(default_factory=dict)

    def of(self, member: str) -> dict[int, MailEvent]:
        """Return what waits for one member."""
        return {n: mail for n, mail in self.waiting.items() if mail.to == member}


def evolve(mail: Mail, n: int, at: int, event: MailEvent | None) -> None:
    """Fold one entry; None is one that is gone."""
    if event is not None:
        mail.waiting[n] = event
        mail.at[n] = at


def erased(mail: Mail, n: int) -> None:
    """Let go of a delivered one."""
    mail.waiting.pop(n, None)
    mail.at.pop(n, None)


def expire(mail: Mail, before: int) -> None:
    """Let go of what waited longer than its time (ms)."""
    for n in [n for n, at in mail.at.items() if at < before]:
        erased(mail, n)
