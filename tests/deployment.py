"""What docker-compose.yml starts, as processes of this machine: Redis, two nodes and the TLS front.

The commands, the environment and the front's settings are the files' own; only names of
machines, ports and folders become those of this test.
"""

import asyncio
import datetime as dt
import os
import re
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any
from urllib.request import urlopen

import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from kith_process import KithProcess
from patience import SOON_S
from ports import free_port
from redis_process import RedisProcess

ROOT = Path(__file__).parents[1]


def compose_file() -> dict[str, Any]:
    """Return docker-compose.yml as it is read."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    return read


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
        self._asked_at = folder / "front"
        self.certificate = certificate(folder)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.https}"

    @property
    def trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))

    def start(self) -> None:
        self.redis.start()
        for node in self.nodes.values():
            node.start()
        haproxy = which(
            "haproxy", path=f"{os.environ['PATH']}:/usr/sbin:/sbin"
        )  # not on everybody's path
        assert haproxy, "haproxy is missing: apt-get install haproxy"
        settings = self.folder / "haproxy.cfg"
        settings.write_text(self._front_settings())
        subprocess.run([haproxy, "-c", "-q", "-f", str(settings)], check=True)
        self.front = subprocess.Popen([haproxy, "-db", "-q", "-f", str(settings)])

    async def is_up(self) -> None:
        """Wait until the front reaches a node that can save."""
        async with asyncio.timeout(SOON_S):
            while True:
                try:
                    await asyncio.to_thread(fetch, self.url + "/readyz", self.trusting)
                except OSError:
                    await asyncio.sleep(0.1)
                else:
                    return

    async def ready(self) -> set[str]:
        """Return the nodes that the front takes for able to save."""
        reader, writer = await asyncio.open_unix_connection(self._asked_at)
        writer.write(b"show stat\n")
        rows = (await reader.read()).decode().splitlines()
        writer.close()
        await writer.wait_closed()
        columns = rows[0].removeprefix("# ").split(",")
        told = [dict(zip(columns, row.split(","), strict=False)) for row in rows[1:] if row]
        nodes = [row for row in told if row["pxname"] == "nodes" and row["svname"] in self.nodes]
        return {row["svname"] for row in nodes if row["status"].startswith("UP")}

    def end(self) -> None:
        if self.front is not None:
            self.front.terminate()
            self.front.wait(SOON_S)
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
        text = text.replace("global\n", f"global\n    stats socket {self._asked_at}\n", 1)
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


@contextmanager
def deployed(folder: Path) -> Iterator[Deployment]:
    """Start what the compose file names for as long as the block lasts."""
    deployment = Deployment(compose_file(), folder)
    try:
        deployment.start()
        yield deployment
    finally:
        deployment.end()


def fetch(url: str, trusting: ssl.SSLContext) -> tuple[str, dict[str, str]]:
    with urlopen(url, context=trusting, timeout=SOON_S) as answer:  # noqa: S310 - our own address
        return answer.read().decode(), {k.lower(): v for k, v in answer.headers.items()}


def sockets(node: KithProcess) -> float:
    """Return how many members' sockets a node has, as its metrics say."""
    with urlopen(node.admin, timeout=SOON_S) as answer:  # noqa: S310 - our own address
        found = re.search(r"^kith_sockets (\S+)", answer.read().decode(), re.MULTILINE)
    assert found
    return float(found[1])
