"""What is built and locked is what the sources say, whole, and small enough for an old phone."""

import gzip
import importlib.metadata
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import brotli
from packaging.requirements import Requirement

import web

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENTRIES: dict[str, dict[str, Any]] = json.loads(web.MANIFEST.read_text(encoding="utf-8"))
FACES = ("participant", "console", "screen", "helper")


def test_every_face_has_its_script_and_its_styles() -> None:
    wanted = ["client/link.ts", "client/print.ts", *(f"client/{face}.tsx" for face in FACES)] + [
        f"styles/{sheet}.css" for sheet in (*FACES, "forum", "guide", "page", "print", "printing")
    ]
    assert set(ENTRIES) == set(wanted)


def test_a_bundle_is_named_after_its_content_and_compressed_beforehand() -> None:
    for entry in ENTRIES.values():
        for name in (entry["file"], *entry["imports"]):
            assert re.search(r"-[A-Z0-9]{8}\.(js|css)$", name), name
            content = (web.STATIC / name).read_bytes()
            assert brotli.decompress((web.STATIC / f"{name}.br").read_bytes()) == content
            assert gzip.decompress((web.STATIC / f"{name}.gz").read_bytes()) == content


def test_a_participants_script_is_at_most_30_kb() -> None:
    entry = ENTRIES["client/participant.tsx"]
    assert sum((web.STATIC / f"{name}.br").stat().st_size for name in (entry["file"], *entry["imports"])) <= 30_000


def test_an_open_forum_adds_at_most_16_kb_to_it_and_its_circles_10() -> None:
    entry = ENTRIES["client/participant.tsx"]
    first = {entry["file"], *entry["imports"]}
    market, circles = set(entry["forum"]["files"]) - first, set(entry["forum"]["circles"]) - first
    weight = {name: (web.STATIC / f"{name}.br").stat().st_size for name in market | circles}
    assert sum(weight[name] for name in market) <= 16_000
    assert sum(weight[name] for name in circles - market) <= 10_000


def test_requirements_lock_holds_every_dependency_in_a_version_that_is_allowed() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE))
    for line in PROJECT["project"]["dependencies"]:
        wanted = Requirement(line)
        version = locked.get(wanted.name.lower())
        assert version is not None, f"{wanted.name} is not locked: run .ci/lock"
        assert wanted.specifier.contains(version), f"{wanted.name} {version} is locked, {wanted.specifier} wanted"


def test_every_dependency_has_a_range_with_two_ends() -> None:
    project = PROJECT["project"]
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    for line in [*PROJECT["build-system"]["requires"], *project["dependencies"], *extras]:
        assert {bound.operator for bound in Requirement(line).specifier} >= {">=", "<"}, line


def test_lock_files_name_no_index() -> None:
    for name in ("requirements.lock", "web/package-lock.json"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in re.sub(r'"url": "[^"]*"', "", text), name


def test_what_is_installed_is_this_version() -> None:
    assert importlib.metadata.version("gommette") == PROJECT["project"]["version"]


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text
    assert "13. Remote Network Interaction" in text
    assert "END OF TERMS AND CONDITIONS" in text
