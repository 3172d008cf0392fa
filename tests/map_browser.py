"""What the tests of the map in a real browser share: opening a page that may not fetch, and its picture.

The page draws what is in sight first and the rest in pieces. While anything is still to be drawn it has no
`html[data-drawn]`, from the very event that asks for it: `settled` after each press or change, and what is
read next is whole. `MAP_TEST_THROTTLE=8` slows the browser down eight times, to see that nothing depends on
speed.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph.map.build import build_map
from graph.map.render import render_map
from graph.model import Graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = [
    "ARGUMENTS",
    "CELL",
    "CHROMIUM",
    "IN_A_BROWSER",
    "cell",
    "keep",
    "open_cell",
    "opened",
    "pressed",
    "settled",
    "until",
    "written",
]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
IN_A_BROWSER = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.skipif(
        CHROMIUM is None and os.environ.get("CI") != "true",
        reason="no Chromium here: install the package `chromium` to run these",
    ),
]
_PATIENCE_S = 120
_THROTTLE = float(os.environ.get("MAP_TEST_THROTTLE", "1"))
_ARTEFACTS = Path(__file__).parent.parent / "artefacts"


def cell(intervention: str, endpoint: str) -> str:
    """The selector of a cell's button."""
    return f'#matrix [data-intervention="mbc:{intervention}"][data-endpoint="mbc:{endpoint}"]'


CELL = cell("locoregional_treatment", "overall_survival")


def written(graph: Graph, folder: Path, **more: Any) -> Path:
    """The map of a graph as a file."""
    path = folder / "evidence-map.html"
    told: dict[str, Any] = {"title": "Invented field", "question": "Does it help?", "notice": "A sample."}
    path.write_text(render_map(build_map(graph, **{**told, **more})), encoding="utf-8")
    return path


@contextmanager
def opened(browser: Browser, file: Path, hash_: str = "", **context: Any) -> Iterator[Page]:
    """A page that fails its test on any console error, page error or request beyond the file."""
    trouble: list[str] = []
    size = {"viewport": {"width": 1360, "height": 900}, "accept_downloads": True}
    holder = browser.new_context(**{**size, **context})
    holder.set_default_timeout(1000 * _PATIENCE_S)
    page = holder.new_page()
    if _THROTTLE != 1:
        holder.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": _THROTTLE})
    page.on("console", lambda told: trouble.append(told.text) if told.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda request: trouble.append(request.url) if _leaves(request.url) else None)
    try:
        page.goto(file.as_uri() + hash_)
        settled(page)
        yield page
    finally:
        holder.close()
    assert trouble == []


def _leaves(url: str) -> bool:
    return not url.startswith(("file:", "data:", "blob:"))


def settled(page: Page) -> None:
    """Wait until all that the page has been asked for is drawn."""
    page.wait_for_selector("html[data-drawn]", state="attached")


def pressed(page: Page, selector: str) -> None:
    """Press something and wait until all that follows from it is drawn."""
    page.click(selector)
    settled(page)


def open_cell(page: Page, selector: str = CELL) -> None:
    """Press a cell and wait until all its studies are there: as many as it says."""
    pressed(page, selector)
    wanted = page.get_attribute(selector, "data-studies")
    assert str(page.locator("#studies [data-study]").count()) == wanted


def until(page: Page, condition: str) -> None:
    """Wait for a condition in the page; its own policy forbids the way in which Playwright would wait."""
    deadline = time.monotonic() + _PATIENCE_S
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, f"never came true: {condition}"
        page.wait_for_timeout(40)


def keep(page: Page, name: str, *, whole: bool = True) -> None:
    """Keep a picture of the page where CI collects artefacts."""
    _ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=str(_ARTEFACTS / f"{name}.png"), full_page=whole, animations="disabled")
