"""Whether an export holds every idea: read back from the file itself, with another reader than what wrote it."""

import csv
import html
import io
import json
import re
from collections import Counter
from collections.abc import Iterable

from server.exports import Format
from server.exports.markdown import escape


def count(texts: Iterable[str], fmt: Format, body: bytes) -> int:
    """How many of these ideas, each as often as it was posted, the file holds."""
    match fmt:
        case "csv":
            table = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))
            found = Counter(row["idea"] for row in table)
            return sum((Counter(texts) & Counter({_unguarded(text): n for text, n in found.items()})).values())
        case "decidim":
            bodies = [row[2] for row in csv.reader(io.StringIO(body.decode(), newline=""), delimiter=";")]
            return within(texts, html.unescape(re.sub(r"<[^>]*>", " ", " ".join(bodies))))
        case "json":
            records = json.loads(body)["records"]
            return sum((Counter(texts) & Counter(each["text"] for each in records if each["kind"] == "idea")).values())
        case "md" | "proceedings-md":
            return within([escape(text) for text in texts], body.decode())
        case "html" | "proceedings-html":
            said = html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", body.decode(), flags=re.DOTALL))
            return within(texts, said)
        case "ics":
            unfolded = re.sub(r"\r\n ", "", body.decode())
            return within(texts, re.sub(r"\\([\\;,])", r"\1", unfolded.replace(r"\n", "\n")))


WHOLE: tuple[Format, ...] = ("md", "html", "json", "proceedings-md", "proceedings-html")
"""The exports that tell all of an open forum whose topics are all placed."""


def said(words: Iterable[str], fmt: Format, body: bytes) -> int:
    """How many of these words, in a whole export of an open forum, are there."""
    if fmt == "json":
        records = json.loads(body)["records"]
        texts = [value for each in records for value in each.values() if isinstance(value, str)]
        return sum((Counter(words) & Counter(texts)).values())
    return count(words, fmt, body)


def _unguarded(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from computing it."""
    return cell[1:] if re.match(r"'[=+\-@\t\r\n＝＋－＠]", cell) else cell


def within(texts: Iterable[str], page: str) -> int:
    """Each idea takes its words out, the longest first: what is part of another one must be there for itself."""
    left = " ".join(page.split())
    found = 0
    for words in sorted((" ".join(text.split()) for text in texts), key=len, reverse=True):
        before, here, after = left.partition(words)
        if here:
            found += 1
            left = f"{before} \0 {after}"
    return found
