"""The evidence map of 10,000 studies: its size, how soon a first cell shows, how long a filter takes.

Measured in a headless Chromium by the page's own clock, up to the frame that the reader sees; beside it
the work of the page's own thread, which a busy machine does not stretch.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figure import Figure
from bench.synthetic_graph import Size, synthetic_graph
from graph.map.build import build_map
from graph.map.render import render_map

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

__all__ = ["figures"]

STUDIES = 10_000
MOST_BYTES, MOST_FIRST_S, MOST_FILTER_S = 5_000_000, 2.0, 0.2
_AREA = "evidence map"
_FRAME = "await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));"
# The page's own clock says when it was ready, not the moment at which a busy machine came round to ask.
_WATCH = """addEventListener('DOMContentLoaded', () => {
  const page = document.documentElement;
  const ready = () => { if (page.dataset.ready) window.readyAt ??= performance.now(); };
  new MutationObserver(ready).observe(page, { attributes: true });
  ready();
});"""
_PRESS = f"""async () => {{
  const began = performance.now();
  const busiest = [...document.querySelectorAll('#matrix button[data-intervention]')]
    .filter((b) => b.checkVisibility()).sort((a, b) => b.dataset.studies - a.dataset.studies)[0];
  busiest.click();
  {_FRAME}
  return [performance.now() - began, document.querySelectorAll('#studies [data-study]').length];
}}"""
_FILTERS = {
    "a design": "document.querySelector('[name=d][value=series]').click();",
    "a data source": "const s = document.querySelector('[name=s]'); s.selectedIndex = 1;"
    " s.dispatchEvent(new Event('input', { bubbles: true }));",
    "years": "const y = document.querySelector('[name=from]'); y.value = 2010;"
    " y.dispatchEvent(new Event('input', { bubbles: true }));",
    "all again": "document.querySelector('#filters form').reset();",
    "a word": "const q = document.querySelector('[name=q]'); q.value = 'surgery';"
    " q.dispatchEvent(new Event('input', { bubbles: true }));",
}


def figures(studies: int = STUDIES) -> Iterator[Figure]:
    """Size and times; only the size where there is no Chromium."""
    page = render_map(build_map(synthetic_graph(Size(studies)), title="Measured"))
    size = len(page.encode())
    yield Figure(_AREA, f"file of {studies:,} studies", f"{size / 1e6:.2f} MB", "5 MB", size <= MOST_BYTES)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        yield Figure(_AREA, "first cell, filter", "not measured: no Chromium here")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "map.html"
        file.write_text(page, encoding="utf-8")
        yield from _in_browser(file, chromium)


def _in_browser(file: Path, chromium: str) -> Iterator[Figure]:
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        page = browser.new_page(viewport={"width": 1360, "height": 900})
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.add_init_script(_WATCH)
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]", state="attached")
        ready = page.evaluate("window.readyAt") / 1000
        pressed, shown = page.evaluate(_PRESS)
        first = ready + pressed / 1000
        work = _work(session)
        words = f"{first:.2f} s (thread {work:.2f} s; press alone {pressed:.0f} ms, {shown} studies)"
        yield Figure(_AREA, "from opening to the first cell", words, "2 s", first <= MOST_FIRST_S)
        page.wait_for_timeout(2500)
        for name, change in _FILTERS.items():
            yield _filter(page, session, name, change)
        browser.close()


def _filter(page: Page, session: CDPSession, name: str, change: str) -> Figure:
    # Typing waits a moment for the next letter; that pause is part of what the reader waits for.
    # What it says ends the wait at once: a timer that asks comes a frame later, and one more is counted.
    measured = f"""async () => {{
      const said = document.querySelector('#said');
      said.textContent = '';
      const told = new Promise((done) => new MutationObserver((_, watch) => {{
        if (said.textContent.includes('the filters')) {{ watch.disconnect(); done(); }}
      }}).observe(said, {{ childList: true }}));
      const began = performance.now();
      {{ {change} }}
      await told;
      {_FRAME}
      return performance.now() - began;
    }}"""
    before = _work(session)
    seconds = page.evaluate(measured) / 1000
    work = _work(session) - before
    page.wait_for_timeout(1200)
    words = f"{1000 * seconds:.0f} ms (thread {1000 * work:.0f} ms)"
    return Figure(_AREA, f"filter by {name}", words, "200 ms", seconds <= MOST_FILTER_S)


def _work(session: CDPSession) -> float:
    """Script, style and layout so far, in seconds of the page's own thread."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    wanted = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
    return float(sum(metric["value"] for metric in metrics if metric["name"] in wanted))


if __name__ == "__main__":
    for figure in figures():
        met = {True: "met", False: "MISSED", None: ""}[figure.met]
        sys.stdout.write(f"{figure.what:<36} {figure.figure:<60} {figure.bar:<8} {met}\n")
