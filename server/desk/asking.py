"""What the desk's pages ask over HTTP: JSON in, JSON or `application/problem+json` out."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
from aiohttp import web

from moderation.actor import Role
from moderation.crew import Volunteer
from moderation.refusal import DeskCode, No
from server.backplane import Unavailable
from server.desk.gate import GATE, signed_in
from server.web.answers import problem
from server.web.bodies import body, check_size

T = TypeVar("T")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_STATUS = {
    DeskCode.NOT_SIGNED_IN: 401,
    DeskCode.SIGN_IN_AGAIN: 401,
    DeskCode.PASSKEY_REFUSED: 401,
    DeskCode.WRONG_ORIGIN: 403,
    DeskCode.NOT_ALLOWED: 403,
    DeskCode.INVITATION_FORGED: 403,
    DeskCode.INVITATION_USED: 410,
    DeskCode.INVITATION_EXPIRED: 410,
    DeskCode.INVITATION_VOID: 410,
    DeskCode.NO_SUCH_INVITATION: 404,
    DeskCode.NO_SUCH_VOLUNTEER: 404,
    DeskCode.NO_SUCH_SHIFT: 404,
    DeskCode.NO_SUCH_GUEST: 404,
    DeskCode.NO_SUCH_ROOM: 404,
    DeskCode.NOT_NAMED: 404,
    DeskCode.FAULT: 400,
    DeskCode.BAD_NAME: 400,
    DeskCode.BAD_TIME: 400,
    DeskCode.BAD_DEVICE: 400,
    DeskCode.SLOW_DOWN: 429,
    DeskCode.UNAVAILABLE: 503,
}
_CONFLICT = 409  # the asking was fine; what is there already stands against it


def answering(handler: Handler) -> Handler:
    """Return the handler with its refusals as codes, and foreign pages kept out."""

    async def answered(request: web.Request) -> web.StreamResponse:
        try:
            request.app[GATE].check_origin(request)
            check_size(request)
            return await handler(request)
        except No as refusal:
            return problem(_STATUS.get(refusal.code, _CONFLICT), refusal.code.value)
        except web.HTTPClientError as error:
            return problem(error.status, DeskCode.FAULT.value)
        except (Unavailable, TimeoutError):
            return problem(_STATUS[DeskCode.UNAVAILABLE], DeskCode.UNAVAILABLE.value)

    return answered


def somebody(request: web.Request) -> Volunteer:
    """Return who asks; raise `No` if nobody of the crew does."""
    volunteer = signed_in(request)
    if volunteer is None:
        raise No(DeskCode.NOT_SIGNED_IN)
    return volunteer


def coordinator(request: web.Request) -> Volunteer:
    """Return the coordinator who asks; raise `No` for anybody else."""
    volunteer = somebody(request)
    if volunteer.role is not Role.COORDINATOR:
        raise No(DeskCode.NOT_ALLOWED)
    return volunteer


async def asked(request: web.Request, kind: type[T]) -> T:
    """Return the request's body as what was to be asked; raise `No` for anything else."""
    if request.content_type != "application/json":  # no form of another site can send this
        raise No(DeskCode.FAULT)
    return parsed(await body(request), kind)


def parsed(said: bytes, kind: type[T]) -> T:
    """Return a body as what was to be asked; raise `No` for anything else."""
    try:
        return msgspec.json.decode(said, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise No(DeskCode.FAULT) from None


def who(volunteer: Volunteer) -> dict[str, object]:
    """Return a volunteer as others at the desk may see them."""
    return {"id": volunteer.id, "name": volunteer.name, "role": volunteer.role}
