"""One frozen set of settings: defaults, then a TOML file, then the environment (`KITH_...`).

Nothing here can weaken a promise: there is no setting for keeping text longer, noting
addresses, or posting without the disk.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "KITH_"
LEAST_RESERVE_MIB = 8
LAST_PORT = 65_535
SLOWEST_PING_S = 60  # a proxy before us lets go of a silent line after about so long
LONGEST_STREAM_S = 3600  # a page that grows for an hour is enough for any browser
USUAL_PORTS = {"http": 80, "https": 443}


ONE_ONLY = (
    "This works with one Redis only. A house on several is kept by each one's own copies: see "
    "docs/capacity.md."
)


class SettingsError(Exception):
    """A setting cannot be; the message is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How one node runs. Units are in the names."""

    data: Path = Path("kith-data")
    redis: str = ""
    host: str = "127.0.0.1"
    port: int = 8080
    admin_port: int | None = None
    public_urls: tuple[str, ...] = ()
    limits: bool = True
    disk_reserve_mib: int = 200
    trusted_proxies: tuple[str, ...] = ()
    shared_addresses: tuple[str, ...] = ()
    exit_url: str = ""
    leave_less_trace: bool = False
    ping_s: int = 25
    plain_stream_s: int = 600
    accept_clock: bool = False
    push_hosts: tuple[str, ...] = ()
    webhook_url: str = ""
    webhook_secret_file: str = ""

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    @property
    def primaries(self) -> Sequence[str]:
        """Return the addresses of the Redis that hold the house; none for the data folder."""
        return self.redis.split()

    @property
    def one_redis(self) -> str:
        """Return the address of the only Redis, or raise `SettingsError`."""
        if len(self.primaries) > 1:
            raise SettingsError(ONE_ONLY)
        return self.redis

    def origins(self, port: int) -> tuple[str, ...]:
        """Return the origins a browser may come from; `port` is the one listened on."""
        here = (f"http://{host}:{port}" for host in ("localhost", "127.0.0.1", "[::1]"))
        return tuple(origin_of(url) for url in self.public_urls or here)

    def link(self, port: int) -> str:
        """Return the address printed in links."""
        return self.public_urls[0].rstrip("/") if self.public_urls else f"http://localhost:{port}"


def load(environment: Mapping[str, str], file: Path | None, **given: Any) -> Settings:  # noqa: ANN401 - the command line's values, checked below
    """Return the settings, checked; raise `SettingsError`. `given` is the command line's."""
    known = {field.name for field in fields(Settings)}
    values: dict[str, Any] = {}
    if file is not None:
        values |= _from_file(file, known)
    values |= {
        name: environment[PREFIX + name.upper()]
        for name in known
        if PREFIX + name.upper() in environment
    }
    values |= {name: value for name, value in given.items() if value is not None}
    return _checked(replace(Settings(), **{k: _typed(k, v) for k, v in values.items()}))


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def origin_of(url: str) -> str:
    """Return the origin of an address: scheme and host, and the port if it is not the usual."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}".lower()
    return origin.removesuffix(f":{USUAL_PORTS[parts.scheme]}")


def _from_file(file: Path, known: set[str]) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise SettingsError(f"The settings file {file} cannot be read as TOML.") from None
    unknown = sorted(set(values) - known)
    if unknown:
        raise SettingsError(f"The settings file {file} has unknown settings: {', '.join(unknown)}.")
    return values


def _typed(name: str, value: Any) -> Any:  # noqa: ANN401 - from TOML, environment or command line
    kind = next(field.type for field in fields(Settings) if field.name == name)
    try:
        return _CONVERT[str(kind)](value)
    except (ValueError, TypeError, KeyError):
        raise SettingsError(f"The setting {name} cannot be {value!r}.") from None


def _switch(value: Any) -> bool:  # noqa: ANN401 - from TOML, environment or command line
    if isinstance(value, bool):
        return value
    return {"on": True, "true": True, "1": True, "off": False, "false": False, "0": False}[
        str(value).lower()
    ]


def _many(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - from TOML, environment or command line
    items = value.replace(",", " ").split() if isinstance(value, str) else value
    return tuple(str(item) for item in items)


_CONVERT: Mapping[str, Callable[[Any], Any]] = {
    "<class 'str'>": str,
    "<class 'int'>": int,
    "int | None": int,
    "<class 'bool'>": _switch,
    "<class 'pathlib.Path'>": Path,
    "tuple[str, ...]": _many,
}


def _checked(settings: Settings) -> Settings:
    _check_numbers(settings)
    _check_networks("trusted_proxies", settings.trusted_proxies)
    _check_networks("shared_addresses", settings.shared_addresses)
    for url in settings.public_urls:
        _check_public(url)
    _check_webhook(settings)
    if not settings.limits and not settings.on_loopback:
        raise SettingsError(
            "KITH_LIMITS=off is only for measuring on this machine: leave it out, "
            "or listen on 127.0.0.1."
        )
    if not settings.on_loopback and not any(_is_safe(url) for url in settings.public_urls):
        raise SettingsError(
            f"Listening on {settings.host} needs --public-url with an https address (or an "
            "onion address): browsers keep a person's key only on secure pages. Put a TLS "
            "front before Kith and give its address."
        )
    return settings


def _check_numbers(settings: Settings) -> None:
    for port in (settings.port, settings.admin_port or 0):
        if not 0 <= port <= LAST_PORT:
            raise SettingsError(f"There is no port {port}: ports go from 0 to {LAST_PORT}.")
    if settings.disk_reserve_mib < LEAST_RESERVE_MIB:
        raise SettingsError(f"KITH_DISK_RESERVE_MIB must be at least {LEAST_RESERVE_MIB}.")
    if not 1 <= settings.ping_s <= SLOWEST_PING_S:
        raise SettingsError(f"The setting ping_s must be from 1 to {SLOWEST_PING_S}.")
    if not 1 <= settings.plain_stream_s <= LONGEST_STREAM_S:
        raise SettingsError(f"The setting plain_stream_s must be from 1 to {LONGEST_STREAM_S}.")


def _check_networks(setting: str, networks: tuple[str, ...]) -> None:
    for network in networks:
        try:
            ip_network(network)
        except ValueError:
            raise SettingsError(
                f"The setting {setting} cannot hold {network!r}: give networks, such as 10.0.0.0/8."
            ) from None


def _check_public(url: str) -> None:
    if not _is_origin(url):
        raise SettingsError(f"--public-url {url} is not an address like https://kith.example.")


def _check_webhook(settings: Settings) -> None:
    if not settings.webhook_url:
        return
    parts = urlsplit(settings.webhook_url)
    host = parts.hostname or ""
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise SettingsError("KITH_WEBHOOK_URL must be an https address, or one on this machine.")
    if not settings.webhook_secret_file:
        raise SettingsError("KITH_WEBHOOK_URL needs KITH_WEBHOOK_SECRET_FILE, to sign with.")


def _is_origin(url: str) -> bool:
    """Return whether an address is scheme, host and port, and nothing more."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    more = parts.username or parts.query or parts.fragment or parts.path not in {"", "/"}
    return parts.scheme in USUAL_PORTS and bool(parts.hostname) and not more and port != 0


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.hostname or "").endswith(".onion")
