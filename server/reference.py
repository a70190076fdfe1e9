"""Writes what is generated from the types of the wire: PROTOCOL.md, web/client/protocol.d.ts, web/client/limits.ts.

`python -m server.reference` writes them, `--check` says which are stale and exits 1.
"""

import inspect
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Meta, Raw, Struct, structs

from server import protocol
from workshops import vocabulary, workshop
from workshops.format import AnyStep
from workshops.pens import SILENCE_MS
from workshops.vocabulary import Command, Limits, Step

ROOT = Path(__file__).parent.parent
DO_NOT_EDIT = "Written by `python -m server.reference` from the Python types. Do not edit."

# In place of types that Python cannot say where they stand: a command is decoded later, a step is known to workshop.py.
STANDS_FOR = {Raw: workshop.AnyCommand, Step: AnyStep}
SCALARS = {str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null"}


def main(arguments: list[str]) -> int:
    stale = {path: text for path, text in generate().items() if not path.is_file() or path.read_text("utf-8") != text}
    for path, text in stale.items():
        if "--check" in arguments:
            print(f"{path.relative_to(ROOT)} is stale: python -m server.reference")
        else:
            path.write_text(text, "utf-8", newline="\n")
    return 1 if stale and "--check" in arguments else 0


def generate() -> dict[Path, str]:
    """Each generated file with what it should say now."""
    return {
        ROOT / "server" / "PROTOCOL.md": "\n".join(reference()).rstrip() + "\n",
        ROOT / "web" / "client" / "protocol.d.ts": "\n".join(declarations()) + "\n",
        ROOT / "web" / "client" / "limits.ts": "\n".join(values()) + "\n",
    }


HELPERS = """
export type Kind = AnyRecord["kind"];
export type RecordOf<K extends Kind> = Extract<AnyRecord, { kind: K }>;
export type CommandOf<T extends AnyCommand["type"]> = Extract<AnyCommand, { type: T }>;"""

# What there is


UNIONS: dict[str, Any] = {
    "FromClient": protocol.FromClient,
    "FromServer": protocol.FromServer,
    "AnyCommand": workshop.AnyCommand,
    "AnyRecord": workshop.AnyRecord,
    "AnyStep": AnyStep,
}


@cache
def named_types() -> dict[str, Any]:
    """The names given to a Literal or to a text of a certain shape, in the order of their modules."""
    modules = [vocabulary, *features(), workshop, protocol]
    found: dict[str, Any] = {}
    for module in modules:
        for name, kind in vars(module).items():
            if get_origin(kind) in (Literal, Annotated) and kind not in found.values():
                found[name] = kind
    return found


def features() -> list[ModuleType]:
    """The modules that define what goes over the wire, each behind the one before it in the unions that join them."""
    found: list[ModuleType] = []
    for union in (workshop.AnyCommand, workshop.AnyRecord, AnyStep):
        place = 0
        for module in (sys.modules[kind.__module__] for kind in get_args(union)):
            if module not in found:
                found.insert(place, module)
            place = max(place, found.index(module) + 1)
    return [module for module in found if module is not workshop]


def every_struct() -> list[type[Struct]]:
    """All that the wire can carry, each before what it is made of is named: messages, commands, records, then parts."""
    found: list[type[Struct]] = []
    waiting = [member for union in UNIONS.values() for member in get_args(union)] + [protocol.View]
    while waiting:
        kind = waiting.pop(0)
        if kind not in found:
            found.append(kind)
            waiting += [part for field in structs.fields(kind) for part in structs_in(field.type) if part not in found]
    return found


def structs_in(kind: Any) -> Iterator[type[Struct]]:
    if kind in STANDS_FOR:
        return
    if isinstance(kind, type) and issubclass(kind, Struct):
        yield kind
    for part in get_args(kind):
        yield from structs_in(part)


def doc_of(kind: Any) -> str:
    return inspect.cleandoc(kind.__doc__ or "")


def tag_of(kind: type[Struct]) -> tuple[str, str] | None:
    config = kind.__struct_config__
    return (config.tag_field, str(config.tag)) if config.tag_field else None


def may_be_missing(kind: type[Struct], field: structs.FieldInfo) -> bool:
    """The server leaves out what equals its default where the struct says so; a client may in any command."""
    return not field.required and (kind.__struct_config__.omit_defaults or issubclass(kind, Command))


def default_of(field: structs.FieldInfo) -> str:
    default = field.default_factory() if field.default is NODEFAULT else field.default
    return msgspec.json.encode(default).decode()


def bounds_of(kind: Any) -> str:
    """What its Meta asks for, in words; nothing for a type that has a name, for it is said there."""
    if kind in named_types().values():
        return ""
    if get_origin(kind) in (Union, UnionType):
        return " ".join(filter(None, map(bounds_of, get_args(kind))))
    return shape_of(kind) if get_origin(kind) is Annotated else ""


def shape_of(kind: Any) -> str:
    """The bounds of an Annotated, or the values of a Literal."""
    if get_origin(kind) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(kind))
    return " ".join(words for meta in kind.__metadata__ for words in words_of(meta))


def words_of(meta: Meta) -> Iterator[str]:
    if meta.pattern:
        # "$" says to everyone but Python that nothing follows.
        yield "matches `{}`".format(meta.pattern.replace(r"\Z", "$"))
    for word, bound in (
        ("from", meta.ge),
        ("to", meta.le),
        ("at least", meta.min_length),
        ("at most", meta.max_length),
    ):
        if bound is not None:
            yield f"{word} {bound}"
    if meta.min_length or meta.max_length:
        yield "long"


def close_codes() -> list[tuple[str, int, str]]:
    """The codes stand in protocol.py as constants, each with what it means behind it."""
    lines = re.findall(r"^([A-Z_]+) = (4\d\d\d)  # (.+)$", inspect.getsource(protocol), re.MULTILINE)
    return [(name, int(code), meaning) for name, code, meaning in lines]


# TypeScript


def declarations() -> Iterator[str]:
    yield f"// {DO_NOT_EDIT}"
    yield "// A field with `?` is left out where it equals its default."
    for name, kind in named_types().items():
        yield from ("", *jsdoc(shape_of(kind) if get_origin(kind) is Annotated else ""))
        yield f"export type {name} = {typescript(kind, named=False)};".replace("= \n", "=\n")
    for kind in every_struct():
        yield from ("", *interface(kind))
    for name, union in UNIONS.items():
        yield f"\nexport type {name} =" + "".join(f"\n  | {member.__name__}" for member in get_args(union)) + ";"
    yield HELPERS


def interface(kind: type[Struct]) -> Iterator[str]:
    yield from jsdoc(doc_of(kind))
    yield f"export interface {kind.__name__} {{"
    if tag := tag_of(kind):
        yield f'  {tag[0]}: "{tag[1]}";'
    for field in structs.fields(kind):
        optional = may_be_missing(kind, field)
        said = [bounds_of(field.type), f"missing: {default_of(field)}" if optional else ""]
        yield from jsdoc("; ".join(filter(None, said)), "  ")
        yield f"  {field.encode_name}{'?' if optional else ''}: {typescript(field.type)};"
    yield "}"


def jsdoc(text: str, indent: str = "") -> Iterator[str]:
    lines = text.replace("*/", "* /").splitlines()
    if len(lines) == 1:
        yield f"{indent}/** {lines[0]} */"
    elif lines:
        yield f"{indent}/**"
        yield from (f"{indent} * {line}".rstrip() for line in lines)
        yield f"{indent} */"


def typescript(kind: Any, *, named: bool = True) -> str:
    kind = STANDS_FOR.get(kind, kind)
    for name, known in {**named_types(), **UNIONS}.items() if named else ():
        if kind == known:
            return name
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return typescript(parts[0])
    if origin is Literal:
        return alternatives([json.dumps(value) for value in parts])
    if origin in (Union, UnionType):
        return alternatives([typescript(part) for part in parts])
    if origin is list:
        inner = typescript(parts[0])
        return f"({inner})[]" if " " in inner else f"{inner}[]"
    if origin is dict:
        return f"Record<string, {typescript(parts[1])}>"
    if origin is tuple:
        return f"[{', '.join(typescript(part) for part in parts)}]"
    if isinstance(kind, type) and issubclass(kind, Struct):
        return kind.__name__
    return SCALARS[kind]


def alternatives(members: list[str]) -> str:
    return " | ".join(members) if len(members) < 8 else "\n  | " + "\n  | ".join(members)


def values() -> Iterator[str]:
    """What the client needs at run time."""
    yield f"// {DO_NOT_EDIT}\n"
    yield f"export const VERSION = {protocol.VERSION};\n"
    yield "/** Commands not yet answered, at most. */"
    yield f"export const IN_FLIGHT = {protocol.IN_FLIGHT};\n"
    yield "/** A pen that has written nothing for so long (ms) may be taken by anybody. */"
    yield f"export const SILENCE_MS = {SILENCE_MS};\n"
    yield "/** How much of each thing one workshop may hold, unless its operator set another limit. */"
    yield "export const LIMITS = {"
    yield from (f"  {name}: {limit}," for name, limit in structs.asdict(Limits()).items())
    yield "};\n\n/** Close codes of the socket. */\nexport const CLOSE = {"
    yield from (f"  /** {meaning} */\n  {name}: {code}," for name, code, meaning in close_codes())
    yield "};\n\n/** Kinds of record that go only to who watches their key, and that no beat's sum counts. */"
    kinds = [tag_of(record) for record in get_args(workshop.AnyRecord) if record.on_request]
    yield f"export const ON_REQUEST: readonly string[] = {json.dumps([tag[1] for tag in kinds if tag])};"


# The readable reference


def reference() -> Iterator[str]:
    yield "# The protocol"
    yield f"\n<!-- {DO_NOT_EDIT} -->"
    yield f"\nVersion {protocol.VERSION}. {doc_of(protocol)}"
    yield (
        "\nText is UTF-8, times are ms since 1970, keys are `kind:id`. Where a field says *missing: X*, it is left out "
        "when it equals X. A field that is not listed is refused in what a client sends, and to be ignored in what the "
        "server sends."
    )
    yield from chapter("From the client", get_args(protocol.FromClient))
    yield from chapter("From the server", get_args(protocol.FromServer))
    yield from chapter("GET {face}/view", [protocol.View])
    yield "\n## Closing the socket\n"
    yield from (f"- **{code}** `{name}`: {meaning}" for name, code, meaning in close_codes())
    yield "\nBeside the standard codes: 1008 policy, 1009 too big, 1012 restart, 1013 try again later."
    for module in (workshop, *features()):
        yield from feature(module)
    yield from chapter("Parts", [kind for kind in every_struct() if not tag_of(kind) and kind is not protocol.View])
    yield "\n## Named types\n"
    for name, kind in named_types().items():
        yield f"- `{name}`: {shape_of(kind)}"
    yield "\n## Limits\n\nUnless the operator set others.\n"
    yield from (f"- `{name}` {limit}" for name, limit in structs.asdict(Limits()).items())


def feature(module: ModuleType) -> Iterator[str]:
    yield f"\n## {module.__name__.rpartition('.')[2]}\n\n{doc_of(module)}"
    for title, union in (("Step", "AnyStep"), ("Commands", "AnyCommand"), ("Records", "AnyRecord")):
        kinds = [kind for kind in get_args(UNIONS[union]) if kind.__module__ == module.__name__]
        if kinds:
            yield from chapter(title, kinds, depth=3)


def chapter(title: str, kinds: Any, depth: int = 2) -> Iterator[str]:
    yield f"\n{'#' * depth} {title}"
    for kind in kinds:
        tag = tag_of(kind)
        wire = f" `{tag[0]}: {tag[1]}`" if tag and tag[1] != kind.__name__ else ""
        on_request = " (on request)" if getattr(kind, "on_request", False) else ""
        yield f"\n**{kind.__name__}**{wire}{on_request}"
        if doc := doc_of(kind):
            yield f"\n{doc}"
        fields = structs.fields(kind)
        yield "" if fields else "\nNo fields."
        yield from (line(kind, field) for field in fields)


def line(kind: type[Struct], field: structs.FieldInfo) -> str:
    said = " ".join(typescript(field.type).split()).removeprefix("| ")
    bounds = bounds_of(field.type)
    missing = f"; missing: `{default_of(field)}`" if may_be_missing(kind, field) else ""
    return f"- `{field.encode_name}` {said}{f', {bounds}' if bounds else ''}{missing}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
