"""What each client asked for, and how it was answered."""

from collections.abc import Iterator

from history import Ack, Nack, Send

# The store's answer may have been lost: sending again settles it, or the read-out does.
UNKNOWN_CODE = "unavailable"

Key = tuple[str, str, str]  # room, member, id


class Post:
    """One id of one member: all its sendings are one act, or should be."""

    __slots__ = (
        "acked_at",
        "acked_bodies",
        "acks",
        "bodies",
        "epoch",
        "first_at",
        "held",
        "kind",
        "n",
        "pending",
        "raises",
        "refused",
        "twice_n",
        "unknown",
    )

    def __init__(self, send: Send) -> None:
        self.kind = send.kind
        self.raises = send.raises
        self.first_at = send.at
        self.bodies: tuple[str, ...] = ()
        self.pending: list[str] = []  # sent, and not answered on the same socket yet
        self.acks = self.refused = self.unknown = 0
        self.acked_at = 0.0
        self.acked_bodies: list[frozenset[str]] = []
        self.epoch = ""
        self.n = self.twice_n = 0
        self.held = False

    def sent(self, send: Send) -> None:
        """Take a sending, the first or another."""
        self.first_at = min(self.first_at, send.at)
        self.raises = self.raises or send.raises
        if send.body not in self.bodies:
            self.bodies = (*self.bodies, send.body)
        self.pending.append(send.body)

    def acked(self, ack: Ack, epoch: str) -> None:
        """Take an acknowledgement; it is for any of what was not answered."""
        if len(self.bodies) > 1:
            self.acked_bodies.append(frozenset(self.pending or self.bodies))
        del self.pending[:1]
        if not self.acks:
            self.acked_at, self.epoch, self.n = ack.at, epoch, ack.n
        elif ack.n != self.n and epoch == self.epoch:
            self.twice_n = ack.n
        self.acks += 1

    def nacked(self, nack: Nack) -> None:
        """Take a refusal."""
        del self.pending[:1]
        self.held = self.held or nack.held
        if nack.code == UNKNOWN_CODE:
            self.unknown += 1
        elif not nack.held:
            self.refused += 1

    def unanswered(self) -> None:
        """The socket ended: what it did not answer is unknown."""
        self.unknown += len(self.pending)
        self.pending.clear()

    @property
    def is_unknown(self) -> bool:
        """Whether only the read-out can tell what became of it."""
        return not self.acks and not self.held and bool(self.unknown or self.pending)


class Posts:
    """All posts of a round."""

    def __init__(self) -> None:
        self._all: dict[Key, Post] = {}
        self._open: dict[str, dict[Key, Post]] = {}

    def __iter__(self) -> Iterator[tuple[Key, Post]]:
        return iter(self._all.items())

    def get(self, key: Key) -> Post | None:
        """Return the post under this room, member and id."""
        return self._all.get(key)

    def send(self, member: str, send: Send) -> None:
        """Take a sending."""
        key = (send.room, member, send.id)
        post = self._all.get(key)
        if post is None:
            post = self._all[key] = Post(send)
        post.sent(send)
        self._open.setdefault(send.client, {})[key] = post

    def ack(self, member: str, ack: Ack, epoch: str) -> None:
        """Take an acknowledgement of something that was sent."""
        post = self._answered(member, ack)
        if post is not None:
            post.acked(ack, epoch)

    def nack(self, member: str, nack: Nack) -> None:
        """Take a refusal of something that was sent."""
        post = self._answered(member, nack)
        if post is not None:
            post.nacked(nack)

    def lose(self, client: str) -> None:
        """Give up waiting for what this client's socket had not answered."""
        for post in self._open.pop(client, {}).values():
            post.unanswered()

    def _answered(self, member: str, answer: Ack | Nack) -> Post | None:
        key = (answer.room, member, answer.id)
        post = self._all.get(key)
        if post is not None and len(post.pending) <= 1:
            self._open.get(answer.client, {}).pop(key, None)
        return post
