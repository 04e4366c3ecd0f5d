"""Web Push: a call to a volunteer's device, sealed so that only it can read the few words.

The push service in between learns that this house called a device, and when; not why.
"""

import asyncio
import hashlib
from enum import Enum

from aiohttp import ClientSession
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from moderation.crew import Device
from rooms import base64url
from server.alarms.places import PushPlaces
from server.alarms.posting import posted, taken

TTL_S = 300
AUTH_BYTES = 16
GONE = (404, 410)
NO_CONTACT = "mailto:desk@localhost"  # of a house without a public address: nobody outside calls


class Sent(Enum):
    """What became of a call."""

    TAKEN = "taken"
    GONE = "gone"
    LOST = "lost"


class WebPush:
    """Calls devices in this house's name."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, contact: str, places: PushPlaces) -> None:
        self._key = key
        self._contact = contact if contact.startswith("https://") else NO_CONTACT
        self.places = places
        raw = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public_key = base64url.encode(raw)

    def may_call(self, device: Device) -> bool:
        """Return whether a device can be called: an address we call, and keys that are keys."""
        try:
            point = base64url.decode(device.p256dh.rstrip("="))
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
            auth = base64url.decode(device.auth.rstrip("="))
        except ValueError:
            return False
        return len(auth) == AUTH_BYTES and self.places.may_call(device.endpoint)

    async def call(
        self, session: ClientSession, device: Device, message: bytes, about: str
    ) -> Sent:
        """Call one device. What is `about` the same takes the place of what still waits."""
        if not self.places.may_call(device.endpoint):  # the settings may have changed
            return Sent.LOST
        # In a thread: the first call waits for the library, and the rooms do not.
        body, signature = await asyncio.to_thread(self._sealed, device, message)
        headers = {
            **signature,
            "Content-Type": "application/octet-stream",
            "Content-Encoding": "aes128gcm",
            "TTL": str(TTL_S),
            "Urgency": "high",
            "Topic": self._topic(about),
        }
        status = await posted(session, device.endpoint, body, headers)
        if status in GONE:
            return Sent.GONE
        return Sent.TAKEN if taken(status) else Sent.LOST

    def _sealed(self, device: Device, message: bytes) -> tuple[bytes, dict[str, str]]:
        from server.alarms.sealing import sealed, signed

        return sealed(device, message), signed(self._key, self._contact, device.endpoint)

    def _topic(self, about: str) -> str:
        """Return a word that says nothing to the push service."""
        return base64url.encode(hashlib.sha256(f"{self.public_key}|{about}".encode()).digest()[:18])
