"""The catalogues: `python -m web.messages update` brings in what the sources say, `check` tells what is not well."""

import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
JAVASCRIPT = {"jsx_enabled": "yes", "template_string": "true"}
JINJA = {"trimmed": "true", "silent": "false"}
SOURCES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("server", "**.py", "python", {}),
    ("web/templates", "**.html", "jinja2", JINJA),
    ("web/client", "**.tsx", "javascript", JAVASCRIPT),
    ("web/client", "**.ts", "javascript", JAVASCRIPT),
]
# Whoever translates is told by a comment that starts with this, on the line before.
COMMENT = "Translators:"
# Dates and tools would change on every run, and make every two branches conflict.
CHANGING = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By): .*\n', re.MULTILINE
)

LITERAL_ONLY = ("_", "ngettext", "N_")
CALL = re.compile(
    r"(?<![\w.$])(?P<name>_|ngettext|N_)\(\s*(?P<first>(?P<quote>[\"'`])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote))?",
    re.DOTALL,
)
COMMENTS = re.compile(r"/\*.*?\*/|^\s*//[^\n]*|\{#.*?#\}", re.DOTALL | re.MULTILINE)
BLANK = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def extract(root: Path = ROOT) -> Catalog:
    """Every message of the sources, with the files that say it."""
    template = Catalog(project="gommette", charset="utf-8")
    for place, message, comments, context in _calls(root):
        template.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return template


def _calls(root: Path) -> Iterator[tuple[str, Any, list[str], str | None]]:
    """The file, the message (one text, or one and many), its comments and context."""
    for folder, pattern, method, options in SOURCES:
        found = extract_from_dir(root / folder, [(pattern, method)], {pattern: options}, comment_tags=(COMMENT,))
        for name, _, message, comments, context in found:
            yield f"{folder}/{name}", message, comments, context


def update(root: Path = ROOT) -> None:
    """New messages come in untranslated; what no source says any more stays at the end (`#~`), to come back."""
    template = extract(root)
    for path in catalogues(root):
        catalogue = read(path)
        for message in list(catalogue.obsolete.values()):
            catalogue[message.id] = message
        catalogue.obsolete.clear()
        catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
        write(path, catalogue)


def prune(root: Path = ROOT) -> None:
    """Forgets the translations of what no source says any more."""
    update(root)
    for path in catalogues(root):
        catalogue = read(path)
        catalogue.obsolete.clear()
        write(path, catalogue)


def problems(root: Path = ROOT) -> list[str]:
    """One sentence for each message that would not be found, or has no good translation."""
    template = extract(root)
    found = [*unfindable(root), *unextracted(root, template), *said_both_ways(root)]
    for path in catalogues(root):
        found += [f"{path.relative_to(root)}: {problem}" for problem in untranslated(read(path), template)]
    return found


def said_both_ways(root: Path) -> Iterator[str]:
    """A catalogue has one entry for each message: with forms for numbers in it, `_()` would find a list for a text."""
    ways: dict[str, dict[bool, set[str]]] = {}
    for place, message, _, _ in _calls(root):
        ways.setdefault(strings(message)[0], {}).setdefault(isinstance(message, tuple), set()).add(place)
    for text, places in ways.items():
        if len(places) > 1:
            files = ", ".join(sorted(places[False] | places[True]))
            yield f"said both by _() and by ngettext(), make it two sentences: {text!r} ({files})"


def untranslated(catalogue: Catalog, template: Catalog) -> Iterator[str]:
    for message in template:
        if message.id:
            known = catalogue.get(message.id, message.context)
            texts = strings(known.string) if known else ()
            if not texts or not all(texts):
                yield f"missing: {message.id!r}"
            elif known and known.fuzzy:
                yield f"fuzzy: {message.id!r}"
            elif blanks(texts[-1:]) != blanks(strings(message.id)[-1:]) or blanks(texts) - blanks(strings(message.id)):
                yield f"other blanks than in English: {message.id!r}"
    for message in catalogue:
        if message.id and template.get(message.id, message.context) is None:
            yield f"stale, no source says it: {message.id!r}"
    for message in catalogue.obsolete.values():
        yield f"stale (`prune` forgets it): {message.id!r}"


def unfindable(root: Path) -> Iterator[str]:
    """Calls whose message is not written in them, which extraction passes over without a word."""
    for path in sources(root, "server", ".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LITERAL_ONLY:
                needed = node.args[: 2 if node.func.id == "ngettext" else 1]
                if not all(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in needed):
                    yield f"{path.relative_to(root)}:{node.lineno}: {node.func.id}() needs its message written in it"
    for path in [*sources(root, "web/client", ".tsx", ".ts"), *sources(root, "web/templates", ".html")]:
        text = COMMENTS.sub(_same_lines, path.read_text(encoding="utf-8"))
        for call in CALL.finditer(text):
            if not call["first"] and not text[: call.start()].endswith("function "):
                yield f"{_place(root, path, text, call)}: {call['name']}() needs its message written in it"
        if path.suffix != ".html":
            for start, end in substitutions(text):
                for call in CALL.finditer(text, start, end):
                    yield f"{_place(root, path, text, call)}: {call['name']}() inside ${{}} is not extracted"


def unextracted(root: Path, template: Catalog) -> Iterator[str]:
    """Messages that a plain search sees in a file and extraction does not."""
    said: dict[str, set[str]] = {}
    for message in template:
        for name, _ in message.locations:
            said.setdefault(name, set()).add(strings(message.id)[0])
    for path in [*sources(root, "web/client", ".tsx", ".ts"), *sources(root, "web/templates", ".html")]:
        text = COMMENTS.sub(_same_lines, path.read_text(encoding="utf-8"))
        for call in CALL.finditer(text):
            if call["first"] and _unescaped(call["text"]) not in said.get(path.relative_to(root).as_posix(), ()):
                yield f"{_place(root, path, text, call)}: not extracted: {call['text']!r}"


def substitutions(text: str) -> Iterator[tuple[int, int]]:
    """Where each `${…}` of a template literal begins and ends."""
    for opening in re.finditer(r"\$\{", text):
        depth, end = 1, opening.end()
        while depth and end < len(text):
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        yield opening.end(), end


def sources(root: Path, folder: str, *suffixes: str) -> list[Path]:
    return sorted(path for path in (root / folder).rglob("*") if path.suffix in suffixes)


def catalogues(root: Path) -> list[Path]:
    return sorted((root / "web" / "locale").glob("*/LC_MESSAGES/gommette.po"))


def read(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=path.parent.parent.name)


def write(path: Path, catalogue: Catalog) -> None:
    text = io.BytesIO()
    write_po(text, catalogue, width=120, sort_output=True, include_lineno=False)
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    fresh.write_text(CHANGING.sub("", text.getvalue().decode()), encoding="utf-8")
    fresh.replace(path)


def strings(text: Any) -> tuple[str, ...]:
    """The forms of a message: one, or one for each number."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def blanks(texts: tuple[str, ...]) -> set[str]:
    return {blank for text in texts for blank in BLANK.findall(text)}


def _place(root: Path, path: Path, text: str, call: re.Match[str]) -> str:
    return f"{path.relative_to(root)}:{text.count(chr(10), 0, call.start()) + 1}"


def _same_lines(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda escape: {"n": "\n"}.get(escape[1], escape[1]), text, flags=re.DOTALL)


def main(arguments: list[str]) -> int:
    wanted = arguments[0] if len(arguments) == 1 else ""
    if wanted in ("update", "prune"):
        {"update": update, "prune": prune}[wanted]()
    if wanted in ("update", "prune", "check"):
        found = problems()
        print("\n".join([*found, f"{len(found)} to do" if found else "Every message is translated."]))
        return bool(found) if wanted == "check" else 0
    print("python -m web.messages update | prune | check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
