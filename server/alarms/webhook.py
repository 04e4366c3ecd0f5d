"""The operator's webhook: a signed note that somebody is needed, without a word of anybody's."""

import hmac
import time
from dataclasses import dataclass
from pathlib import Path

from server.alarms.posting import outgoing, posted, taken
from server.settings import Settings, SettingsError

SIGNATURE = "Kith-Signature"


@dataclass(frozen=True, slots=True, repr=False)
class Webhook:
    """One address that is told, under a secret that both sides know."""

    url: str
    secret: bytes

    async def tell(self, body: bytes) -> bool:
        """Return whether the other side said that it has it."""
        headers = {
            "Content-Type": "application/json",
            SIGNATURE: signature(self.secret, int(time.time()), body),
        }
        async with outgoing() as session:
            return taken(await posted(session, self.url, body, headers))


def signature(secret: bytes, at: int, body: bytes) -> str:
    """Return the header by which the other side knows that we sent this, and when."""
    mac = hmac.new(secret, f"{at}.".encode() + body, "sha256").hexdigest()
    return f"t={at},v1={mac}"


def of(settings: Settings) -> Webhook | None:
    """Return the webhook of the settings, if there is one; raise `SettingsError`."""
    if not settings.webhook_url:
        return None
    file = Path(settings.webhook_secret_file)
    try:
        secret = file.read_bytes().strip()
    except OSError:
        raise SettingsError(f"The webhook's secret file {file} cannot be read.") from None
    if not secret:
        raise SettingsError(f"The webhook's secret file {file} is empty.")
    return Webhook(settings.webhook_url, secret)
