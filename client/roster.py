"""Who is in the room, as far as this member was told."""

from server.wire.frames import Hello, Here


class Roster:
    """Member ids and their two words; `others` is how many more there were at the door."""

    def __init__(self) -> None:
        self.members: dict[str, str] = {}
        self.others = 0

    def enter(self, hello: Hello) -> None:
        """Begin with what the door says."""
        self.members = {person.id: person.alias for person in hello.members}
        self.others = hello.others

    def change(self, here: Here) -> None:
        """Follow who came and went."""
        if here.members:
            self.members = {person.id: person.alias for person in here.members}
        for person in here.joined or ():
            self.members[person.id] = person.alias
        for ident in here.left or ():
            self.members.pop(ident, None)
