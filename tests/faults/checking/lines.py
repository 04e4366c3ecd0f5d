"""Judge every line against the read-out, once everything is known."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping

from checking.positions import Positions, ReadOut, Stream, What
from checking.posts import Key, Post, Posts
from checking.violation import Found, Kind
from history import Round


class Lines:
    """The lines of a round whose rooms were all read out."""

    def __init__(
        self,
        posts: Posts,
        positions: Positions,
        read_outs: Mapping[str, ReadOut],
        began: Round,
        found: Found,
    ) -> None:
        self._posts = posts
        self._positions = positions
        self._read_outs = read_outs
        self._keep_s = began.keep_s
        self._restored = began.restored
        self._found = found

    def judge(self, gaps: Mapping[Stream, Iterable[tuple[int, int]]]) -> None:
        """Judge what was acknowledged, what was shown, and in which order it stands."""
        for key, post in self._posts:
            if post.kind == "say" and key[0] in self._read_outs:
                self._judge_post(key, post)
        for stream, seen in self._positions.streams():
            self._judge_shown(stream, seen)
        for read_out in self._read_outs.values():
            for n, what in read_out.lines.items():
                self._check_sent(read_out.room, n, what)
            self._judge_order(read_out)
        for (room, epoch), told in gaps.items():
            self._judge_gaps(self._read_outs[room], epoch, told)

    def _judge_post(self, key: Key, post: Post) -> None:
        room, member, frame_id = key
        read_out = self._read_outs[room]
        n = read_out.place.get((member, frame_id))
        if post.acks:
            self._judge_acked(read_out, frame_id, post, n)
        elif n is not None and not post.held and not post.is_unknown:
            self._found.add(Kind.REFUSED, room, frame_id)

    def _judge_acked(self, read_out: ReadOut, frame_id: str, post: Post, n: int | None) -> None:
        room, same_epoch = read_out.room, post.epoch == read_out.epoch
        if self._restored and not same_epoch:
            if n is not None:
                self._found.add(Kind.CAME_BACK, room, frame_id)
            return
        if n is None:
            if not (same_epoch and self._may_be_missing(read_out, post.n, post.acked_at)):
                self._found.add(Kind.LOST, room, frame_id)
            return
        if same_epoch and (n != post.n or post.twice_n):
            self._found.add(Kind.MOVED, room, frame_id)
        body = read_out.lines[n].body
        if body in post.bodies and any(body not in bodies for bodies in post.acked_bodies):
            self._found.add(Kind.OTHER_WORDS, room, frame_id)

    def _may_be_missing(self, read_out: ReadOut, n: int, since: float) -> bool:
        """Whether a line may be away: somebody erased it, or its time was over."""
        expired = read_out.at - since >= self._keep_s
        return read_out.is_blank(n) or (expired and read_out.is_gone(n))

    def _judge_shown(self, stream: Stream, seen: Mapping[int, What]) -> None:
        room, epoch = stream
        read_out = self._read_outs[room]
        for n, what in seen.items():
            self._check_sent(room, n, what)
            if epoch == read_out.epoch:
                self._check_kept(read_out, n, what)
            elif self._restored:
                continue
            elif what.kind == "said" and (what.by, what.id) not in read_out.place:
                self._missing(room, n, what)

    def _check_kept(self, read_out: ReadOut, n: int, what: What) -> None:
        kept = read_out.lines.get(n)
        if kept is None:
            since = self._positions.known_at((read_out.room, read_out.epoch), n) or 0.0
            if not self._may_be_missing(read_out, n, since):
                self._missing(read_out.room, n, what)
        elif kept != what and not kept.is_blank and not what.is_blank:
            self._elsewhere(read_out, n, what)

    def _elsewhere(self, read_out: ReadOut, n: int, what: What) -> None:
        """Something else stands where this was shown."""
        if what.kind == "said" and (what.by, what.id) not in read_out.place:
            self._missing(read_out.room, n, what)
        else:
            self._found.add(Kind.DISAGREE, read_out.room, n)

    def _missing(self, room: str, n: int, what: What) -> None:
        if not self._found.has(Kind.LOST, room, what.id):  # said once, and said worse
            self._found.add(Kind.NOT_DURABLE, room, n)

    def _check_sent(self, room: str, n: int, what: What) -> None:
        if what.kind != "said":
            return
        post = self._posts.get((room, what.by, what.id))
        if post is None or what.body not in post.bodies:
            self._found.add(Kind.PHANTOM, room, n)

    def _judge_order(self, read_out: ReadOut) -> None:
        """Walk from the end: nothing later may have been known before this was sent."""
        stream, known_first = (read_out.room, read_out.epoch), float("inf")
        for n in sorted(read_out.lines, reverse=True):
            what = read_out.lines[n]
            post = self._posts.get((read_out.room, what.by, what.id))
            if post is None:
                continue
            if post.first_at > known_first:
                self._found.add(Kind.ORDER, read_out.room, n)
            known_first = min(known_first, self._known_at(stream, n, post))

    def _known_at(self, stream: Stream, n: int, post: Post) -> float:
        """Return when somebody knew first that the line stands there."""
        seen_at = self._positions.known_at(stream, n)
        known_at = float("inf") if seen_at is None else seen_at
        return min(known_at, post.acked_at) if post.acks and post.n == n else known_at

    def _judge_gaps(self, read_out: ReadOut, epoch: str, told: Iterable[tuple[int, int]]) -> None:
        """No number may be called gone that is still there; each is looked at once."""
        if epoch != read_out.epoch:
            return
        kept, done = sorted(n for n, what in read_out.lines.items() if not what.is_blank), 0
        for first, last in sorted(told):
            done = max(done, bisect_left(kept, first))
            while done < len(kept) and kept[done] <= last:
                self._found.add(Kind.FALSE_GAP, read_out.room, kept[done])
                done += 1
