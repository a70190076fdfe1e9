"""What a participant's first page costs to fetch: every file it asks for before anybody touches it, as it comes."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

from msgspec import Struct

from tests.bench.fetch import get, unpacked
from tests.bench.plan import Ready

WANTED = {"stylesheet", "modulepreload", "preload", "manifest", "icon"}
_import = re.compile(rb"""(?:\bfrom|\bimport)\s*["']([^"']+)["']""")


class File(Struct, frozen=True, kw_only=True):
    """Bytes. sent: of the body on the wire; plain: once unpacked; head: of the answer's headers, not in `sent`."""

    path: str
    kind: str
    encoding: str
    sent: int
    plain: int
    head: int


async def first_page(ready: Ready) -> list[File]:
    """The page, its styles, its scripts with all they import, its picture and manifest, and the view."""
    start = f"/w/{ready.workshop}"
    todo, files = [start, f"{start}/view"], dict[str, File]()
    while todo:
        path = todo.pop(0)
        if path in files or path.startswith("data:"):
            continue
        file, plain = await _fetch(ready, path)
        files[path] = file
        if path == start:
            todo += _wanted_by(plain)
        elif file.kind == "script":
            todo += [urljoin(path, found.decode()) for found in _import.findall(plain)]
    return list(files.values())


async def _fetch(ready: Ready, path: str) -> tuple[File, bytes]:
    head, body = await get(ready.port, path, ready.cookies[0])
    status, *lines = head.decode("latin-1").split("\r\n")
    if " 200 " not in f"{status} ":
        raise RuntimeError(f"{path}: {status}")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    plain = unpacked(head, body)
    file = File(
        path=path,
        kind=_kind(headers.get("content-type", "")),
        encoding=headers.get("content-encoding", "none"),
        sent=len(body),
        plain=len(plain),
        head=len(head) + 4,
    )
    return file, plain


def _kind(content_type: str) -> str:
    for word, kind in (("html", "page"), ("javascript", "script"), ("css", "style"), ("json", "data")):
        if word in content_type:
            return kind
    return "other"


def _wanted_by(page: bytes) -> list[str]:
    parser = Links()
    parser.feed(page.decode())
    return parser.found


class Links(HTMLParser):
    """The addresses that a browser fetches by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("script", "img") and given.get("src"):
            self.found.append(given["src"])
        elif tag == "link" and WANTED & set(given.get("rel", "").split()):
            self.found.append(given["href"])
