"""What is done with each peer, in rounds that take turns, so that all meet the same weather."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median

from bench.floor.dialects import Shape
from bench.floor.peers import Peer
from bench.floor.running import Load, Seen, Server, load

CIRCLES = Shape(84, 12)
HALL = Shape(1, 1000)
AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work: an order to the load, and the shape it needs."""

    name: str
    shape: Shape
    order: str
    together: str = ""  # the same for fan-out alone, where a burst comes in one piece


def paced(name: str, shape: Shape, per_s: float, burst: int = 1, seconds: float = 1.5) -> Work:
    """Return work that is said on time, whatever the answers do."""
    order = f"paced {per_s} {burst} {seconds}"
    return Work(name, shape, f"{order} 0", f"{order} 1")


def talk_at(per_s: float) -> Work:
    """Return talk in rooms of 12, one message after another."""
    return paced("rooms of 12", CIRCLES, per_s)


def bursts_at(per_s: float) -> Work:
    """Return as much talk, five messages at a time in one room."""
    return paced("bursts of 5", CIRCLES, per_s, 5)


ONE_HALL = paced("one room of 1,000", HALL, 20)
FULL = Work("saturated", CIRCLES, "closed 1 1.5")


@dataclass(frozen=True, slots=True)
class Round:
    """What one round came to."""

    us: float  # of the server's processor, for each delivery
    load_us: float
    seen: Seen

    @property
    def per_s(self) -> float:
        """Deliveries in a second."""
        return self.seen.delivered / self.seen.seconds


@dataclass(frozen=True, slots=True)
class Ready:
    """A peer that runs, with everybody in it."""

    server: Server
    load: Load

    def round(self, order: str) -> Round:
        """Do the work once."""
        before = self.server.cpu_s()
        seen = self.load.do(order)
        used = self.server.cpu_s() - before
        if seen.done < seen.said:
            print(f"lost: {seen}", flush=True)
        delivered = max(1, seen.delivered)
        return Round(used / delivered * 1e6, seen.cpu_s / delivered * 1e6, seen)


@contextmanager
def ready(peer: Peer, shape: Shape) -> Iterator[Ready]:
    """Start a peer and bring everybody in."""
    with peer.start(shape) as server, load(peer.plan(server, shape)) as crowd:
        seen = crowd.do(f"open {AT_ONCE}")
        if seen.opened < shape.members:
            raise RuntimeError(f"{seen.opened} of {shape.members} came in")
        yield Ready(server, crowd)


Rounds = dict[str, dict[str, list[Round]]]  # by peer, by work


def by_turns(
    peers: Mapping[str, Peer], works: Sequence[Work], rounds: int, *, together: bool = False
) -> Rounds:
    """Do all works with all peers; the works must be of one shape."""
    done: Rounds = {name: {work.name: [] for work in works} for name in peers}
    with ExitStack() as house:
        running = {
            name: house.enter_context(ready(peer, works[0].shape)) for name, peer in peers.items()
        }
        for turn in range(rounds + 1):
            for work in works:
                order = work.together if together else work.order
                for name in [*running][turn % len(running) :] + [*running][: turn % len(running)]:
                    one = running[name].round(order)
                    if turn:  # the first is to warm up
                        done[name][work.name].append(one)
    return done


def ratio(rounds: Sequence[Round], floor: Sequence[Round]) -> float:
    """Return the median of what each round cost against the floor's in the same turn."""
    return median(one.us / base.us for one, base in zip(rounds, floor, strict=True))
