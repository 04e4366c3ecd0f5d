"""What is generated from the frames is what stands in the repository."""

import json
import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from server.commands import schema_docs
from server.wire import frames


def test_generated_files_are_up_to_date(root: Path):
    assert schema_docs.diff(root) == [], "run `make schema`"


def test_a_changed_file_is_noticed_and_written_again(tmp_path: Path, root: Path):
    preface = tmp_path / schema_docs.PREFACE
    preface.parent.mkdir(parents=True)
    preface.write_text((root / schema_docs.PREFACE).read_text(encoding="utf-8"), encoding="utf-8")

    assert schema_docs.diff(tmp_path) == [
        "docs/protocol.md",
        "docs/schema.json",
        "client/web/wire/frames.d.js",
    ]
    schema_docs.write(tmp_path)
    assert schema_docs.diff(tmp_path) == []


def test_every_frame_a_member_may_send_is_one_the_server_reads():
    assert set(get_args(frames.MemberFrame)) == set(frames.ClientFrame.__subclasses__())


def test_every_frame_the_server_may_send_is_in_the_document():
    assert set(get_args(frames.AnyServerFrame)) == set(frames.ServerFrame.__subclasses__())


@pytest.mark.parametrize("frame", frames.ServerFrame.__subclasses__(), ids=lambda f: f.__name__)
def test_a_frame_is_a_stream_event_exactly_if_it_has_n_and_at(frame: type[msgspec.Struct]):
    has_both = {"n", "at"} <= set(frame.__struct_fields__)

    assert (frame in get_args(frames.StreamFrame)) == has_both
    assert has_both or "at" not in frame.__struct_fields__


def test_the_schema_s_patterns_are_ones_that_other_languages_read(root: Path):
    schema = json.loads((root / "docs/schema.json").read_text(encoding="utf-8"))

    patterns = re.findall(r'"pattern": "([^"]+)"', json.dumps(schema))

    assert len(patterns) > 3
    assert [p for p in patterns if not (p.startswith("^") and p.endswith("$"))] == []
