"""Pages and files over HTTP, as a browser asks for them, with the bytes counted as they come over the wire."""

import asyncio
import gzip

import brotli


async def get(port: int, path: str, cookie: str, accept: str = "*/*") -> tuple[bytes, bytes]:
    """The head and the body of an answer, as they came over the wire."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nAccept: {accept}\r\n"
        "Accept-Encoding: br, gzip\r\nAccept-Language: fr\r\nConnection: close\r\n\r\n"
    )
    writer.write(request.encode())
    head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
    writer.close()
    return head, body


def unpacked(head: bytes, body: bytes) -> bytes:
    """The body as it was before it was packed for the way."""
    lower = head.lower()
    if b"content-encoding: br" in lower:
        plain: bytes = brotli.decompress(body)
        return plain
    return gzip.decompress(body) if b"content-encoding: gzip" in lower else body
