"""What phones, console and screen see: templates, client, styles, catalogues."""

from pathlib import Path

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
LOCALE = HERE / "locale"
STATIC = HERE / "static"
MANIFEST = STATIC / "manifest.json"
"""Source file to {file, imports}: the names that web/build.mjs gave the bundles in STATIC."""
