"""What is one member's own in a room: thanks that wait, and that they said how young they are."""

from dataclasses import dataclass, field

from rooms.events import MailEvent, ThanksLeft, YoungSaid


@dataclass(slots=True)
class Mail:
    """What waits, by the number of its entry; and who is young, as long as their words are kept."""

    waiting: dict[int, ThanksLeft] = field(default_factory=dict)
    at: dict[int, int] = field(default_factory=dict)
    young: dict[int, str] = field(default_factory=dict)

    def of(self, member: str) -> dict[int, ThanksLeft]:
        """Return what waits for one member."""
        return {n: mail for n, mail in self.waiting.items() if mail.to == member}

    def is_young(self, member: str) -> bool:
        """Return whether a member said of late that they are a child."""
        return member in self.young.values()

    def about(self, member: str) -> list[int]:
        """Return every entry that is about a member."""
        return [*self.of(member), *(n for n, young in self.young.items() if young == member)]


def evolve(mail: Mail, n: int, at: int, event: MailEvent | None) -> None:
    """Fold one entry; None is one that is gone."""
    match event:
        case ThanksLeft():
            mail.waiting[n] = event
        case YoungSaid():
            mail.young[n] = event.to
        case None:
            return
    mail.at[n] = at


def erased(mail: Mail, n: int) -> None:
    """Let go of a delivered one."""
    mail.waiting.pop(n, None)
    mail.young.pop(n, None)
    mail.at.pop(n, None)


def expire(mail: Mail, before: int) -> None:
    """Let go of what waited longer than its time (ms)."""
    for n in [n for n, at in mail.at.items() if at < before]:
        erased(mail, n)
