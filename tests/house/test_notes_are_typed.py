"""What somebody wrote cannot be noted: a text field does not type-check."""

import re
from pathlib import Path

import pytest
from mypy import api

HEAD = "from server.notes import Note, Place, note\n"
MAY = ["3", "0.5", "True", "Place.HUB"]
MAY_NOT = ["'hello'", "f'{3}'", "b'hello'", "['hello']", "{'a': 1}", "Exception('hello')", "None"]


def test_numbers_and_enums_may_be_noted_and_text_may_not(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(root)
    calls = [f"note(Note.OUR_BUG, value={value})\n" for value in [*MAY, *MAY_NOT]]
    options = ["--config-file=", "--strict", f"--cache-dir={tmp_path}", "--follow-imports=silent"]

    out, err, _ = api.run([*options, "--command", HEAD + "".join(calls)])

    refused = [int(line) for line in re.findall(r"<string>:(\d+): error: .*\[arg-type\]", out)]
    assert err == ""
    assert [calls[line - 2] for line in refused] == calls[len(MAY) :]
