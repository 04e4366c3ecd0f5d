"""Settings: defaults, then a file, then the environment, then the command line."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.settings import Settings, SettingsError, is_loopback, load, origin_of


def test_without_anything_the_defaults_hold():
    assert Settings() == load({}, None)


def test_the_later_of_file_environment_and_command_line_wins(tmp_path: Path):
    file = tmp_path / "kith.toml"
    file.write_text('port = 1\nping_s = 11\nhost = "localhost"\nexit_url = "https://a.example"\n')

    settings = load({"KITH_PORT": "2", "KITH_PING_S": "12"}, file, port=3, host=None)

    assert (3, 12, "localhost", "https://a.example") == (
        settings.port,
        settings.ping_s,
        settings.host,
        settings.exit_url,
    )


@pytest.mark.parametrize(
    ("environment", "name", "value"),
    [
        ({"KITH_LIMITS": "off"}, "limits", False),
        ({"KITH_LIMITS": "ON"}, "limits", True),
        ({"KITH_DATA": "/srv/kith"}, "data", Path("/srv/kith")),
        ({"KITH_ADMIN_PORT": "0"}, "admin_port", 0),
        ({"KITH_PUBLIC_URLS": "https://a.example, http://b.onion"}, "public_urls", ...),
        ({"KITH_TRUSTED_PROXIES": "10.0.0.0/8 ::1"}, "trusted_proxies", ("10.0.0.0/8", "::1")),
        ({"PORT": "1", "KITH_": "x"}, "port", 8080),
    ],
)
def test_the_environment_is_read(environment: Mapping[str, str], name: str, value: object):
    expected = ("https://a.example", "http://b.onion") if value is ... else value

    assert expected == getattr(load(environment, None), name)


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({"port": -1}, "There is no port -1"),
        ({"port": 65_536}, "There is no port 65536"),
        ({"admin_port": 65_536}, "There is no port 65536"),
        ({"ping_s": 0}, "ping_s"),
        ({"ping_s": 61}, "ping_s"),
        ({"disk_reserve_mib": 7}, "KITH_DISK_RESERVE_MIB must be at least 8"),
        ({"trusted_proxies": ("front",)}, "trusted_proxies"),
        ({"trusted_proxies": ("10.0.0.1/8",)}, "trusted_proxies"),
        ({"limits": "maybe"}, "limits"),
        ({"host": "0.0.0.0"}, "--public-url"),  # noqa: S104 - it must be refused
        ({"host": "::"}, "--public-url"),
        ({"host": "kith.example"}, "--public-url"),
        ({"host": "192.0.2.1", "public_urls": ["http://kith.example"]}, "https"),
        ({"host": "192.0.2.1", "public_urls": ["https://a.example"], "limits": False}, "KITH_LIM"),
        ({"public_urls": ["kith.example"]}, "--public-url kith.example"),
        ({"public_urls": ["ftp://kith.example"]}, "--public-url"),
        ({"public_urls": ["https://"]}, "--public-url"),
        ({"public_urls": ["https://kith.example/path"]}, "--public-url"),
        ({"public_urls": ["https://kith.example?x=1"]}, "--public-url"),
        ({"public_urls": ["https://kith.example#x"]}, "--public-url"),
        ({"public_urls": ["https://me@kith.example"]}, "--public-url"),
        ({"public_urls": ["https://kith.example:0"]}, "--public-url"),
        ({"public_urls": ["https://kith.example:70000"]}, "--public-url"),
        ({"public_urls": ["https://[broken"]}, "--public-url"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(given_: Mapping[str, Any], says: str):
    with pytest.raises(SettingsError) as told:
        load({}, None, **given_)

    assert says in str(told.value)
    assert str(told.value).endswith(".")


@pytest.mark.parametrize(
    "given_",
    [
        {"host": "192.0.2.1", "public_urls": ["https://kith.example"]},
        {"host": "::", "public_urls": ["http://abc.onion", "http://kith.example"]},
        {"host": "[::1]", "limits": False},
        {"host": "127.8.9.10", "limits": False},
        {"public_urls": ["https://kith.example:8443/"]},
    ],
)
def test_what_can_be_is_taken(given_: Mapping[str, Any]):
    assert load({}, None, **given_).host


@pytest.mark.parametrize(
    "text",
    ["port = ", "colour = 'red'", "port = 'eighty'", "data = 1", "[port]\nx = 1", "limits = 2"],
)
def test_a_broken_file_is_said_in_a_sentence(tmp_path: Path, text: str):
    file = tmp_path / "kith.toml"
    file.write_text(text)

    with pytest.raises(SettingsError, match=r"\.$"):
        load({}, file)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None):
    file = tmp_path / "kith.toml"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(SettingsError, match=r"kith\.toml"):
        load({}, file)


@pytest.mark.parametrize(("port", "ending"), [(8080, ":8080"), (443, ":443"), (80, "")])
def test_without_public_addresses_the_origins_are_this_machine_at_the_port(port: int, ending: str):
    hosts = ("http://localhost", "http://127.0.0.1", "http://[::1]")

    assert tuple(host + ending for host in hosts) == Settings().origins(port)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Kith.Example/", "https://kith.example"),
        ("https://kith.example:443", "https://kith.example"),
        ("http://kith.onion:80/", "http://kith.onion"),
        ("http://kith.onion:443", "http://kith.onion:443"),
        ("https://kith.example:8443", "https://kith.example:8443"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_an_origin_is_spelt_as_browsers_send_it(url: str, origin: str):
    assert origin == origin_of(url)


def test_the_first_public_address_is_in_links():
    settings = load({}, None, public_urls=["https://a.example/", "https://b.example"])

    assert settings.link(1) == "https://a.example"
    assert Settings().link(8080) == "http://localhost:8080"


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),  # noqa: S104 - asked about, not listened on
        ("kith.example", False),
        ("", False),
    ],
)
def test_loopback_is_this_machine_only(host: str, *, local: bool):
    assert local is is_loopback(host)


NAMES = [field.name for field in fields(Settings)]


@given(st.dictionaries(st.sampled_from([f"KITH_{n.upper()}" for n in NAMES]), st.text()))
def test_whatever_the_environment_holds_the_answer_is_settings_or_a_sentence(
    environment: dict[str, str],
):
    try:
        settings = load(environment, None)
    except SettingsError as error:
        assert str(error).endswith(".")  # noqa: PT017 - either outcome is right
    else:
        assert settings.limits or settings.on_loopback
        assert settings.on_loopback or settings.public_urls
