"""Every fault there is: what is done, to which house, for how long, and how often in all."""

from collections.abc import Mapping
from dataclasses import dataclass

from stage import Ground, Plan
from strikes_on_disks import cut_power, fail_flushes, fill_disk
from strikes_on_houses import restore_backup
from strikes_on_lines import Strike, cut_to_people, cut_to_redis
from strikes_on_people import stop_reading
from strikes_on_programs import (
    freeze_node,
    freeze_redis,
    kill_both,
    kill_node,
    kill_redis,
    rolling_restart,
    step_clock,
)
from strikes_on_volunteers import lose_volunteers

SHORT_S = (0.0, 1.5)
LONG_S = (1.0, 20.0)
CUT_S = (2.0, 8.0)
LET_PILE_UP_S = (6.0, 15.0)
AT_ONCE_S = (0.0, 0.0)
CROWD = 10_000

ALONE = Plan()
TWO = Plan(2, redis=True)
ON_LINES = Plan(2, redis=True, lines=True)


@dataclass(frozen=True)
class Fault:
    """One row of the table. A `control` has to show loss: it is what Kith's promise is not."""

    strike: Strike
    plan: Plan
    rounds: int
    lasts_s: tuple[float, float] = SHORT_S
    control: bool = False
    crowd: int = 0
    slow: bool = False


FAULTS: Mapping[str, Fault] = {
    "kill -9 of the node, SQLite": Fault(kill_node, ALONE, 600),
    "kill -9 of a node, Redis": Fault(kill_node, TWO, 600),
    "kill -9 of Redis": Fault(kill_redis, TWO, 600),
    "kill -9 of Redis and a node": Fault(kill_both, TWO, 300),
    "node frozen, SQLite": Fault(freeze_node, ALONE, 60, LONG_S),
    "node frozen, Redis": Fault(freeze_node, TWO, 60, LONG_S),
    "Redis frozen": Fault(freeze_redis, TWO, 80, LONG_S),
    "node and Redis cut apart": Fault(cut_to_redis(), ON_LINES, 100, CUT_S),
    "node to Redis cut one way": Fault(cut_to_redis(back=False), ON_LINES, 100, CUT_S),
    "Redis to node cut one way": Fault(cut_to_redis(out=False), ON_LINES, 100, CUT_S),
    "people and node cut apart": Fault(cut_to_people(), ON_LINES, 100, CUT_S),
    "people to node cut one way": Fault(cut_to_people(back=False), ON_LINES, 100, CUT_S),
    "node to people cut one way": Fault(cut_to_people(out=False), ON_LINES, 100, CUT_S),
    "power cut, SQLite": Fault(cut_power, Plan(ground=Ground.LOOP), 400, AT_ONCE_S),
    "power cut, Redis": Fault(cut_power, Plan(2, redis=True, ground=Ground.LOOP), 300, AT_ONCE_S),
    "disk full, SQLite": Fault(fill_disk, Plan(ground=Ground.SMALL), 50, CUT_S),
    "disk full, Redis": Fault(fill_disk, Plan(2, redis=True, ground=Ground.SMALL), 50, CUT_S),
    "flushes fail, SQLite": Fault(fail_flushes, ALONE, 40, CUT_S),
    "flushes fail, Redis": Fault(fail_flushes, TWO, 40, CUT_S),
    "rolling restart of three nodes": Fault(rolling_restart, Plan(3, redis=True), 50, AT_ONCE_S),
    "clock steps, SQLite": Fault(step_clock, Plan(clocks=True), 50, CUT_S),
    "clock steps, Redis": Fault(step_clock, Plan(2, redis=True, clocks=True), 50, CUT_S),
    "clock of Redis' machine steps": Fault(
        step_clock, Plan(2, redis=True, redis_clock=True), 50, CUT_S
    ),
    "slow readers, SQLite": Fault(stop_reading, ALONE, 40, LET_PILE_UP_S, slow=True),
    "slow readers, Redis": Fault(stop_reading, TWO, 40, LET_PILE_UP_S, slow=True),
    "reconnect storm, SQLite": Fault(kill_node, Plan(ticks=False), 5, crowd=CROWD),
    "reconnect storm, Redis": Fault(kill_node, Plan(2, redis=True, ticks=False), 5, crowd=CROWD),
    "volunteers vanish, SQLite": Fault(lose_volunteers, Plan(desk=True), 20, AT_ONCE_S),
    "volunteers vanish, Redis": Fault(
        lose_volunteers, Plan(2, redis=True, desk=True), 20, AT_ONCE_S
    ),
    "a backup restored, SQLite": Fault(restore_backup, Plan(backup=True), 30),
    "a backup restored, Redis": Fault(restore_backup, Plan(2, redis=True, backup=True), 30),
    "control: power cut, SQLite NORMAL": Fault(
        cut_power, Plan(ground=Ground.LOOP, weak=True), 20, AT_ONCE_S, control=True
    ),
    "control: power cut, Redis everysec": Fault(
        cut_power, Plan(2, redis=True, ground=Ground.LOOP, weak=True), 20, AT_ONCE_S, control=True
    ),
}
