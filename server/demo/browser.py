"""A person's browser, with JavaScript switched off: it keeps cookies, reads pages, fills in forms."""

import asyncio
import urllib.error
import urllib.request
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin, urlsplit

from msgspec import Struct

from server.demo.sample import DemoError

TIMEOUT_S = 60.0


class Form(Struct):
    """`fields`: as the page fills them in."""

    action: str
    fields: dict[str, str] = {}


class Page(Struct):
    url: str
    body: bytes
    text: str = ""
    forms: list[Form] = []
    links: list[str] = []

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def form(self, *fields: str) -> Form:
        """The form that asks for these."""
        for form in self.forms:
            if set(fields) <= form.fields.keys():
                return form
        raise DemoError(f"{self.path} has no form with {', '.join(fields)}.")


class Browser:
    """One person's. `base`: where the server is, such as http://127.0.0.1:8000."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._jar = CookieJar()
        cookies = urllib.request.HTTPCookieProcessor(self._jar)
        # Never by a proxy: the server is on this machine.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)

    async def get(self, path: str) -> Page:
        return await self._open(urllib.request.Request(urljoin(self.base, path)))  # noqa: S310 - http, our own

    async def send(self, page: Page, form: Form, **filled: str) -> Page:
        """Fill in and send a form, follow where it leads."""
        body = urlencode({**form.fields, **filled}).encode()
        address = urljoin(page.url, form.action)
        return await self._open(urllib.request.Request(address, body))  # noqa: S310 - http, our own

    def cookie(self, name: str) -> str:
        """As a Cookie header says it."""
        for cookie in self._jar:
            if cookie.name == name:
                return f"{name}={cookie.value}"
        raise DemoError(f"The server gave no cookie {name}.")

    async def _open(self, request: urllib.request.Request) -> Page:
        return await asyncio.to_thread(self._read, request)

    def _read(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                return read_page(answer.url, answer.read(), answer.headers.get_content_type())
        except urllib.error.HTTPError as error:
            with error:
                told = read_page(error.url, error.read(), error.headers.get_content_type())
            raise DemoError(f"{told.path} answered {error.code}: {told.text[:300]}") from error
        except OSError as error:
            raise DemoError(f"{request.full_url} does not answer: {error}.") from error


def read_page(url: str, body: bytes, kind: str) -> Page:
    page = Page(url, body)
    if kind == "text/html":
        reader = _Reader(page)
        reader.feed(body.decode())
        page.text = " ".join(" ".join(reader.said).split())
    return page


class _Reader(HTMLParser):
    """Takes in what a person could read, follow or fill in."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.said: list[str] = []
        self._area = self._select = ""
        self._quiet = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._quiet = tag in ("script", "style")
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "a" and "href" in given:
            self.page.links.append(given["href"])
        elif tag == "form":
            self.page.forms.append(Form(given.get("action", ""), {}))
        elif tag == "textarea":
            self._area = name
            self._fill(name, "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._choose(self._select, value, "selected" in given)
        elif tag == "input" and given.get("type") in ("radio", "checkbox"):
            if "checked" in given:
                self._fill(name, value)
        elif tag == "input":
            self._fill(name, value)

    def handle_endtag(self, tag: str) -> None:
        self._quiet = False
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._fill(self._area, data)
        elif not self._quiet:
            self.said.append(data)

    def _fill(self, name: str, value: str) -> None:
        if name and self.page.forms:
            self.page.forms[-1].fields[name] = value

    def _choose(self, name: str, value: str, selected: bool) -> None:
        if selected or (self.page.forms and name not in self.page.forms[-1].fields):
            self._fill(name, value)
