"""Plays a format's scenes and says what came out differently."""

from rooms.formats.format import Format, Scene
from rooms.formats.stage import Stage, differences
from rooms.meeting.protocol import MINUTE_MS, SECOND_MS
from rooms.refusal import Refusal


def faults(form: Format) -> list[str]:
    """Return what the scenes of a format show to be wrong, and the steps no scene comes to."""
    found: list[str] = []
    seen: set[str] = set()
    for scene in form.scenes:
        wrong, steps = played(form, scene)
        found += [f'In the scene "{scene.says}" {what}.' for what in wrong]
        seen |= steps
    without = [step.id for step in form.steps if step.id not in seen]
    return found + [f"No scene comes to the step {step}." for step in without]


def played(form: Format, scene: Scene) -> tuple[list[str], set[str]]:
    """Play one scene; return what is different from what it says, and the steps it came to."""
    try:
        stage = Stage(form, scene)
    except Refusal as refusal:
        told = str(refusal.code)
        return ([] if told == scene.refused else [f"the meeting is refused: {told}"]), set()
    if scene.refused:
        return [f"the meeting begins, which should be refused: {scene.refused}"], stage.seen
    wrong: list[str] = []
    for play in scene.play:
        stage.wait_until(clock_ms(play.at))
        told = stage.do(play) if play.does else ""
        wrong += differences(stage, play, told)
    return wrong, stage.seen


def clock_ms(clock: str) -> int:
    """Return what a clock of a scene, `12:30`, is in milliseconds."""
    minutes, _, seconds = clock.partition(":")
    return int(minutes) * MINUTE_MS + int(seconds) * SECOND_MS
