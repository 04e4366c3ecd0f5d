"""About which guests a group is asked, as whoever shows its frames tells it."""

from server.wire.frames import Group


def asked_about(group: Group, now: int) -> set[str]:
    """Return the guests that anybody can still say no to."""
    return {
        one.guest
        for one in group.guests
        if not (one.member or one.declined or one.objected) and one.agreed > now
    }
