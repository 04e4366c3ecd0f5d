"""The desk's gate: who of the crew a request comes from, if anybody, and through which cookie."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web

from moderation.crew import Volunteer
from moderation.crew_events import SignedOut, SignedOutEverywhere
from moderation.refusal import DeskCode, No
from server.connection.peers import Peers
from server.desk import sessions
from server.desk.sessions import SESSION_S, Session
from server.streams.crew import StoredCrew

PATH = "/desk"
SECURE_COOKIE, PLAIN_COOKIE = "__Secure-kith-desk", "kith-desk"  # the second on localhost only
_OUR_OWN = ("same-origin", "none")


@dataclass(frozen=True, slots=True)
class Gate:
    """Opens to a session's cookie, and gives and takes it."""

    crew: StoredCrew
    key: bytes
    origins: Sequence[str]
    peers: Peers

    def signed_in(self, request: web.Request) -> Volunteer | None:
        """Return who this is, as they are at this moment."""
        session = self.session(request)
        return self.crew.crew.people.get(session.volunteer) if session is not None else None

    def let_in(self, request: web.Request, answer: web.StreamResponse, volunteer: str) -> None:
        """Begin a session, always a new one: what the browser showed before does not matter."""
        token = sessions.begin(self.key, volunteer, self.crew.now())
        secure = self._secure(request)
        answer.set_cookie(
            SECURE_COOKIE if secure else PLAIN_COOKIE,
            token,
            path=PATH,
            max_age=SESSION_S,
            secure=secure,
            httponly=True,
            samesite="Strict",
        )

    async def let_out(
        self, request: web.Request, answer: web.StreamResponse, *, everywhere: bool = False
    ) -> None:
        """End the session, on every node, also for whoever has a copy of its cookie; or all that
        this volunteer has, wherever they signed in.
        """
        session = self.session(request)
        if session is not None:
            one, all_ = (
                SignedOut(session.name, session.until),
                SignedOutEverywhere(session.volunteer),
            )
            await self.crew.change(lambda _crew, _now: (all_ if everywhere else one,))
        for name in (SECURE_COOKIE, PLAIN_COOKIE):
            if name in request.cookies:
                answer.del_cookie(
                    name, path=PATH, secure=name is SECURE_COOKIE, httponly=True, samesite="Strict"
                )

    def check_origin(self, request: web.Request) -> None:
        """Refuse what another site's page sends; a browser says where a change comes from."""
        origin = request.headers.get("Origin")
        fetch_site = request.headers.get("Sec-Fetch-Site")
        if fetch_site is not None and fetch_site not in _OUR_OWN:
            raise No(DeskCode.WRONG_ORIGIN)
        if request.method in {"GET", "HEAD"}:
            return
        if origin not in self.origins if origin is not None else fetch_site != "same-origin":
            raise No(DeskCode.WRONG_ORIGIN)

    def session(self, request: web.Request) -> Session | None:
        """Return the session of a request's cookie, if it still opens anything."""
        name = SECURE_COOKIE if self._secure(request) else PLAIN_COOKIE
        session = sessions.read(self.key, request.cookies.get(name, ""), self.crew.now())
        if session is None:
            return None
        is_taken = self.crew.crew.takes_session(session.name, session.volunteer, session.began)
        return session if is_taken else None

    def check_lately(self, request: web.Request, minutes: int) -> None:
        """Refuse a session that was begun longer ago: whoever found it open is not its owner."""
        session = self.session(request)
        oldest = self.crew.now() + (SESSION_S - minutes * 60) * 1000
        if session is None or session.until < oldest:
            raise No(DeskCode.SIGN_IN_AGAIN)

    def _secure(self, request: web.Request) -> bool:
        """Return whether the browser came over TLS, as far as the front or our address says."""
        if self.peers.over_tls(request):
            return True
        here = [o for o in self.origins if urlsplit(o).netloc == request.host.lower()]
        known = here or self.origins
        return all(urlsplit(origin).scheme == "https" for origin in known)


GATE = web.AppKey("gate", Gate)


def signed_in(request: web.Request) -> Volunteer | None:
    """Return the volunteer a request comes from, or None."""
    return request.app[GATE].signed_in(request)
