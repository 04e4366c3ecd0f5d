"""Names are domain words. These are none."""

import re
from collections import Counter
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


def test_there_is_one_way_to_let_one_at_a_time_through(ours: Ours, root: Path):
    locking = re.compile(r"\basyncio\.(?:Lock|Condition)\b")

    locked = {
        str(path.relative_to(root))
        for path in ours(".py", under=("server",))
        if locking.search(path.read_text(encoding="utf-8"))
    }

    assert locked == set(), "streams/in_turn.py lets one at a time through, without any of them"


def test_tests_share_modules_and_never_import_a_conftest(ours: Ours, root: Path):
    imports_one = re.compile(r"(?m)^\s*(?:from|import) conftest\b")

    importing = [
        str(path.relative_to(root))
        for path in ours(".py", under=("tests",))
        if imports_one.search(path.read_text(encoding="utf-8"))
    ]

    assert importing == [], "there are several; which one it gets depends on the order"


def test_test_files_have_names_of_their_own(ours: Ours):
    names = [path.name for path in ours(".py", under=("tests",)) if path.name != "conftest.py"]

    assert [name for name, count in Counter(names).items() if count > 1] == []
