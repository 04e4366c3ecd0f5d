"""What a form brought: fields as text, or a reason not to look at them."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from aiohttp import web

from server.plain.callers import Caller, Callers
from server.plain.tokens import is_ours
from server.web.bodies import body
from server.wire.frames import MemberFrame

FORM = "application/x-www-form-urlencoded"
UTF_8 = "utf-8"  # as our pages say; under some other names text comes that is none


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody sent, and whether it is wanted: their own, from a page of ours.

    `words` is what they typed; not what a foreign page put there, as if the person had.
    """

    fields: Mapping[str, str]
    is_wanted: bool
    words: str = ""

    def get(self, name: str) -> str:
        """Return a field; nothing if it did not come."""
        return self.fields.get(name, "")


async def fields(request: web.Request) -> Mapping[str, str]:
    """Return the form's fields; raises what a calm page is shown for."""
    if request.content_type != FORM or (request.charset or UTF_8).lower() != UTF_8:
        raise web.HTTPUnsupportedMediaType
    await body(request)  # kept in the request: what follows waits for nothing
    try:
        posted = await request.post()
    except ValueError:
        raise web.HTTPBadRequest from None
    # Browsers send line ends as two characters; the person typed one.
    return {
        name: value.replace("\r\n", "\n")
        for name, value in posted.items()
        if isinstance(value, str)
    }


def is_wanted(
    request: web.Request, callers: Callers, caller: Caller, sent: Mapping[str, str]
) -> bool:
    """Return whether this person sent this form, from a page of ours."""
    return callers.is_from_here(request) and is_ours(caller.token, sent.get("token", ""))


def frame(t: str, **wanted: object) -> MemberFrame | None:
    """Return the frame a form comes to; None if one of its fields is none."""
    try:
        made: MemberFrame = msgspec.convert({"t": t, **wanted}, MemberFrame)
    except msgspec.ValidationError:
        return None
    return made
