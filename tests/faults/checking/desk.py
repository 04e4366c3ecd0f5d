"""Judge the desk: every case that was promised is there, once, and was decided by its holder."""

from collections import Counter
from collections.abc import Mapping

from checking.cases import Case
from checking.positions import ReadOut
from checking.posts import Key, Post, Posts
from checking.violation import Found, Kind
from history import Ack, Act, OnDesk

KEPT = "case_kept"  # read from a snapshot: the entries that told of its life are gone
RAISING = {"case_raised", "case_joined", KEPT}
NEED = "need"


class Desk:
    """The desk's read-out, and what volunteers were told of it."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._entries: list[OnDesk] = []
        self._acts: dict[tuple[str, str], Act] = {}
        self._done: list[tuple[Act, int]] = []
        self.late_ms = 0

    def act(self, act: Act) -> None:
        """Take what a volunteer asks for."""
        self._acts[act.client, act.id] = act

    def ack(self, ack: Ack) -> bool:
        """Take the desk's answer; return whether it is one."""
        act = self._acts.pop((ack.client, ack.id), None)
        if act is not None:
            self._done.append((act, ack.fence))
        return act is not None

    def take(self, entry: OnDesk) -> None:
        """Take the next entry of the read-out."""
        self._entries.append(entry)

    def judge(self, posts: Posts, read_outs: Mapping[str, ReadOut]) -> None:
        """Judge the lives of all cases, and whether what was promised came to the desk."""
        if not self._entries:  # nobody read the desk
            return
        self._judge_lives()
        self._judge_done()
        raised = Counter(_raised_by(entry) for entry in self._entries if entry.kind in RAISING)
        for key, post in posts:
            if post.raises and _counts(key, post, read_outs) and not raised[_named(key, post)]:
                self._found.add(Kind.CASE_LOST, key[0], key[2])
        self._judge_repeats(raised, posts)
        self._judge_alone(posts, read_outs)

    def _judge_lives(self) -> None:
        cases: dict[str, Case] = {}
        for entry in self._entries:
            if entry.kind == "case_raised":
                cases[entry.case] = Case(entry, self.late_ms, self._found)
            elif entry.case in cases:
                cases[entry.case].take(entry)
        for case in cases.values():
            case.end(self._entries[-1].time)

    def _judge_done(self) -> None:
        """What a volunteer was told is done must be there, under the claim it was done with."""
        there = {(entry.kind, entry.case, entry.fence or entry.n) for entry in self._entries}
        kept = {entry.case for entry in self._entries if entry.kind == KEPT}
        closed: set[str] = set()
        for act, fence in self._done:
            if act.case in kept:
                continue
            if act.kind == "claim" and ("case_claimed", act.case, fence) not in there:
                self._found.add(Kind.CASE_LOST, act.room, act.case)
            if act.kind == "close":
                if ("case_closed", act.case, act.fence) not in there:
                    self._found.add(Kind.CASE_LOST, act.room, act.case)
                if act.case in closed:
                    self._found.add(Kind.CLOSED_TWICE, act.room, act.case)
                closed.add(act.case)

    def _judge_repeats(self, raised: Counter[Key], posts: Posts) -> None:
        """One id is one thing on the desk, however often it was sent."""
        sent: Counter[Key] = Counter()
        for key, post in posts:
            sent[_named(key, post)] += 1
        for key, many in raised.items():
            if key in sent and many > sent[key]:
                self._found.add(Kind.STORED_TWICE, key[0], key[2])

    def _judge_alone(self, posts: Posts, read_outs: Mapping[str, ReadOut]) -> None:
        """A flagged line and its case were in one append: no case without its line."""
        for entry in self._entries:
            read_out = read_outs.get(entry.room)
            if entry.kind not in RAISING or entry.said != "flag" or not read_out:
                continue
            known = posts.get((entry.room, entry.about, entry.id)) is not None
            stored = (entry.about, entry.id) in read_out.place
            if known and not stored and not read_out.has_let_go:
                self._found.add(Kind.CASE_ALONE, entry.room, entry.case)


def _named(key: Key, post: Post) -> Key:
    """Return how the desk names what was sent: a need has no id there, and one case for all."""
    return (key[0], key[1], NEED) if post.kind == NEED else key


def _raised_by(entry: OnDesk) -> Key:
    return entry.room, entry.about, NEED if entry.said == NEED else entry.id


def _counts(key: Key, post: Post, read_outs: Mapping[str, ReadOut]) -> bool:
    """Whether a case must be there: accepted, held, or standing in the room (both or neither)."""
    read_out = read_outs.get(key[0])
    stored = read_out is not None and (key[1], key[2]) in read_out.place
    return bool(post.acks) or post.held or stored
