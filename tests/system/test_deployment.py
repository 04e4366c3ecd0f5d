"""What docker-compose.yml starts, started here as processes: two nodes talk through the front.

No container engine is needed: the commands, the environment and the front's settings are the
files' own; only names of machines, ports and folders become those of this test.
"""

import asyncio
import datetime as dt
import re
import ssl
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from shutil import which
from typing import Any
from urllib.request import urlopen

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from kith_process import KithProcess
from redis_process import RedisProcess, free_port
from wire import Wire

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
WAIT_S = 20


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    return read


def test_only_the_front_has_an_address_outside(compose: dict[str, Any]) -> None:
    published = [name for name, service in compose["services"].items() if "ports" in service]
    assert published == ["front"]
    assert compose["networks"]["inside"]["internal"]
    inside = ("redis", "kith1", "kith2")
    assert all("outside" not in compose["services"][name]["networks"] for name in inside)


def test_everything_is_read_only_and_gives_up_its_rights(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name


def test_nothing_notes_who_came(compose: dict[str, Any]) -> None:
    front = (ROOT / "deploy" / "haproxy.cfg").read_text("utf-8")
    assert compose["services"]["front"]["logging"] == {"driver": "none"}
    assert not re.search(r"^\s*(option httplog|option tcplog|log )", front, re.MULTILINE)


def test_the_image_runs_as_nobody_in_particular() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    assert "USER kith" in lines
    assert sum(line.startswith("FROM ") for line in lines) == len(("build", "run"))


def certificate(folder: Path) -> Path:
    """Make the file the front wants: a certificate for localhost and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "kith.pem"
    file.write_bytes(made.public_bytes(pem) + private)
    return file


class Deployment:
    """The compose file's services on this machine."""

    def __init__(self, compose: dict[str, Any], folder: Path) -> None:
        self.folder = folder
        services = compose["services"]
        self.redis = RedisProcess(folder / "redis", *self._redis_options(services["redis"]))
        self.https, self.http = free_port(), free_port()
        self.nodes = {name: self._node(services[name]) for name in ("kith1", "kith2")}
        self.front: subprocess.Popen[bytes] | None = None
        self.certificate = certificate(folder)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.https}"

    def start(self) -> None:
        self.redis.start()
        for node in self.nodes.values():
            node.start()
        haproxy = which("haproxy")
        assert haproxy, "haproxy is missing: apt-get install haproxy"
        settings = self.folder / "haproxy.cfg"
        settings.write_text(self._front_settings())
        subprocess.run([haproxy, "-c", "-q", "-f", str(settings)], check=True)
        self.front = subprocess.Popen([haproxy, "-db", "-q", "-f", str(settings)])

    def end(self) -> None:
        if self.front is not None:
            self.front.terminate()
            self.front.wait(10)
        for node in self.nodes.values():
            node.stop()
        self.redis.kill()

    def _redis_options(self, service: dict[str, Any]) -> list[str]:
        options = list(service["command"][1:])
        at = options.index("--dir")
        return options[:at] + options[at + 2 :]

    def _node(self, service: dict[str, Any]) -> KithProcess:
        environment = {name: self._here(value) for name, value in service["environment"].items()}
        assert service["command"][0] == "serve"
        return KithProcess(self.folder / "data", "--admin-port", "0", **environment)

    def _here(self, value: str) -> str:
        """Return a setting with this test's machine in place of the containers'."""
        value = value.replace("${KITH_DOMAIN:-localhost}", f"localhost:{self.https}")
        value = value.replace("${KITH_ONION:-}", "").replace(
            "redis:6379", f"127.0.0.1:{self.redis.port}"
        )
        return value.replace("10.83.0.2", "127.0.0.1").replace("10.83.0.3", "127.0.0.3").strip()

    def _front_settings(self) -> str:
        text = (ROOT / "deploy" / "haproxy.cfg").read_text("utf-8")
        text = text.replace(":443", f"127.0.0.1:{self.https}").replace(
            "bind :80", f"bind 127.0.0.1:{self.http}"
        )
        text = text.replace("/etc/haproxy/certs/kith.pem", str(self.certificate))
        text = re.sub(r" resolvers inside init-addr \S+", "", text).partition("resolvers inside")[0]
        for name, node in self.nodes.items():
            text = text.replace(
                f"server {name} {name}:8080", f"server {name} 127.0.0.1:{node.port}"
            )
        return text


@pytest.fixture(scope="module")
def deployment(
    compose: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    deployed = Deployment(compose, tmp_path_factory.mktemp("deployment"))
    try:
        deployed.start()
        yield deployed
    finally:
        deployed.end()


@pytest.fixture
def trusting(deployment: Deployment) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(deployment.certificate))


@pytest.fixture
async def two(deployment: Deployment, trusting: ssl.SSLContext) -> AsyncIterator[list[Wire]]:
    """Two members, each on a node of its own: the front sends to whoever has fewer."""
    await the_front_is_up(deployment, trusting)
    address = deployment.url.replace("https", "wss") + "/ws"
    members = [
        await Wire.dial(address, ssl=trusting, origin=deployment.url) for _ in deployment.nodes
    ]
    yield members
    for member in members:
        await member.close()


async def the_front_is_up(deployment: Deployment, trusting: ssl.SSLContext) -> None:
    async with asyncio.timeout(WAIT_S):
        while True:
            try:
                await asyncio.to_thread(fetch, deployment.url + "/readyz", trusting)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                return


def fetch(url: str, trusting: ssl.SSLContext) -> tuple[str, dict[str, str]]:
    with urlopen(url, context=trusting, timeout=5) as answer:  # noqa: S310 - our own address
        return answer.read().decode(), {k.lower(): v for k, v in answer.headers.items()}


def sockets(node: KithProcess) -> float:
    with urlopen(node.admin, timeout=5) as answer:  # noqa: S310 - our own address
        found = re.search(r"^kith_sockets (\S+)", answer.read().decode(), re.MULTILINE)
    assert found
    return float(found[1])


async def test_members_on_two_nodes_talk_through_the_front(
    deployment: Deployment, two: list[Wire]
) -> None:
    ember, birch = two
    await ember.enter("gambling")
    await birch.enter("gambling")
    assert [1.0, 1.0] == [sockets(node) for node in deployment.nodes.values()]

    await ember.say("hello from one node")
    await birch.until_said("hello from one node")
    await birch.say("and from the other")

    await ember.until_said("and from the other")


async def test_pages_come_over_the_front_with_its_own_promise(
    deployment: Deployment, trusting: ssl.SSLContext, two: list[Wire]
) -> None:
    assert two
    page, headers = await asyncio.to_thread(fetch, deployment.url + "/", trusting)
    assert "data-house" in page
    assert headers["strict-transport-security"]
    assert f"wss://localhost:{deployment.https}" in headers["content-security-policy"]


async def test_the_other_node_takes_over_when_one_is_killed(
    deployment: Deployment, trusting: ssl.SSLContext, two: list[Wire]
) -> None:
    ember, birch = two
    await ember.enter("families")
    await birch.enter("families")
    await ember.say("before")
    last = await birch.until_said("before")
    victim = max(deployment.nodes.values(), key=lambda node: node.pid)
    victim.kill()
    address = deployment.url.replace("https", "wss") + "/ws"

    back = await Wire.dial(address, birch.key, ssl=trusting, origin=deployment.url)
    hello = await back.enter("families", after={"epoch": ember.hello["epoch"], "n": last["n"]})

    assert hello["resumed"]
    await back.close()
    victim.start()


def test_the_settings_of_the_file_are_settings_that_exist(compose: dict[str, Any]) -> None:
    from server.settings import Settings  # noqa: PLC0415 - only this test needs it

    known = {f"KITH_{name.upper()}" for name in Settings.__dataclass_fields__}
    for name in ("kith1", "kith2"):
        assert set(compose["services"][name]["environment"]) <= known
