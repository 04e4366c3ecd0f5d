"""A passkey in software: what a browser and its authenticator would answer, byte by byte."""

import hashlib
import json
from collections.abc import Mapping
from secrets import token_bytes
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from rooms import base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class SoftPasskey:
    """One credential for one domain. Lies can be told by its fields."""

    def __init__(self, domain: str = "localhost") -> None:
        self.domain = domain
        self.credential = token_bytes(32)
        self.user = b""
        self.count = 0
        self.flags = PRESENT | VERIFIED
        self._key = ec.generate_private_key(ec.SECP256R1())

    @property
    def id(self) -> str:
        return base64url.encode(self.credential)

    def made(self, options: Mapping[str, Any], origin: str) -> dict[str, Any]:
        """Answer `navigator.credentials.create`."""
        self.user = base64url.decode(options["user"]["id"])
        told = self._client("webauthn.create", options["challenge"], origin)
        size = len(self.credential).to_bytes(2)
        attested = bytes(16) + size + self.credential + self._cose()
        attestation = {
            "fmt": "none",
            "attStmt": {},
            "authData": self._authenticator(ATTESTED) + attested,
        }
        return self._shown({"clientDataJSON": told, "attestationObject": cbor2.dumps(attestation)})

    def signed(self, options: Mapping[str, Any], origin: str) -> dict[str, Any]:
        """Answer `navigator.credentials.get`."""
        told = self._client("webauthn.get", options["challenge"], origin)
        seen = self._authenticator(0)
        signature = self._key.sign(seen + hashlib.sha256(told).digest(), ec.ECDSA(hashes.SHA256()))
        return self._shown(
            {
                "clientDataJSON": told,
                "authenticatorData": seen,
                "signature": signature,
                "userHandle": self.user,
            }
        )

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _authenticator(self, more: int) -> bytes:
        domain = hashlib.sha256(self.domain.encode()).digest()
        return domain + bytes([self.flags | more]) + self.count.to_bytes(4)

    def _cose(self) -> bytes:
        point = self._key.public_key().public_numbers()
        x, y = point.x.to_bytes(32), point.y.to_bytes(32)
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _shown(self, response: Mapping[str, bytes]) -> dict[str, Any]:
        return {
            "id": self.id,
            "rawId": self.id,
            "type": "public-key",
            "response": {name: base64url.encode(raw) for name, raw in response.items()},
            "clientExtensionResults": {},
        }
