"""The user's guide, served with everything else: a room without internet has it too. Its text is `web/guide/*.md`."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import web
from server.house import house_of


class Chapter(NamedTuple):
    id: str
    title: str


class Guide(NamedTuple):
    """`chapters`: headings of the second level, for a table of contents."""

    title: str
    chapters: list[Chapter]
    body: Markup


def routes() -> list[Route]:
    return [Route("/guide", guide)]


async def guide(request: Request) -> Response:
    templates = house_of(request).templates
    return templates.respond(request, "guide.html", {"guide": read(templates.speech(request).language)})


@cache
def read(language: str) -> Guide:
    text = (Path(web.__file__).parent / "guide" / f"{language}.md").read_text(encoding="utf-8")
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    title, chapters = "", list[Chapter]()
    for place, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        said = tokens[place + 1].content
        if token.tag == "h1":
            title = said
        elif token.tag == "h2":
            chapters.append(Chapter(f"part-{len(chapters) + 1}", said))
            token.attrSet("id", chapters[-1].id)
    tokens = tokens[3:]  # its title stands above the table of contents
    # Our own text, in which no HTML is let through.
    return Guide(title, chapters, Markup(markdown.renderer.render(tokens, markdown.options, {})))  # noqa: S704
