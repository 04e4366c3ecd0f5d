"""What the house's key makes of ids: a case's, an appeal's code, marks that name nobody."""

from base64 import b32encode
from hmac import digest
from secrets import token_urlsafe

from rooms import base64url
from server.streams.names import shard_of


class KeyedSecrets:
    """`moderation.ports.Secrets` from the house's key."""

    def __init__(self, key: bytes) -> None:
        self.key = key

    def case_id(self, room_id: str) -> str:
        """Return a new case's id, `17-...`: its shard's number, so that its desk is found."""
        return f"{shard_of(room_id).strip('{}')}-{token_urlsafe(9)}"

    def reporter(self, room_id: str, member: str, n: int) -> str:
        """Return a mark that tells reporters of one line apart, and nothing else."""
        return digest(self.key, f"report|{room_id}|{n}|{member}".encode(), "sha256")[:8].hex()

    def appeal(self, case: str, member: str) -> str:
        """Return the code a member asks another volunteer with; it can be told again."""
        secret = digest(self.key, f"appeal|{case}|{member}".encode(), "sha256")
        return b32encode(secret[:10]).decode().lower()

    def invited_to(self, room_id: str) -> str:
        """Return what a guest's pass begins with: its room, to nobody but this house."""
        return base64url.encode(digest(self.key, f"guest|{room_id}".encode(), "sha256")[:6])

    def volunteer(self, line: str, volunteer: str) -> str:
        """Return who a volunteer is on a private line: nobody knows them by it anywhere else."""
        drawn = digest(self.key, f"volunteer|{line}|{volunteer}".encode(), "sha256")
        return base64url.encode(drawn[:16])
