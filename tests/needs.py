"""What some tests need and not every machine has: without it they are skipped, saying so, and fail when CI=true."""

import importlib.util
import os
import shutil
from typing import NoReturn

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CI = os.environ.get("CI") == "true"


def absent(reason: str) -> NoReturn:
    if CI:
        pytest.fail(f"CI=true, but {reason}", pytrace=False)
    pytest.skip(reason, allow_module_level=True)


def no_browser() -> str | None:
    """Why the pages cannot be tried in a browser here; None: they can."""
    modules = {"playwright": "playwright", "axe_playwright_python": "axe-playwright-python"}
    lacking = [name for module, name in modules.items() if importlib.util.find_spec(module) is None]
    if lacking:
        return f"{' and '.join(lacking)} not installed: pip install -e '.[test,browser]'"
    return None if CHROMIUM else "there is no Chromium to try the pages in"


def pandoc() -> str:
    return shutil.which("pandoc") or absent("pandoc is not installed")
