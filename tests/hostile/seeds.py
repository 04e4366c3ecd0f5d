"""Valid messages of every kind, from which hostile ones are made."""

import json
from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

import msgspec
from msgspec import UNSET

from server.wire import desk, frames

ID, KEY = "A" * 22, "A" * 43
# What a field of this name holds, where its type alone does not say.
LIKELY = {
    "room": "gambling",
    "key": KEY,
    "text": "hello",
    "lang": "en",
    "epoch": "e",
    "case": "c1",
    "seen": {"c1": [ID]},
}


def member_frames() -> list[bytes]:
    """Return one valid frame of each kind a member may send, whole and with least."""
    return _frames(get_args(frames.MemberFrame))


def desk_frames() -> list[bytes]:
    """Return one valid frame of each kind a volunteer may send, whole and with least."""
    return _frames(get_args(desk.VolunteerFrame))


def _frames(kinds: tuple[type[msgspec.Struct], ...]) -> list[bytes]:
    made = []
    for kind in kinds:
        whole = _filled(kind)
        needed = {field.encode_name for field in msgspec.structs.fields(kind) if field.required}
        least = {name: value for name, value in whole.items() if name in needed | {"t"}}
        made += [json.dumps(fields).encode() for fields in (whole, least)]
    return made


def _filled(kind: type[msgspec.Struct]) -> Mapping[str, Any]:
    tag = kind.__struct_config__.tag
    fields: dict[str, Any] = {} if tag is None else {"t": tag}
    for field in msgspec.structs.fields(kind):
        fields[field.encode_name] = LIKELY.get(field.name, _sample(field.type))
    return fields


def _sample(kind: Any) -> Any:  # noqa: ANN401 - a type
    choices = [choice for choice in get_args(kind) if choice is not msgspec.UnsetType]
    if get_origin(kind) is Literal:
        return choices[0]
    if choices:
        return _sample(choices[0])
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return dict(_filled(kind))
    return {str: ID, int: 1, bool: True}.get(kind, UNSET)


FORMS = [
    b"token=" + b"A" * 22 + b"&id=" + ID.encode() + b"&text=hello&do=say",
    b"token=" + b"A" * 22 + b"&id=" + ID.encode() + b"&text=hello&do=need&replaces=" + ID.encode(),
    b"token=" + b"A" * 22 + b"&id=" + ID.encode() + b"&do=blank&blanked=hello+%5B...%5D&text=x",
    b"token=" + b"A" * 22 + b"&id=" + ID.encode() + b"&do=report&why=worried",
    b"code=abcd+efgh&words=please+look+again",
    "text=za%C5%BC%C3%B3%C5%82%C4%87+\u0645%F0%9F%99%82".encode(),
]


def sign_ins() -> list[bytes]:
    """Return bodies as browsers send them to the desk."""
    told = {"clientDataJSON": "e30", "attestationObject": "o2NmbXRkbm9uZQ", "authenticatorData": ID}
    credential = {
        "id": KEY,
        "rawId": KEY,
        "type": "public-key",
        "response": {**told, "signature": KEY, "userHandle": ID},
        "clientExtensionResults": {},
    }
    bodies: list[Mapping[str, Any]] = [
        {"token": "A" * 119},
        {"token": "A" * 119, "name": "Ash", "credential": credential},
        {"credential": credential},
        {"role": "volunteer", "hours": 1},
        {"volunteer": ID, "start": 1, "end": 2, "kind": "duty"},
        {"endpoint": "https://push.example/x", "keys": {"p256dh": KEY, "auth": ID}},
        {},
    ]
    return [json.dumps(body).encode() for body in bodies]
