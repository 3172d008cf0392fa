"""The pages beside the map, and the map in the dark, on a phone and on paper, in a real Chromium."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph.model import Graph
from tests.map_browser import IN_A_BROWSER, keep, opened, settled, written
from tests.map_fixtures import realistic

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = IN_A_BROWSER
FLOW = [
    ("records identified in PubMed", 1200, "source"),
    ("trials found in registries", 26, "source"),
    ("duplicates", 12, "side"),
    ("records screened", 1188),
    ("out of scope", 700, "side"),
    ("not_metastatic", 400, "reason"),
    ("laboratory", 300, "reason"),
    ("publications included", 488),
]
PAGES = ("studies", "timeline", "trials", "left", "changes", "flow", "methods", "map")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A map that knows its flow and what changed."""
    changes = ["One study came in.", "Overall survival: 0.93 became 0.95."]
    return written(realistic(), tmp_path_factory.mktemp("told"), flow=FLOW, changes=changes)


def test_studies_sort_and_the_address_keeps_how(browser: Browser, map_file: Path, page: Page) -> None:
    page.click('nav [data-view="studies"]')
    page.get_by_role("button", name="Participants").click()
    page.get_by_role("button", name="Participants").click()
    first = "#studies-table tbody th"
    assert page.locator(first).first.inner_text().startswith("Marchetti 2016")
    assert page.locator('#studies-table [aria-sort="descending"]').inner_text() == "Participants"
    keep(page, "studies", whole=False)
    with opened(browser, map_file, page.evaluate("location.hash")) as again:
        assert again.locator(first).first.inner_text().startswith("Marchetti 2016")


def test_each_study_of_the_table_holds_its_sentences(page: Page) -> None:
    page.click('nav [data-view="studies"]')
    row = page.locator("#studies-table tbody tr", has_text="Demirel 2018")
    row.locator("summary").click()
    told = row.locator(".finding", has_text="HR 0.71").inner_text()
    assert "HR 0.71 (95% CI 0.59–0.86) overall survival:" in told
    assert "two groups were compared" in row.locator("blockquote").first.inner_text()


def test_studies_that_pass_the_filters_are_exported(page: Page) -> None:
    page.click('nav [data-view="studies"]')
    page.select_option("[name=s]", "mbc:seer")
    settled(page)
    assert page.locator("#studies-table tbody tr").count() == 3
    with page.expect_download() as waiting:
        page.click("#save-studies")
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig"))))
    assert {row["label"] for row in rows} == {"Ferrante 2007", "Lindqvist 2013", "Marchetti 2016"}


def test_trials_without_results_come_first_and_all_can_be_shown(page: Page) -> None:
    page.click('nav [data-view="trials"]')
    assert page.locator("#trials-table tbody tr").count() == 3
    assert page.locator("#trials-table tbody th").first.inner_text() == "EAST"
    with page.expect_download() as waiting:
        page.click("#save-trials")
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8"))))
    assert [row["status"] for row in rows] == ["recruiting", "terminated", "unknown"]
    page.uncheck("#silent-only")
    settled(page)
    assert page.locator("#trials-table tbody tr").count() == 10
    assert "all=1" in page.evaluate("location.hash")


def test_the_timeline_counts_studies_by_year_and_names_the_trials(page: Page) -> None:
    page.click('nav [data-view="timeline"]')
    titles = page.locator("#timeline svg title").all_text_contents()
    assert "2018: 1 randomised, 1 observational" in titles
    names = page.locator("#timeline-trials li a").all_inner_texts()
    assert names[0] == "Ashworth 2015"
    assert names[-1] == "Nakagawa 2024"
    page.fill("[name=from]", "2020")
    settled(page)
    assert page.locator("#timeline-trials li a").first.inner_text() == "Kowalski 2022"
    keep(page, "timeline", whole=False)


def test_everything_left_out_is_listed_with_its_reason(page: Page) -> None:
    page.click('nav [data-view="left"]')
    table = page.locator("#left-table").inner_text()
    for words in ("Quill 2010", "retracted", "Verity 2014", "Noone 2012"):
        assert words in table


def test_the_flow_is_drawn_from_the_counts(browser: Browser, told: Path) -> None:
    with opened(browser, told, "#v=flow") as page:
        assert page.locator(".flow > li").count() == 3
        assert page.locator(".flow > li").first.locator(".box-step").count() == 2
        scope = page.locator(".out", has_text="out of scope").inner_text()
        assert "400 not metastatic" in scope
        keep(page, "flow", whole=False)


def test_what_changed_since_the_last_refresh_is_told(browser: Browser, told: Path) -> None:
    with opened(browser, told) as page:
        page.click('nav [data-view="changes"]')
        assert page.locator(".changes li").all_inner_texts()[0] == "One study came in."


def test_methods_and_limits_are_in_plain_words(page: Page) -> None:
    page.click('nav [data-view="methods"]')
    for heading in ("What was pooled", "Why trials and cohorts differ", "What this is not"):
        assert page.get_by_role("heading", name=heading).is_visible()


def test_a_map_of_nothing_says_so_on_every_page(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(Graph(), tmp_path)) as page:
        assert "every cell is a gap" in page.locator("#matrix-empty").inner_text()
        for view in PAGES:
            page.click(f'nav [data-view="{view}"]')
            assert page.locator(f"#view-{view}").inner_text().strip()


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("dark", {"color_scheme": "dark"}),
        ("phone", {"viewport": {"width": 390, "height": 844}}),
        ("phone-small", {"viewport": {"width": 320, "height": 640}}),
        ("tablet", {"viewport": {"width": 820, "height": 1100}}),
    ],
)
def test_dark_and_small_screens_never_scroll_sideways(
    browser: Browser, told: Path, name: str, context: dict[str, Any]
) -> None:
    with opened(browser, told, "#cell=mbc:locoregional_treatment~mbc:overall_survival", **context) as page:
        for view in PAGES:
            page.evaluate("(view) => document.querySelector(`nav [data-view=${view}]`).click()", view)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{view} scrolls"
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (dark == "rgb(22, 24, 27)") is (name == "dark")
        keep(page, name)


def test_marks_below_what_is_in_sight_are_laid_out_once_all_is_drawn(browser: Browser, told: Path) -> None:
    """Or a picture of the whole page would show an empty table."""
    seen = "(all) => all.map((mark) => mark.checkVisibility({ contentVisibilityAuto: true }))"
    with opened(browser, told, viewport={"width": 800, "height": 300}) as page:
        marks = page.locator("#matrix td:not([hidden]) > button:not([hidden]) svg").evaluate_all(seen)
        assert len(marks) > 10
        assert all(marks)
        page.select_option("[name=s]", "mbc:seer")
        settled(page)
        page.select_option("[name=s]", "")
        settled(page)
        again = page.locator("#matrix td:not([hidden]) > button:not([hidden]) svg").evaluate_all(seen)
        assert again == marks


def test_paper_holds_every_page_and_no_controls(browser: Browser, told: Path) -> None:
    with opened(browser, told, "#cell=mbc:locoregional_treatment~mbc:overall_survival") as page:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        for selector in ("nav", "#filters", ".tools", "#close-detail"):
            assert page.locator(selector).first.is_hidden()
        for view in PAGES:
            assert page.locator(f"#view-{view}").is_visible()
        assert page.locator("#studies-table tbody tr").count() == page.evaluate(
            "document.querySelectorAll('#studies-table tbody tr').length"
        )
        assert page.locator("#timeline svg").is_visible()
        heads = page.locator("#matrix .groups .fold").first
        assert heads.evaluate("(head) => getComputedStyle(head).display") == "contents", (
            "else on page 1 alone"
        )
        assert "chance decided" in page.locator("#beside .cues").first.inner_text()
        keep(page, "print")
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("#beside details[open]").count() == 0


def test_on_a_phone_the_timeline_is_legible_and_begins_with_the_latest(browser: Browser, told: Path) -> None:
    with opened(browser, told, "#v=timeline", viewport={"width": 390, "height": 844}) as page:
        box = "document.querySelector('#timeline')"
        assert page.evaluate(f"{box}.scrollLeft + {box}.clientWidth - {box}.scrollWidth") > -2
        year = page.locator("#timeline text", has_text="20").first.bounding_box()
    assert year is not None
    assert year["height"] > 10
