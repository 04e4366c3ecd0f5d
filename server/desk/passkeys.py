"""Passkeys: what a browser is asked, and whether its answer is one. WebAuthn, by its library."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import (
    base64url_to_bytes,
    options_to_json,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from moderation.crew import Passkey
from moderation.refusal import DeskCode, No
from rooms import base64url
from server.desk.challenges import Challenges, Purpose
from server.settings import is_loopback

TITLE = "Kith"
LONGEST_CREDENTIAL = 1024  # characters: more is no credential id
_BROKEN = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)
_VERIFIED = UserVerificationRequirement.REQUIRED
_CHOICE = AuthenticatorSelectionCriteria(
    resident_key=ResidentKeyRequirement.REQUIRED,
    require_resident_key=True,
    user_verification=_VERIFIED,
)


@dataclass(frozen=True, slots=True)
class Passkeys:
    """Asks for passkeys of one domain and checks them. `origins` are ours within that domain."""

    challenges: Challenges
    domain: str
    origins: Sequence[str]

    def ask_new(
        self, purpose: Purpose, name: str, *, volunteer: str = "", known: Sequence[Passkey] = ()
    ) -> Mapping[str, Any]:
        """Return what `navigator.credentials.create` is to be given."""
        challenge = self.challenges.make(purpose)
        options = webauthn.generate_registration_options(
            rp_id=self.domain,
            rp_name=TITLE,
            user_id=base64url.decode(volunteer or self.challenges.volunteer(challenge)),
            user_name=name,
            challenge=challenge,
            authenticator_selection=_CHOICE,
            exclude_credentials=[
                PublicKeyCredentialDescriptor(base64url_to_bytes(it.credential)) for it in known
            ],
        )
        return _as_json(options_to_json(options))

    async def new(self, purpose: Purpose, answer: Mapping[str, Any]) -> tuple[Passkey, str]:
        """Return the passkey that a browser made, and the id for whoever joins with it."""
        try:
            parsed = parse_registration_credential_json(dict(answer))
            challenge = parse_client_data_json(parsed.response.client_data_json).challenge
            made = webauthn.verify_registration_response(
                credential=parsed,
                expected_challenge=challenge,
                expected_rp_id=self.domain,
                expected_origin=list(self.origins),
                require_user_verification=True,
            )
        except _BROKEN:
            raise No(DeskCode.PASSKEY_REFUSED) from None
        await self.challenges.use(purpose, challenge)
        credential = base64url.encode(made.credential_id)
        if len(credential) > LONGEST_CREDENTIAL:
            raise No(DeskCode.PASSKEY_REFUSED)
        key = base64url.encode(made.credential_public_key)
        return Passkey(credential, key, made.sign_count), self.challenges.volunteer(challenge)

    def ask(self) -> Mapping[str, Any]:
        """Return what `navigator.credentials.get` is to be given; it names nobody."""
        options = webauthn.generate_authentication_options(
            rp_id=self.domain,
            challenge=self.challenges.make(Purpose.SIGN_IN),
            user_verification=_VERIFIED,
        )
        return _as_json(options_to_json(options))

    async def check(self, passkey: Passkey, answer: Mapping[str, Any]) -> None:
        """Raise `No` unless the answer was signed just now by this passkey."""
        try:
            parsed = parse_authentication_credential_json(dict(answer))
            challenge = parse_client_data_json(parsed.response.client_data_json).challenge
            webauthn.verify_authentication_response(
                credential=parsed,
                expected_challenge=challenge,
                expected_rp_id=self.domain,
                expected_origin=list(self.origins),
                credential_public_key=base64url_to_bytes(passkey.key),
                credential_current_sign_count=passkey.count,
                require_user_verification=True,
            )
        except _BROKEN:
            raise No(DeskCode.PASSKEY_REFUSED) from None
        await self.challenges.use(Purpose.SIGN_IN, challenge)


def domain_of(link: str) -> str:
    """Return the domain that passkeys belong to: the links' host, which is a name."""
    host = urlsplit(link).hostname or ""
    return "localhost" if is_loopback(host) else host


def origins_in(domain: str, origins: Sequence[str]) -> Sequence[str]:
    """Return those of our origins at which passkeys of the domain work."""
    hosts = ((origin, urlsplit(origin).hostname or "") for origin in origins)
    return [origin for origin, host in hosts if host == domain or host.endswith(f".{domain}")]


def _as_json(text: str) -> Mapping[str, Any]:
    options: Mapping[str, Any] = json.loads(text)
    return options
