"""Keyboard, screen reader and contrast of the map: what axe and the browser's own tree say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.map_browser import CELL, IN_A_BROWSER, keep, open_cell, opened, pressed, settled, until, written
from tests.map_fixtures import realistic
from tests.test_map_pages import FLOW, PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = IN_A_BROWSER
OPEN = "#cell=mbc:locoregional_treatment~mbc:overall_survival"
PLACES = {
    "map": "",
    "cell": OPEN,
    "parent": "#cell=mbc:local_treatment~mbc:overall_survival",
    "gaps": "#gaps=1",
    **{name: f"#v={name}" for name in PAGES if name != "map"},
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(realistic(), tmp_path_factory.mktemp("access"), flow=FLOW, changes=["One study came in."])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing_serious(browser: Browser, told: Path, place: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with opened(browser, told, PLACES[place], color_scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        until(page, "[...document.querySelectorAll('#beside details')].every((one) => one.children[1])")
        violations = Axe().run(page).response["violations"]
    found = [
        (v["id"], v["impact"], node["html"][:120])
        for v in violations
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"]
    ]
    assert found == []


def test_axe_finds_nothing_serious_on_a_phone(browser: Browser, told: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with opened(browser, told, OPEN, viewport={"width": 390, "height": 844}) as page:
        violations = Axe().run(page).response["violations"]
    assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []


def test_the_keyboard_walks_the_matrix_opens_a_cell_and_comes_back(page: Page) -> None:
    page.locator(CELL).focus()
    page.keyboard.press("ArrowDown")
    below = page.evaluate("document.activeElement.dataset.intervention")
    assert below == "mbc:primary_tumour_surgery"
    page.keyboard.press("Enter")
    settled(page)
    assert page.locator("#detail").is_visible()
    assert page.evaluate("document.activeElement.id") == "detail"
    page.keyboard.press("Escape")
    settled(page)
    assert page.locator("#detail").is_hidden()
    assert page.evaluate("document.activeElement.dataset.intervention") == below


def test_tab_alone_reaches_every_control_in_reading_order(page: Page) -> None:
    seen = []
    for _ in range(24):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "(() => { const e = document.activeElement;"
                " return e.getAttribute('aria-label') || e.name || e.textContent.trim(); })()"
            )
        )
    assert seen[0] == "Skip to the map"
    for earlier, later in (("Overall survival", "Map"), ("Map", "Methods"), ("Search", "Population")):
        assert seen.index(earlier) < seen.index(later)


def test_rows_fold_and_plots_change_from_the_keyboard(page: Page) -> None:
    page.get_by_role("button", name="Fold Metastasectomy").focus()
    page.keyboard.press("Space")
    settled(page)
    assert page.locator('#matrix tr:has([data-intervention="mbc:hepatic_metastasectomy"])').is_hidden()
    open_cell(page)
    page.get_by_role("button", name="As they came").focus()
    page.keyboard.press("Enter")
    settled(page)
    assert page.locator('[data-plot="came"]').get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.activeElement.dataset.plot") == "came"


def test_a_screen_reader_hears_the_cell_the_plot_and_what_happened(page: Page) -> None:
    label = page.locator(CELL).get_attribute("aria-label") or ""
    assert label.startswith("Locoregional treatment, Overall survival: 22 studies; 5 randomised, ")
    assert "no clear difference" in label
    assert page.locator("#matrix caption").count() == 1
    open_cell(page)
    assert "22 studies" in page.locator("#said").inner_text()
    drawing = page.locator("#forest svg[role=group]").get_attribute("aria-label") or ""
    assert "5 randomised trials pooled: HR" in drawing
    assert "One randomised trial, subgroup: Bone-only metastases: HR 0.47" in drawing
    page.fill("[name=q]", "demirel")
    settled(page)
    assert page.locator("#said").inner_text() == "1 study passes the filters"


def test_reduced_motion_and_high_zoom_are_honoured(browser: Browser, map_file: Path) -> None:
    context: dict[str, Any] = {"reduced_motion": "reduce", "viewport": {"width": 680, "height": 450}}
    with opened(browser, map_file, **context) as page:
        pressed(page, CELL)
        box = page.locator("#detail").bounding_box()
        assert box is not None
        assert box["y"] < 450
        keep(page, "zoomed", whole=False)


def test_an_awaited_trial_is_named_for_a_screen_reader(page: Page) -> None:
    row = page.locator('#matrix tr:has([data-intervention="mbc:primary_tumour_surgery"])')
    assert row.locator(".silent").get_attribute("title") == "1 registered, nothing published"
