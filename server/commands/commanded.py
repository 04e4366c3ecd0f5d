"""The running server's end of the operator's socket: what a command asks is done here."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

import msgspec

from rooms.held_meetings import HeldMeetings
from server.backplane import Unavailable
from server.commands.beginning import begin
from server.commands.control import ANSWER_S, RUN, near
from server.commands.group_comes import come
from server.commands.group_leaves import leave
from server.commands.operating import Operating, wanted
from server.commands.purging import purged
from server.desk.inviting import Inviting, invited
from server.notes import Place, note_bug
from server.operator_error import OperatorError

LINE_BYTES = 64 * 1024 * 1024  # some hundred thousand rooms from one file


@asynccontextmanager
async def listening(
    data: Path, operating: Operating, inviting: Inviting, meetings: HeldMeetings
) -> AsyncIterator[None]:
    """Answer commands while the server runs."""
    run = data / RUN
    run.mkdir(mode=0o700, exist_ok=True)
    # Not the process's number: nodes in containers that share a folder all have number 1.
    path = run / f"{token_hex(4)}.sock"
    with near(run) as short:
        _clear_away(short)
        server = await asyncio.start_unix_server(
            lambda reader, writer: _serve(operating, inviting, meetings, reader, writer),
            short / path.name,
            limit=LINE_BYTES,
        )
    try:
        yield
    finally:
        server.close()
        path.unlink(missing_ok=True)


def _clear_away(run: Path) -> None:
    """Remove the sockets of servers that were killed; of those that live, none."""
    for path in run.glob("*.sock"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(ANSWER_S)
            try:
                connection.connect(str(path))
            except ConnectionRefusedError:
                path.unlink(missing_ok=True)


async def _serve(
    operating: Operating,
    inviting: Inviting,
    meetings: HeldMeetings,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    with suppress(ConnectionError, ValueError, asyncio.IncompleteReadError):
        if line := await reader.readline():  # nothing: somebody only looked who is there
            answer = await _answer(operating, inviting, meetings, line)
            writer.write(msgspec.json.encode(answer) + b"\n")
            await writer.drain()
    writer.close()


async def _answer(
    operating: Operating, inviting: Inviting, meetings: HeldMeetings, line: bytes
) -> Mapping[str, Any]:
    try:
        question = msgspec.json.decode(line)
        return {"ok": True, **await carry_out(operating, inviting, question, meetings)}
    except msgspec.DecodeError:
        return {"ok": False, "says": "The server did not understand the command."}
    except OperatorError as error:
        return {"ok": False, "says": str(error)}
    except (Unavailable, TimeoutError):
        return {"ok": False, "says": "The store does not answer at this moment. Try again."}
    except Exception as error:  # noqa: BLE001 - the server goes on whatever a command does
        note_bug(Place.CONTROL, error)
        return {"ok": False, "says": "Something broke in the server; it goes on."}


async def carry_out(
    operating: Operating,
    inviting: Inviting,
    question: Mapping[str, Any],
    meetings: HeldMeetings | None = None,
) -> Mapping[str, Any]:
    """Do what a command asks and return what it is told."""
    match question:
        case {"do": "open", "rooms": list(rooms)}:
            await operating.open([wanted(room) for room in rooms])
        case {"do": "close", "room": str(room_id)}:
            await operating.close(room_id)
        case {"do": "list"}:
            return {"rooms": [msgspec.structs.asdict(card) for card in await operating.list()]}
        case {"do": "audit", "keys": str(keys), "seen": str(seen)}:
            return await operating.audit(Path(keys), seen)
        case {"do": "backup", "keys": str(keys)}:
            return await operating.backup(Path(keys))
        case {"do": "report", "month": str(month)}:
            return await operating.report(month)
        case {"do": "begin", "room": str(room_id), "format": str(form)}:
            await begin(meetings, room_id, form)
        case {"do": "meeting" | "guest" | "adult" as about}:
            return await operating.asked_about(about, question)
        case _:
            return await _of_this_address(operating, inviting, question)
    return {}


async def _of_this_address(
    operating: Operating, inviting: Inviting, question: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Do what says, or asks, which house this is."""
    match question:
        case {"do": "moved", "room": str(room_id), "to": str(to)}:
            await operating.moved(room_id, to)
            return {}
        case {"do": "purge", "room": str(room_id)}:
            return await purged(operating.ground.streams, room_id)
        case {"do": "invite", "role": str(role), "hours": int(hours)}:
            return {"link": await invited(inviting, role, hours)}
        case {"do": "export", "room": str(room_id)}:
            return await leave(operating, room_id, inviting.at)
        case {"do": "import", "file": str(file), "as": str(id_), "key": str(key), "look": bool(it)}:
            return await come(operating, file, id_, key, look=it)
        case _:
            raise OperatorError("The server does not know this command; are both of one version?")
