"""Which key a slip is checked with: one that was written down, or that of a house's folder."""

from pathlib import Path

from server.crypto.keys import HouseKeys
from server.crypto.slip_key import SlipCheck, SlipKey
from server.operator_error import OperatorError


def check_by_key(written: str) -> SlipCheck:
    """Return the check for a public key, as the page `/slip` shows it."""
    check = SlipCheck.of(written)
    if check is None:
        raise OperatorError("This is no key: it has 64 letters of 0 to 9 and a to f.")
    return check


def check_by_folder(data: Path) -> SlipCheck:
    """Return the check of the house whose data folder this is."""
    keys = HouseKeys.found(data / "keys")
    if keys is None:
        raise OperatorError("There are no keys in this folder. Give the public key with --key.")
    return SlipKey.of(keys).check
