"""How long a meeting lasts with so many people, and whether everybody has a turn."""

from dataclasses import dataclass

from rooms.formats.format import Format
from rooms.meeting.protocol import Order, Speak, Step


@dataclass(frozen=True, slots=True)
class Length:
    """`usual_s` if everybody uses their turn and no more, `longest_s` with every grace and all
    feedback; `left_out` people have no turn in a step if the others use theirs.
    """

    usual_s: int
    longest_s: int
    left_out: int = 0


def length(step: Step, people: int) -> Length:
    """Return how long a step lasts with so many people."""
    bound = step.minutes * 60
    if step.speak is not Speak.HOLDER:
        return Length(bound, bound)
    most = step.turn_s + step.grace_s + step.feedback_s
    turns = -(-bound // step.turn_s)  # nobody begins after the end, whoever began may end
    usual = min(people, turns) * step.turn_s
    longest = bound + most
    if step.order is Order.CIRCLE:
        longest = min(longest, people * most)
    return Length(usual, longest, max(0, people - turns))


def whole(form: Format, people: int) -> Length:
    """Return how long the whole meeting lasts with so many people."""
    steps = [length(step, people) for step in form.steps]
    return Length(
        sum(step.usual_s for step in steps),
        sum(step.longest_s for step in steps),
        max((step.left_out for step in steps), default=0),
    )
