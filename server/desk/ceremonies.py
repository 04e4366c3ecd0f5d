"""WebAuthn's two ceremonies, by its library: making a passkey, and showing that one has it.

Each answer brings the challenge that it was signed for; whether that was ours is not said here.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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

TITLE = "Kith"
_BROKEN = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)
_VERIFIED = UserVerificationRequirement.REQUIRED
_CHOICE = AuthenticatorSelectionCriteria(
    resident_key=ResidentKeyRequirement.REQUIRED,
    require_resident_key=True,
    user_verification=_VERIFIED,
)


@dataclass(frozen=True, slots=True)
class Ceremonies:
    """What a domain asks of a browser, and what it may answer from these origins."""

    domain: str
    origins: Sequence[str]

    def creation(
        self, volunteer: bytes, name: str, challenge: bytes, known: Sequence[Passkey]
    ) -> Mapping[str, Any]:
        """Return what `navigator.credentials.create` is to be given."""
        options = webauthn.generate_registration_options(
            rp_id=self.domain,
            rp_name=TITLE,
            user_id=volunteer,
            user_name=name,
            challenge=challenge,
            authenticator_selection=_CHOICE,
            exclude_credentials=[
                PublicKeyCredentialDescriptor(base64url_to_bytes(it.credential)) for it in known
            ],
        )
        return _as_json(options_to_json(options))

    def made(self, answer: Mapping[str, Any]) -> tuple[Passkey, bytes]:
        """Return the passkey that a browser made, and the challenge it signed; or raise `No`."""
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
        credential = base64url.encode(made.credential_id)
        key = base64url.encode(made.credential_public_key)
        return Passkey(credential, key, made.sign_count), challenge

    def request(self, challenge: bytes) -> Mapping[str, Any]:
        """Return what `navigator.credentials.get` is to be given; it names nobody."""
        options = webauthn.generate_authentication_options(
            rp_id=self.domain, challenge=challenge, user_verification=_VERIFIED
        )
        return _as_json(options_to_json(options))

    def shown(self, passkey: Passkey, answer: Mapping[str, Any]) -> bytes:
        """Return the challenge that this passkey signed just now; or raise `No`."""
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
        return challenge


def _as_json(text: str) -> Mapping[str, Any]:
    options: Mapping[str, Any] = json.loads(text)
    return options
