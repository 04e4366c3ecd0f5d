"""The description of the HTTP part names every public route, and nothing else."""

import asyncio
from enum import EnumType
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from msgspec import Struct

from server.app import Node
from server.auditing import Heads
from server.desk.adults_api import AdultNaming
from server.desk.crew_api import RoleWanted, ShiftWanted, Wanted
from server.desk.entrance import Entrance
from server.desk.guests_api import Said
from server.desk.push_api import Endpoint, Subscription
from server.desk.signin import Answer, Joining, Token
from server.foundation import foundation
from server.settings import Settings
from server.streams.kinds import HOUSE, TIMETABLE
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.names import TIMETABLE as TIMETABLE_STREAM
from server.tasks import Tasks

# What answers whatever is not there is no route to ask for.
CATCHES_THE_REST = {"/api/{rest}", "/desk/api/{rest}"}


@pytest.fixture
def described(root: Path) -> Any:  # noqa: ANN401 - YAML
    return yaml.safe_load((root / "docs/openapi.yaml").read_text(encoding="utf-8"))


async def routes(data: Path) -> set[tuple[str, str]]:
    """Return method and path of all that a node answers to in public."""
    settings = Settings(data=data)
    async with foundation(settings) as ground, asyncio.TaskGroup() as group:
        house = await ground.streams.log(HOUSE, HOUSE_STREAM)
        timetable = await ground.streams.log(TIMETABLE, TIMETABLE_STREAM)
        entrance = await Entrance.open(ground, settings)
        heads = Heads(data / "keys")
        node = Node(ground, settings, house, timetable, Tasks(group), entrance, heads)
        app = node._public_app(8080)  # noqa: SLF001 - what is served is what is described
        return {
            (route.method.lower(), route.resource.canonical)
            for route in app.router.routes()
            if route.method != "HEAD" and route.resource is not None
        }


async def test_every_public_route_is_described_and_nothing_else(tmp_path: Path, described: Any):  # noqa: ANN401 - YAML
    told = {(method, path) for path, item in described["paths"].items() for method in item}

    there = {route for route in await routes(tmp_path) if route[1] not in CATCHES_THE_REST}

    assert there == told


BODIES = (
    Token,
    Joining,
    Answer,
    Wanted,
    RoleWanted,
    ShiftWanted,
    Said,
    AdultNaming,
    Subscription,
    Endpoint,
)


@pytest.mark.parametrize("kind", BODIES, ids=lambda kind: kind.__name__)
def test_a_body_that_is_described_is_the_one_that_is_read(kind: type[Struct], described: Any):  # noqa: ANN401 - YAML
    told = described["components"]["schemas"][kind.__name__]
    fields = msgspec.structs.fields(kind)

    assert {field.encode_name for field in fields} == set(told["properties"])
    assert {f.encode_name for f in fields if f.required} == set(told.get("required", ()))
    assert kind.__struct_config__.forbid_unknown_fields is not told.get(
        "additionalProperties", True
    )
    for field in fields:
        if isinstance(field.type, EnumType):
            assert [one.value for one in field.type] == told["properties"][field.name]["enum"]


def test_every_answer_that_is_described_says_what_it_is(described: Any):  # noqa: ANN401 - YAML
    silent = [
        f"{method} {path} {status}"
        for path, item in described["paths"].items()
        for method, operation in item.items()
        for status, answer in operation["responses"].items()
        if not ("$ref" in answer or answer["description"])
    ]

    assert silent == []
