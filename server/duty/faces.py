"""How volunteers appear to a person they write to: "volunteer" and their shift name.

Who they are on a line is drawn from the line and the volunteer under the house's key, so that
one volunteer cannot be followed from line to line.
"""

from collections.abc import Callable, Mapping

from moderation.case import Case
from moderation.private_line import VOLUNTEER
from server.presence.place import Place
from server.streams.keyed_secrets import KeyedSecrets
from server.wire.frames import Person


class Faces:
    """Volunteers as the person on a private line sees them."""

    def __init__(self, secrets: KeyedSecrets, name_of: Callable[[str], str]) -> None:
        self._secrets = secrets
        self._name_of = name_of

    def on(self, line: str, volunteer: str) -> Person:
        """Return who the volunteer is on this line."""
        words = f"{VOLUNTEER} {self._name_of(volunteer)}"
        return Person(self._secrets.volunteer(line, volunteer), words)

    def beside(self, case: Case) -> Mapping[str, Place]:
        """Return the volunteer who has the case, as somebody who is on the line with the person."""
        if not case.holder:
            return {}
        person = self.on(case.line, case.holder)
        return {person.id: Place(person.alias, 0)}
