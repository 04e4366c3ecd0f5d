"""The wire's description for other programs, made from the frames alone.

`frames.py`, with the parts it gathers, is the one source. What is rendered here (tables, JSON
Schema, the browser's typedefs) is written by `kith schema` and never edited.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

import msgspec

from server.wire import frames

# A JSON Schema is a tree of plain objects; nothing outside this file looks inside one.
Node = Mapping[str, Any]

MEMBER = tuple(kind.__name__ for kind in get_args(frames.MemberFrame))
SERVER = tuple(kind.__name__ for kind in get_args(frames.AnyServerFrame))
STREAM = tuple(kind.__name__ for kind in get_args(frames.StreamFrame))

NEVER_EDIT = "Generated from server/wire/frames.py by `make schema`. Never edited by hand."

_NAMED = {"Id128": frames.Id128, "Key256": frames.Key256}
_NAME_OF_PATTERN = {get_args(alias)[1].pattern: name for name, alias in _NAMED.items()}


def definitions() -> dict[str, Any]:
    """Return every frame, and every struct within one, by name, as JSON Schema."""
    every = [*get_args(frames.MemberFrame), *get_args(frames.AnyServerFrame)]
    _, defs = msgspec.json.schema_components(every, ref_template="#/$defs/{name}")
    # Python writes a whole match as \A..\Z, JSON Schema's dialect as ^..$.
    text = json.dumps(defs).replace("\\\\A", "^").replace("\\\\Z", "$")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def render_json_schema() -> str:
    """Return the JSON Schema (2020-12) of both directions."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": NEVER_EDIT,
        "title": f"The wire of Kith, {frames.MEMBER_PROTOCOL}",
        "anyOf": [{"$ref": "#/$defs/MemberFrame"}, {"$ref": "#/$defs/ServerFrame"}],
        "$defs": {
            "MemberFrame": _union(MEMBER),
            "ServerFrame": _union(SERVER),
            "StreamFrame": _union(STREAM),
            **definitions(),
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def render_typedefs() -> str:
    """Return the browser's JSDoc typedefs."""
    blocks = [f"// {NEVER_EDIT}\n"]
    blocks += [_typedef(name, node) for name, node in definitions().items()]
    unions = {"MemberFrame": MEMBER, "ServerFrame": SERVER, "StreamFrame": STREAM}
    for name, members in unions.items():
        blocks.append(f"/** @typedef {{{' | '.join(members)}}} {name} */\n")
    blocks.append("export {};\n")
    return "\n".join(blocks)


def render_tables() -> str:
    """Return the Markdown tables of both directions and of the structs within frames."""
    defs = definitions()
    inner = [name for name in defs if name not in {*MEMBER, *SERVER}]
    return "\n".join(
        [
            _table("From a member", MEMBER, defs),
            _table("To a member", SERVER, defs),
            _table("Objects within frames", inner, defs),
        ]
    )


def _union(names: Sequence[str]) -> dict[str, Any]:
    return {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in names]}


def _table(title: str, names: Sequence[str], defs: Node) -> str:
    rows = [f"## {title}\n", "| name | fields | meaning |", "|---|---|---|"]
    for name in names:
        node = defs[name]
        tag = node["properties"].get("t")
        shown = tag["enum"][0] if tag else name
        numbered = " *(stream event)*" if name in STREAM else ""
        fields = "<br>".join(_row_field(node, field) for field in _fields(node))
        rows.append(f"| `{shown}`{numbered} | {fields} | {_sentence(node)} |")
    return "\n".join(rows) + "\n"


def _row_field(node: Node, name: str) -> str:
    optional = "" if name in node["required"] else "?"
    return f"`{name}{optional}` {_in_words(node['properties'][name])}"


def _fields(node: Node) -> list[str]:
    return [name for name in node["properties"] if name != "t"]


def _sentence(node: Node) -> str:
    return re.sub(r"\s+", " ", str(node["description"])).strip()


def _in_words(node: Node) -> str:
    """Say a field's type to a reader."""
    match node:
        case {"$ref": ref}:
            return str(ref).rsplit("/", 1)[-1]
        case {"anyOf": choices}:
            return " or ".join(_in_words(choice) for choice in choices)
        case {"enum": values}:
            return "one of " + ", ".join(f"`{value}`" for value in values)
        case {"pattern": pattern}:
            return _named(pattern) or f"string like `{_cell(pattern)}`"
        case {"prefixItems": items}:
            return "[" + ", ".join(_in_words(item) for item in items) + "]"
        case {"items": item}:
            return f"list of {_in_words(item)}"
        case {"maxLength": most}:
            return f"string, at most {most}"
        case {"minimum": least, "maximum": most}:
            return f"integer {least}..{_power(most)}"
        case _:
            return str(node["type"])


def _named(pattern: str) -> str | None:
    return _NAME_OF_PATTERN.get(f"\\A{pattern.strip('^$')}\\Z")


def _cell(pattern: str) -> str:
    return pattern.replace("|", "\\|")


def _power(most: int) -> str:
    return "2^53" if most == 2**53 else str(most)


def _typedef(name: str, node: Node) -> str:
    lines = [f"/**\n * {_sentence(node)}\n * @typedef {{object}} {name}"]
    for field, kind in node["properties"].items():
        shown = field if field in node["required"] else f"[{field}]"
        lines.append(f" * @property {{{_in_jsdoc(kind)}}} {shown}")
    return "\n".join([*lines, " */\n"])


def _in_jsdoc(node: Node) -> str:
    """Say a field's type to a type checker of JavaScript."""
    match node:
        case {"$ref": ref}:
            return str(ref).rsplit("/", 1)[-1]
        case {"anyOf": choices}:
            return "(" + " | ".join(_in_jsdoc(choice) for choice in choices) + ")"
        case {"enum": values}:
            return " | ".join(json.dumps(value) for value in values)
        case {"prefixItems": items}:
            return "[" + ", ".join(_in_jsdoc(item) for item in items) + "]"
        case {"items": item}:
            return f"{_in_jsdoc(item)}[]"
        case {"type": "integer"}:
            return "number"
        case _:
            return str(node["type"])
