"""The forest plot of the map in a real Chromium: nothing overlaps, nothing is cut off."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.map_browser import IN_A_BROWSER, open_cell, opened, written
from tests.map_fixtures import Evidence

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = IN_A_BROWSER


def test_figures_stand_clear_of_the_plot_however_wide_an_interval(browser: Browser, tmp_path: Path) -> None:
    evidence = Evidence()
    for name, value, ci in (("Alpha 2001", 0.05, (0.02, 0.125)), ("Beta 2002", 0.9, (0.8, 1.01))):
        evidence.effect(evidence.study(name), value, ci, experimental="locoregional_treatment")
    with opened(browser, written(evidence.graph, tmp_path)) as page:
        open_cell(page)
        edges = """(all) => all.map((one) => one.getBBox()).map((box) => [box.x, box.x + box.width])"""
        drawn = page.locator("#forest path.diamond, #forest path.arrow").evaluate_all(edges)
        told = page.locator("#forest text", has_text=re.compile(r"^[\d.]+ \(")).evaluate_all(edges)
        assert len(told) == 3
        assert max(right for _, right in drawn) < min(left for left, _ in told)
        assert "Trials and cohorts" not in page.locator("#summary").inner_text()


def test_on_a_phone_the_words_under_the_axis_stay_in_the_figure(browser: Browser, tmp_path: Path) -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001"), 0.1, (0.03, 0.3), experimental="locoregional_treatment")
    with opened(browser, written(evidence.graph, tmp_path), viewport={"width": 390, "height": 844}) as page:
        open_cell(page)
        ends = page.locator("#forest text").evaluate_all(
            "(all) => all.map((one) => one.getBBox()).map((box) => [box.x, box.x + box.width])"
        )
        wide = page.locator("#forest svg").evaluate("(svg) => svg.viewBox.baseVal.width")
        assert min(left for left, _ in ends) >= 0
        assert max(right for _, right in ends) <= wide
