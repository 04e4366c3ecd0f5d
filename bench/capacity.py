"""`python -m bench.capacity`: does the plan of docs/capacity.md hold, second by second.

A house of a million is played from the figures of one node (bench/seen/one-node.md): who waits, who
talks, and storms in which many come at once. What comes out is how busy nodes and stores are, and
when the last one is back.
"""

import argparse
import random
from collections import Counter
from dataclasses import dataclass, replace

# Measured, in microseconds of one core, on a crowded machine: upper bounds.
COME_IN_US = 304.0 + 350.0  # known, fifty lines; and its lease and records asked over Redis
WAIT_US_S = 2.4
MESSAGE_US = 320.0  # on a node, twelve screens, over Redis
FOLLOW_US = 20.0  # every node hears every message of the house
LEASE_US = 30.0  # one core of Redis, a place taken or kept
APPEND_US = 160.0
MEMBER_KIB = 4.4
KERNEL_KIB = 5.0
BASE_MIB = 130.0

RENEW_S = 30.0
EACH = 12
LINES_PER_ROOM_S = 2 / 60
LISTEN_BACKLOG = 1_024
FIRST_TRY_S, LONGEST_TRY_S = 2.0, 30.0
TOO_LONG_S = 600


@dataclass(frozen=True, slots=True)
class Plan:
    """A house: how many people, nodes and stores; and how much of a core may be used."""

    members: int = 1_000_000
    nodes: int = 20
    stores: int = 4
    share: float = 0.5

    @property
    def messages_per_s(self) -> float:
        """How many lines are said in all of it."""
        return self.members / EACH * LINES_PER_ROOM_S

    @property
    def node_share(self) -> float:
        """How much of its core a node uses while nothing happens."""
        people = self.members / self.nodes
        said = self.messages_per_s * (MESSAGE_US / self.nodes + FOLLOW_US)
        return (people * WAIT_US_S + said) / 1e6

    @property
    def store_share(self) -> float:
        """How much of its core a store uses while nothing happens."""
        kept = self.members / RENEW_S * LEASE_US
        return (kept + self.messages_per_s * APPEND_US) / self.stores / 1e6

    @property
    def node_mib(self) -> float:
        """How much memory a node takes, the kernel's for its sockets included."""
        return BASE_MIB + self.members / self.nodes * (MEMBER_KIB + KERNEL_KIB) / 1024


@dataclass(frozen=True, slots=True)
class Storm:
    """Many who come at once: how many, to how many nodes, and over how long a time if told."""

    what: str
    members: int
    nodes: int
    spread_s: float = 0.0


def back_after(plan: Plan, storm: Storm, chance: random.Random) -> int:
    """Return after how many seconds the last one is in.

    A node takes in what its core has left; up to a backlog wait, the others find the door shut
    and try again, each time after twice as long.
    """
    idle = replace(plan, nodes=storm.nodes).node_share
    per_s = max(1.0, (0.9 - idle) * 1e6 / COME_IN_US)
    tries = Counter[tuple[int, int, int]]()  # second, node, which try
    for _ in range(storm.members):
        first = chance.uniform(0, storm.spread_s or FIRST_TRY_S)
        tries[int(first), chance.randrange(storm.nodes), 0] += 1
    by_second: dict[int, list[tuple[int, int, int]]] = {}
    for (second, node, attempt), count in tries.items():
        by_second.setdefault(second, []).append((node, attempt, count))
    waiting = [0.0] * storm.nodes
    for second in range(TOO_LONG_S):
        for node, attempt, count in by_second.pop(second, ()):
            room = max(0, int(LISTEN_BACKLOG + per_s - waiting[node]))
            waiting[node] += min(room, count)
            if count > room:
                again = min(LONGEST_TRY_S, FIRST_TRY_S * 2**attempt)
                late = second + max(1, round(again * chance.uniform(0.5, 1.0)))
                by_second.setdefault(late, []).append((node, attempt + 1, count - room))
        waiting = [max(0.0, left - per_s) for left in waiting]
        if not by_second and not any(waiting):
            return second + 1
    return TOO_LONG_S


def storms(plan: Plan) -> list[Storm]:
    """Return the storms that a plan has to stand."""
    each = plan.members // plan.nodes
    return [
        Storm("a node is killed", each, plan.nodes - 1),
        Storm("a node is restarted, and tells everybody when", each, plan.nodes - 1, 30.0),
        Storm("a carrier with a fifth of all comes back", plan.members // 5, plan.nodes),
        Storm("all nodes are killed at once", plan.members, plan.nodes),
    ]


def main() -> None:
    """Play the plan, and half and twice its nodes beside it."""
    grammar = argparse.ArgumentParser(description=__doc__)
    grammar.add_argument("--members", type=int, default=Plan().members)
    grammar.add_argument("--nodes", type=int, default=Plan().nodes)
    grammar.add_argument("--stores", type=int, default=Plan().stores)
    asked = grammar.parse_args()
    chance = random.Random(1)  # noqa: S311 - the same house each time
    print(
        "| nodes | stores | node's core | its memory | store's core | storms: the last one back |"
    )
    print("|---|---|---|---|---|---|")
    for nodes in (asked.nodes // 2, asked.nodes, asked.nodes * 2):
        plan = Plan(asked.members, nodes, asked.stores)
        told = "; ".join(f"{s.what}: {back_after(plan, s, chance)} s" for s in storms(plan))
        print(
            f"| {nodes} | {plan.stores} | {plan.node_share:.0%} | {plan.node_mib:,.0f} MiB"
            f" | {plan.store_share:.0%} | {told} |"
        )


if __name__ == "__main__":
    main()
