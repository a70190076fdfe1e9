"""Behind nginx and Caddy, as `server/deploy` sets them up: pages, sockets, cookies and sizes are right through them."""

import asyncio
import contextlib
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from server.access import cookie_name
from server.app import create_app
from server.client import Client, new_id
from server.demo.browser import Browser
from server.demo.doors import open_workshop
from server.demo.sample import Board
from server.protocol import Ack
from server.running import running
from server.settings import Settings
from workshops.agenda import OpenStep
from workshops.ideas import IdeaRecord, PostIdea

DEPLOY = Path(__file__).parents[2] / "server" / "deploy"
BOARD = Board("proxied", "en", "Behind a proxy", "Mei", [], "Anything?")
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
CADDY = shutil.which("caddy")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def process(*command: str | Path, environment: dict[str, str] | None = None) -> Iterator[None]:
    with subprocess.Popen(command, env={**os.environ, **(environment or {})}, stderr=subprocess.PIPE) as started:
        try:
            yield
        finally:
            started.terminate()
            started.communicate(timeout=20)


@contextmanager
def nginx(folder: Path, port: int, behind: int) -> Iterator[Path]:
    """Gives the certificate that it shows. Its file is ours, but for the ports and where the certificate is."""
    assert NGINX
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "9",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "privkey.pem",
         "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    ours = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    ours = ours.replace("/etc/letsencrypt/live/atelier.example.org", str(folder)).replace(
        "atelier.example.org", "localhost"
    )
    ours = ours.replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    ours = re.sub(r"listen \[::\]:\d+[^;]*;", "", ours).replace("listen 443", f"listen 127.0.0.1:{port}")
    ours = ours.replace("listen 80", f"listen 127.0.0.1:{free_port()}")
    temporary = "\n".join(
        f"{what}_temp_path {folder / what};" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"daemon off; pid {folder}/pid; error_log {folder}/log; events {{}} http {{ {temporary}\n{ours} }}"
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    subprocess.run([NGINX, "-t", "-q", "-c", folder / "nginx.conf"], check=True)
    with process(NGINX, "-c", folder / "nginx.conf"):
        yield folder / "fullchain.pem"


@contextmanager
def caddy(folder: Path, port: int, behind: int) -> Iterator[Path]:
    assert CADDY
    ours = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    here = f"admin off\n skip_install_trust\n auto_https disable_redirects\n storage file_system {folder}"
    (folder / "Caddyfile").write_text(f"{{\n {here}\n}}\n{ours}", encoding="utf-8")
    site = {
        "GOMMETTE_SITE": f"https://localhost:{port}",
        "GOMMETTE_UPSTREAM": f"127.0.0.1:{behind}",
        "HOME": str(folder),
    }
    with process(CADDY, "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile", environment=site):
        yield folder / "pki" / "authorities" / "local" / "root.crt"


PROXIES = [
    pytest.param(nginx, id="nginx", marks=pytest.mark.skipif(not NGINX, reason="nginx is not installed")),
    pytest.param(caddy, id="caddy", marks=pytest.mark.skipif(not CADDY, reason="caddy is not installed")),
]


@asynccontextmanager
async def proxied(proxy: object, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A server behind this proxy: the address that people know."""
    port, behind = free_port(), free_port()
    base = f"https://localhost:{port}"
    settings = Settings(
        host="127.0.0.1", port=behind, open=True, metrics=True, public_url=base, trusted_proxies=("127.0.0.1",)
    )
    async with running(create_app, settings, str(folder / "data")):
        with proxy(folder, port, behind) as certificate:  # type: ignore[operator]
            await asyncio.to_thread(wait_for, port, certificate)
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
            yield base


def wait_for(port: int, certificate: Path) -> None:
    """Until it takes connections, and shows a certificate that this one vouches for."""
    for _ in range(1_000):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as plain:
            context = ssl.create_default_context(cafile=certificate)
            with context.wrap_socket(plain, server_hostname="localhost"):
                return
        time.sleep(0.02)
    raise AssertionError("the proxy did not start")


def status(url: str, body: bytes | None = None, **headers: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize("proxy", PROXIES)
async def test_a_phone_works_through_a_proxy(proxy: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with proxied(proxy, tmp_path, monkeypatch) as base:
        opened = await open_workshop(base, None, BOARD)
        assert opened.console.startswith(f"{base}/l#")
        console = cookie_name(opened.id, "facilitator", secure=True)
        assert console.startswith("__Host-")
        phone = Browser(base)
        page = await phone.get("/join")
        door = await phone.send(page, page.form("code"), code=opened.code)
        inside = await phone.send(door, door.form("key"), name="Ada")
        assert inside.path == f"/w/{opened.id}"
        seat = phone.cookie(cookie_name(opened.id, "participant", secure=True))
        async with (
            Client(base, f"/w/{opened.id}/console", opened.facilitator.cookie(console)) as mei,
            Client(base, f"/w/{opened.id}", seat) as ada,
        ):
            assert isinstance(await mei.do(OpenStep("gather")), Ack)
            board = next(key.partition(":")[2] for key in mei.records if key.startswith("board:"))
            idea = new_id()
            assert isinstance(await ada.do(PostIdea(idea, board, "Through a proxy")), Ack)
            await mei.until(lambda: isinstance(mei.records.get(f"idea:{idea}"), IdeaRecord))


@pytest.mark.parametrize("proxy", PROXIES)
async def test_a_proxy_lets_a_whole_workshop_in_and_no_other_large_body(
    proxy: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with proxied(proxy, tmp_path, monkeypatch) as base:
        large = b"x" * (2 << 20)
        # Caddy before 2.7 has no answer of its own for what is too large.
        assert await asyncio.to_thread(status, f"{base}/join", large) in (413, 502)
        assert await asyncio.to_thread(status, f"{base}/import", large, **{"content-type": "text/plain"}) == 400
        assert await asyncio.to_thread(status, f"{base}/metrics") == 404
        assert await asyncio.to_thread(status, f"{base}/readyz") == 200


def test_the_files_of_deploy_name_settings_that_there_are() -> None:
    known = {f"GOMMETTE_{name.upper()}" for name in Settings.__struct_fields__} | {"GOMMETTE_SITE", "GOMMETTE_UPSTREAM"}
    for file in DEPLOY.iterdir():
        assert set(re.findall(r"GOMMETTE_[A-Z_]+", file.read_text(encoding="utf-8"))) <= known, file
