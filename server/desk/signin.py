"""Coming to the desk: joining by invitation, signing in by passkey, and going."""

from typing import Any

from aiohttp import web
from msgspec import Struct

from moderation import joining
from moderation.crew_events import VolunteerJoined
from moderation.refusal import DeskCode, No
from server.crypto.desk_keys import DeskKeys
from server.desk import invitations
from server.desk.asking import answering, asked, somebody, who
from server.desk.challenges import CHALLENGE_S, Purpose
from server.desk.gate import GATE, signed_in
from server.desk.pace import Pace
from server.desk.passkeys import Passkeys
from server.streams.crew import StoredCrew
from server.web.answers import as_json

ADD_MINUTES = 10  # so lately must somebody have signed in to add a passkey
ASKED_MINUTES = CHALLENGE_S // 60
NEW_NAME = "Kith desk"  # what a browser calls the passkey before its owner has a name here


class Token(Struct, frozen=True, forbid_unknown_fields=True):
    """The token out of an invitation's fragment."""

    token: str


class Joining(Struct, frozen=True, forbid_unknown_fields=True):
    """The invitation, the name chosen for shifts, and the passkey that was made."""

    token: str
    name: str
    credential: dict[str, Any]


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """What the browser says of a passkey."""

    credential: dict[str, Any]


class SignIn:
    """`/desk/api/join/...`, `/desk/api/signin/...`, `/desk/api/signout`, `/desk/api/me`."""

    def __init__(
        self, crew: StoredCrew, keys: DeskKeys, passkeys: Passkeys, at: str, pace: Pace
    ) -> None:
        self._crew = crew
        self._keys = keys
        self._passkeys = passkeys
        self._at = at
        self._pace = pace

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to add to the application."""
        return [
            web.post("/desk/api/join/begin", answering(self.join_begin)),
            web.post("/desk/api/join/finish", answering(self.join_finish)),
            web.post("/desk/api/signin/begin", answering(self.begin)),
            web.post("/desk/api/signin/finish", answering(self.finish)),
            web.post("/desk/api/passkeys/begin", answering(self.add_begin)),
            web.post("/desk/api/passkeys/finish", answering(self.add_finish)),
            web.post("/desk/api/signout", answering(self.out)),
            web.post("/desk/api/signout/everywhere", answering(self.out_everywhere)),
            web.get("/desk/api/me", answering(self.me)),
        ]

    async def join_begin(self, request: web.Request) -> web.StreamResponse:
        """Look at the invitation, and ask for a new passkey."""
        now = self._crew.now()
        link = invitations.read(self._keys, (await asked(request, Token)).token, now)
        invitation = joining.opened(self._crew.crew, link.digest, now)
        options = await self._passkeys.ask_new(Purpose.JOIN, NEW_NAME)
        return as_json({"role": invitation.role, "until": invitation.until, "options": options})

    async def join_finish(self, request: web.Request) -> web.StreamResponse:
        """Take somebody in, once, and sign them in."""
        self._pace.check(request)
        wanted = await asked(request, Joining)
        now = self._crew.now()
        link = invitations.read(self._keys, wanted.token, now)
        joining.opened(self._crew.crew, link.digest, now)
        joining.check_name(self._crew.crew, wanted.name)
        passkey, volunteer = await self._passkeys.new(Purpose.JOIN, wanted.credential)
        joined = VolunteerJoined(
            volunteer=volunteer,
            name=wanted.name,
            role=link.role,
            invitation=link.digest,
            credential=passkey.credential,
            key=passkey.key,
            count=passkey.count,
        )
        await self._crew.change(lambda crew, moment: joining.join(crew, joined, moment))
        return self._let_in(request, volunteer)

    async def begin(self, _request: web.Request) -> web.StreamResponse:
        """Ask for a passkey; nobody is named, so nothing is told of who exists."""
        return as_json({"options": await self._passkeys.ask()})

    async def finish(self, request: web.Request) -> web.StreamResponse:
        """Sign in whoever has the passkey."""
        self._pace.check(request)
        answer = (await asked(request, Answer)).credential
        found = self._crew.crew.by_credential(str(answer.get("id")))
        if found is None:
            raise No(DeskCode.PASSKEY_REFUSED)
        volunteer, passkey = found
        await self._passkeys.check(passkey, answer)
        return self._let_in(request, volunteer.id)

    async def add_begin(self, request: web.Request) -> web.StreamResponse:
        """Ask for one more passkey of somebody who is signed in."""
        by = somebody(request)
        request.app[GATE].check_lately(request, ADD_MINUTES)
        options = await self._passkeys.ask_new(
            Purpose.ADD, by.name, volunteer=by.id, known=by.passkeys
        )
        return as_json({"options": options})

    async def add_finish(self, request: web.Request) -> web.StreamResponse:
        """Keep one more passkey."""
        by = somebody(request)
        request.app[GATE].check_lately(request, ADD_MINUTES + ASKED_MINUTES)
        answer = (await asked(request, Answer)).credential
        passkey, _ = await self._passkeys.new(Purpose.ADD, answer)
        await self._crew.change(lambda crew, _now: joining.add_passkey(crew, by, passkey))
        return as_json({"passkeys": len(self._crew.crew.people[by.id].passkeys)}, 201)

    async def out(self, request: web.Request) -> web.StreamResponse:
        """End the session."""
        answer = web.Response(status=204)
        await request.app[GATE].let_out(request, answer)
        return answer

    async def out_everywhere(self, request: web.Request) -> web.StreamResponse:
        """End all sessions of who asks, this one too: for somebody who fears for one of them."""
        answer = web.Response(status=204)
        await request.app[GATE].let_out(request, answer, everywhere=True)
        return answer

    async def me(self, request: web.Request) -> web.StreamResponse:
        """Say who is signed in, and where passkeys work."""
        volunteer = signed_in(request)
        you = who(volunteer) if volunteer is not None else None
        return as_json({"you": you, "at": self._at, "domain": self._passkeys.domain})

    def _let_in(self, request: web.Request, volunteer: str) -> web.StreamResponse:
        answer = as_json({"you": who(self._crew.crew.people[volunteer])})
        request.app[GATE].let_in(request, answer, volunteer)
        return answer
