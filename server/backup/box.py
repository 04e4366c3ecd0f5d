"""The file of a backup: closed to the operator's key, so that this machine cannot open it.

Mark, format, which key, a public key made for this file alone, then AES-256-GCM over all of
the content; what stands before it is authenticated too, so a cut or a changed file is seen.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rooms.hkdf import hkdf_sha256
from server.crypto.files import OWNER_ONLY_FOLDER, create_whole, open_folder
from server.operator_error import OperatorError

FORMAT: Final = 1
KEY_FILE: Final = "backup.public"
_MARK: Final = b"kith.backup\n"
_KEY_MARK: Final = "kith backup key 1"
_KEY_BYTES: Final = 32
_NAME_BYTES: Final = 8
_HEAD_BYTES: Final = len(_MARK) + 1 + _NAME_BYTES + _KEY_BYTES
_NONCE: Final = bytes(12)  # each file has a key of its own, used once

NO_KEY: Final = (
    "There is no backup key yet. Make one with: kith backup --new-key FILE. It opens every "
    "backup, so keep it away from this machine."
)


@dataclass(frozen=True, slots=True, repr=False)
class PublicKey:
    """What backups are closed to; stands beside the house's keys."""

    raw: bytes

    @property
    def name(self) -> bytes:
        """Which key it is, as every file says."""
        return sha256(self.raw).digest()[:_NAME_BYTES]

    @classmethod
    def read(cls, keys: Path) -> "PublicKey":
        """Read the house's; raise `OperatorError` if none was made."""
        try:
            raw = bytes.fromhex((keys / KEY_FILE).read_text("ascii").strip())
        except FileNotFoundError:
            raise OperatorError(NO_KEY) from None
        except ValueError:
            raw = b""
        if len(raw) != _KEY_BYTES:
            raise OperatorError(f"The file {keys / KEY_FILE} is damaged. Make a new backup key.")
        return cls(raw)


def new_key(keys: Path, private: Path) -> None:
    """Make a pair: the operator's half in a file of its own, the other beside the house's keys."""
    if private.exists():
        raise OperatorError(f"There is a file {private} already; it was left as it is.")
    made = X25519PrivateKey.generate()
    lines = f"{_KEY_MARK}\n{made.private_bytes_raw().hex()}\n"
    create_whole(private.absolute(), lines.encode())
    keys.parent.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
    open_folder(keys)
    keep_public(keys, made)


def keep_public(keys: Path, key: X25519PrivateKey) -> None:
    """Have the next backups closed to this key."""
    public = key.public_key().public_bytes_raw().hex()
    create_whole(keys / KEY_FILE, f"{public}\n".encode())


def private_key(path: Path) -> X25519PrivateKey:
    """Read the operator's half."""
    try:
        mark, key = path.read_text("ascii").split("\n")[:2]
        raw = bytes.fromhex(key)
    except OSError as error:
        raise OperatorError(f"The key {path} cannot be read: {error.strerror}.") from None
    except ValueError:
        mark, raw = "", b""
    if mark != _KEY_MARK or len(raw) != _KEY_BYTES:
        raise OperatorError(f"The file {path} is not a backup key.")
    return X25519PrivateKey.from_private_bytes(raw)


def close(to: PublicKey, content: bytes) -> bytes:
    """Return a file that only the key's other half opens."""
    once = X25519PrivateKey.generate()
    public = once.public_key().public_bytes_raw()
    head = _MARK + bytes([FORMAT]) + to.name + public
    shared = once.exchange(X25519PublicKey.from_public_bytes(to.raw))
    return head + _cipher(shared, head).encrypt(_NONCE, content, head)


def opened(key: X25519PrivateKey, file: bytes) -> bytes:
    """Return what was closed; raise `OperatorError` with what is wrong with the file."""
    head, sealed = file[:_HEAD_BYTES], file[_HEAD_BYTES:]
    if not head.startswith(_MARK) or len(head) < _HEAD_BYTES:
        raise OperatorError("This is not a backup of Kith, or it is cut short.")
    version, rest = head[len(_MARK)], head[len(_MARK) + 1 :]
    if version > FORMAT:
        raise OperatorError(
            f"This backup was written by a newer version of Kith (format {version}). Restore it"
            " with that version."
        )
    if rest[:_NAME_BYTES] != PublicKey(key.public_key().public_bytes_raw()).name:
        raise OperatorError("This backup was made for another key.")
    shared = key.exchange(X25519PublicKey.from_public_bytes(rest[_NAME_BYTES:]))
    try:
        return _cipher(shared, head).decrypt(_NONCE, sealed, head)
    except InvalidTag:
        raise OperatorError(
            "This backup is cut short or was changed; nothing of it was used."
        ) from None


def _cipher(shared: bytes, head: bytes) -> AESGCM:
    return AESGCM(hkdf_sha256(shared, salt=b"kith.backup.v1", info=head, length=_KEY_BYTES))
