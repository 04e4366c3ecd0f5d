"""What a push service is given: a message that only the device reads, in this house's name."""

import time
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02
from pywebpush import WebPusher

from moderation.crew import Device

CLAIM_S = 3600


def sealed(device: Device, message: bytes) -> bytes:
    """Return the message as bytes that only the device can open."""
    keys = {"p256dh": device.p256dh, "auth": device.auth}
    body: bytes = WebPusher({"endpoint": device.endpoint, "keys": keys}).encode(message)["body"]
    return body


def signed(key: ec.EllipticCurvePrivateKey, contact: str, endpoint: str) -> dict[str, str]:
    """Return the headers by which a push service knows who calls."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "sub": contact,
        "exp": int(time.time()) + CLAIM_S,
    }
    headers: dict[str, str] = Vapid02(key).sign(claims)
    return headers
