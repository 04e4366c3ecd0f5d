"""Names are domain words. These are none."""

import re
from collections.abc import Callable
from pathlib import Path

NO_WORDS = {"util", "utils", "manager", "managers", "helper", "helpers", "data", "misc", "common"}
CODE = ("rooms", "moderation", "server", "client", "tests", "bench")

Ours = Callable[..., list[Path]]


def test_no_module_is_named_for_nothing(ours: Ours, root: Path):
    named_for_nothing = [
        str(path.relative_to(root))
        for path in ours(".py", ".js", under=CODE)
        if NO_WORDS & set(re.split(r"[_.-]", path.name.lower()))
    ]

    # The page called "Your data" is about exactly that.
    assert [name for name in named_for_nothing if not name.startswith("client/web/")] == []


def test_no_class_or_function_is_named_for_nothing(ours: Ours, root: Path):
    defined = re.compile(
        r"^\s*(?:async )?(?:def|class) (process_\w+|\w*Manager|\w*Helper)\b", re.MULTILINE
    )

    named_for_nothing = [
        f"{path.relative_to(root)}: {name}"
        for path in ours(".py", under=CODE)
        for name in defined.findall(path.read_text(encoding="utf-8"))
    ]

    assert named_for_nothing == []


def test_only_the_streams_hold_a_lock_while_they_wait(ours: Ours, root: Path):
    locking = re.compile(r"\basyncio\.(?:Lock|Condition)\b")

    locked = {
        str(path.relative_to(root))
        for path in ours(".py", under=("server",))
        if locking.search(path.read_text(encoding="utf-8"))
    }

    assert locked == {"server/streams.py"}
