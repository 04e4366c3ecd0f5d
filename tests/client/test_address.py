"""A house is reached by https, by onion, or on this machine; never past a proxy."""

import pytest

from client.address import UnsafeAddress, parse


@pytest.mark.parametrize(
    ("url", "socket", "authority"),
    [
        ("http://localhost:8080", "ws://localhost:8080/ws", "localhost:8080"),
        ("http://127.0.0.1:9/t/x?y", "ws://127.0.0.1:9/ws", "127.0.0.1:9"),
        ("ws://[::1]:9/ws", "ws://[::1]:9/ws", "[::1]:9"),
        ("https://kith.example", "wss://kith.example/ws", "kith.example"),
        ("wss://kith.example:444/ws", "wss://kith.example:444/ws", "kith.example:444"),
        ("http://abc.onion", "ws://abc.onion/ws", "abc.onion"),
    ],
)
def test_one_address_leads_to_pages_and_sockets(
    monkeypatch: pytest.MonkeyPatch, url: str, socket: str, authority: str
):
    monkeypatch.delenv("https_proxy", raising=False)
    monkeypatch.delenv("all_proxy", raising=False)
    address = parse(url)
    assert (socket, authority) == (address.socket, address.authority)


@pytest.mark.parametrize(
    "url",
    ["http://kith.example", "ws://192.168.0.2:80", "ftp://localhost", "localhost:8080", "https://"],
)
def test_words_do_not_travel_in_the_open(url: str):
    with pytest.raises(UnsafeAddress):
        parse(url)


@pytest.mark.parametrize("name", ["https_proxy", "all_proxy"])
def test_a_proxy_is_never_gone_past(monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setenv(name, "socks5://127.0.0.1:9050")
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(UnsafeAddress):
        parse("https://kith.example")
    assert "ws://localhost/ws" == parse("http://localhost").socket


def test_a_proxy_that_is_not_for_this_house_is_no_matter(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:3128")
    monkeypatch.setenv("no_proxy", "kith.example")
    assert "wss://kith.example/ws" == parse("https://kith.example").socket
