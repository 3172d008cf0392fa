"""Filters, search, folding and the address of the map, in a real Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.map_browser import CELL, IN_A_BROWSER, open_cell, opened, pressed, settled, until, written
from tests.map_fixtures import Evidence

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = IN_A_BROWSER


@pytest.mark.parametrize(
    ("control", "value", "left"),
    [
        ("q", "demirel", 1),
        ("q", "QUALITY of life compared", 1),
        ("p", "mbc:liver_metastases", 5),
        ("s", "mbc:seer", 3),
        ("c", "United States", 5),
        ("from", "2022", 5),
        ("to", "2006", 5),
    ],
)
def test_filters_leave_the_studies_that_match(page: Page, control: str, value: str, left: int) -> None:
    field = page.locator(f"[name={control}]")
    field.select_option(value) if control in "psc" else field.fill(value)
    settled(page)
    page.click('nav [data-view="studies"]')
    assert page.locator("#studies-table tbody tr").count() == left


@pytest.mark.parametrize(
    ("selector", "left"),
    [('[name=d][value="observational"]', 19), ("[name=scope]", 36), ("[name=curated]", 2)],
)
def test_boxes_leave_the_studies_that_match(page: Page, selector: str, left: int) -> None:
    page.click('nav [data-view="studies"]')
    pressed(page, selector)
    assert page.locator("#studies-table tbody tr").count() == left


def test_what_a_person_gave_of_a_study_is_told_with_it(page: Page) -> None:
    open_cell(page)
    facts = page.locator('#studies [data-study]:has-text("Sandoval 2022") .facts').inner_text()
    assert "registry cohort (given by hand) · n = 505 (given by hand) · in scope (given by hand)" in facts
    page.click('nav [data-view="studies"]')
    assert page.locator('#studies-table td:has-text("given by hand")').count() == 1


def test_counts_in_the_matrix_follow_the_filters_and_clear_brings_all_back(page: Page) -> None:
    before = page.get_attribute(CELL, "data-studies")
    page.select_option("[name=s]", "mbc:seer")
    settled(page)
    assert page.get_attribute(CELL, "data-studies") == "3"
    assert page.locator("#filter-note").inner_text() == "1 in use"
    page.get_by_role("button", name="Clear", exact=True).click()
    settled(page)
    assert page.get_attribute(CELL, "data-studies") == before


def test_a_filter_that_nothing_passes_gives_a_sentence(page: Page) -> None:
    page.fill("[name=q]", "no such word anywhere")
    settled(page)
    assert page.locator("#matrix-empty").is_visible()
    page.get_by_role("button", name="Clear the filters").click()
    settled(page)
    assert page.locator("#matrix-empty").is_hidden()


def test_the_address_keeps_the_view(browser: Browser, map_file: Path, page: Page) -> None:
    open_cell(page)
    page.get_by_role("button", name="Without each").click()
    page.fill("[name=from]", "2015")
    page.uncheck('[name=d][value="observational"]')
    settled(page)
    studies = page.locator("#studies [data-study]").count()
    hash_ = page.evaluate("location.hash")
    assert "from=2015" in hash_
    assert "observational" not in hash_
    with opened(browser, map_file, hash_) as again:
        assert again.locator("#studies [data-study]").count() == studies
        assert again.input_value("[name=from]") == "2015"
        assert not again.is_checked('[name=d][value="observational"]')
        assert again.locator('[data-plot="without"]').get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize(
    "hash_", ["#v=nowhere", "#cell=mbc:none~mbc:none", "#d=nonsense", "#from=x&sort=what"]
)
def test_an_address_that_names_nothing_shows_the_map(browser: Browser, map_file: Path, hash_: str) -> None:
    with opened(browser, map_file, hash_) as page:
        assert page.locator("#view-map").is_visible()


def test_back_returns_to_the_cell_before(page: Page) -> None:
    open_cell(page)
    pressed(page, '[data-intervention="mbc:metastasectomy"][data-endpoint="mbc:overall_survival"]')
    page.go_back()
    until(page, "document.querySelector('#detail-title').textContent.startsWith('Locoregional')")


def test_a_mark_loses_its_direction_when_the_filter_hides_a_pooled_study(page: Page) -> None:
    assert page.locator(f"{CELL} .m.better.open").count() == 1
    page.select_option("[name=s]", "mbc:seer")
    settled(page)
    assert page.locator(f"{CELL} .m.none.open").count() == 1
    pressed(page, CELL)
    assert "do not follow the filters" in page.locator("#summary").inner_text()


def test_rows_fold_and_the_address_keeps_it(browser: Browser, map_file: Path, page: Page) -> None:
    selector = '#matrix tr:has([data-intervention="mbc:hepatic_metastasectomy"])'
    assert page.locator(selector).is_visible()
    page.get_by_role("button", name="Fold Metastasectomy").click()
    settled(page)
    assert page.locator(selector).is_hidden()
    with opened(browser, map_file, page.evaluate("location.hash")) as again:
        assert again.locator(selector).is_hidden()
        assert (
            again.get_by_role("button", name="Fold Metastasectomy").get_attribute("aria-expanded") == "false"
        )


def test_empty_rows_and_columns_can_be_shown(page: Page) -> None:
    before = page.locator("#matrix tbody tr:visible").count()
    columns = page.locator("#matrix tr.names th:visible").count()
    page.check("[name=gaps]")
    settled(page)
    assert page.locator("#matrix tbody tr:visible").count() > before
    assert page.locator("#matrix tr.names th:visible").count() > columns


def test_a_group_of_endpoints_opens_its_narrower_ones(browser: Browser, map_file: Path) -> None:
    with opened(browser, map_file, "#gaps=1") as page:
        page.uncheck("[name=gaps]")
        settled(page)
        group = page.locator('#matrix th[data-group="local_control"] button')
        head = page.locator('#matrix th[data-group="local_control"]')
        before = head.get_attribute("colspan")
        group.click()
        settled(page)
        assert group.get_attribute("aria-expanded") == "true"
        assert head.get_attribute("colspan") == before, "no study reports a narrower endpoint here"


def test_a_population_asked_for_shows_what_is_pooled_of_it(browser: Browser, tmp_path: Path) -> None:
    evidence = Evidence()
    treated: dict[str, Any] = {"experimental": "locoregional_treatment"}
    bone: dict[str, Any] = {"population": "bone_only_metastases", "subgroup": "bone only"}
    for label, whole, part in (("Alpha 2001", 1.02, 0.5), ("Beta 2002", 0.98, 0.52)):
        study = evidence.study(label, n=900, populations=("bone_only_metastases",))
        evidence.effect(study, whole, (whole - 0.1, whole + 0.1), **treated)
        evidence.effect(study, part, (part - 0.05, part + 0.05), **treated, **bone)
    heads = "[...document.querySelectorAll('#forest .h')].map((one) => one.textContent)"
    with opened(browser, written(evidence.graph, tmp_path)) as page:
        open_cell(page)
        assert "no clear difference" in (page.get_attribute(CELL, "aria-label") or "")
        assert "subgroup" not in page.evaluate(heads)[0]
        page.select_option("[name=p]", "mbc:bone_only_metastases")
        settled(page)
        label = page.get_attribute(CELL, "aria-label") or ""
        assert "favours treatment" in label
        assert "within Bone-only metastases" in label
        summary = page.locator("#summary").inner_text()
        assert "2 randomised trials pooled · Bone-only metastases" in summary
        assert "HR 0.51" in summary
        assert "HR 1.00" not in summary
        assert "Estimates of bone-only metastases by themselves." in summary
        assert page.evaluate(heads)[0].endswith("subgroup: Bone-only metastases")
        page.select_option("[name=p]", "")
        settled(page)
        assert "no clear difference" in (page.get_attribute(CELL, "aria-label") or "")
