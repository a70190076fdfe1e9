"""Serves the bundles: named by what is in them, compressed when they were built, kept by browsers for good."""

import gzip
import hashlib
import re
from pathlib import Path

import brotli
from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""By preference."""
_HASHED = re.compile(r"-[A-Z0-9]{8}\.\w+$")


class Asset(Struct, frozen=True):
    type: str
    etag: str
    bodies: dict[str, bytes]
    lasting: bool
    """Its name changes with its content."""


class Static:
    """A few hundred kilobytes in all, so they are read once and never again looked for on the disk."""

    def __init__(self, folder: Path) -> None:
        files = [path for path in sorted(folder.glob("*")) if path.suffix in TYPES and path.name != "manifest.json"]
        self._assets = {path.name: _read(path) for path in files}

    async def serve(self, request: Request) -> Response:
        asset = self._assets.get(request.path_params["name"])
        if asset is None:
            raise HTTPException(404)
        lasting = "public, max-age=31536000, immutable" if asset.lasting else "no-cache"
        headers = {"cache-control": lasting, "etag": asset.etag, "vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == asset.etag:
            return Response(status_code=304, headers=headers)
        encoding = best_encoding(request, asset.bodies)
        if encoding:
            headers["content-encoding"] = encoding
        return Response(asset.bodies[encoding], headers=headers, media_type=asset.type)


def packed(request: Request, page: str) -> tuple[bytes, dict[str, str]]:
    """A page as this browser takes it, and the header that says so. Quality 7: about a millisecond."""
    body = page.encode()
    encoding = best_encoding(request, {"br": b"", "gzip": b""}) if len(body) > 1_000 else ""
    if encoding == "br":
        return brotli.compress(body, quality=7), {"content-encoding": "br"}
    return (gzip.compress(body, 6), {"content-encoding": "gzip"}) if encoding else (body, {})


def best_encoding(request: Request, has: dict[str, bytes]) -> str:
    """The best of those there are that the browser takes; empty: as it is. A weight of 0 says no."""
    asked = request.headers.get("accept-encoding", "").replace(" ", "").lower().split(",")
    taken = {name for name, _, weight in (each.partition(";q=") for each in asked) if weight not in ("0", "0.0")}
    return next((name for name in ENCODINGS if name in has and name in taken), "")


def _read(path: Path) -> Asset:
    bodies = {"": path.read_bytes()}
    for encoding, suffix in ENCODINGS.items():
        compressed = path.with_name(path.name + suffix)
        if compressed.is_file():
            bodies[encoding] = compressed.read_bytes()
    etag = f'W/"{hashlib.sha256(bodies[""]).hexdigest()[:20]}"'
    return Asset(TYPES[path.suffix], etag, bodies, bool(_HASHED.search(path.name)))
