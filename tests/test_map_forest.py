"""The forest plot of the map in a real Chromium: nothing overlaps, nothing is cut off."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.map_browser import IN_A_BROWSER, cell, open_cell, opened, settled, written
from tests.map_fixtures import Evidence

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = IN_A_BROWSER
LINE = "#forest a[aria-label^='Gruber 2019']"
CARD = '#studies [data-study="mbc:study/Gruber-2019"]'


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


def test_only_an_interval_far_beyond_the_axis_ends_in_an_arrow(browser: Browser, tmp_path: Path) -> None:
    evidence = Evidence()
    for name, value, ci in (("Alpha 2001", 1.45, (0.75, 2.79)), ("Beta 2002", 0.9, (0.09, 9.0))):
        evidence.effect(evidence.study(name), value, ci, experimental="locoregional_treatment")
    with opened(browser, written(evidence.graph, tmp_path)) as page:
        open_cell(page)
        assert page.locator(f"{LINE.replace('Gruber 2019', 'Alpha')} .arrow").count() == 0
        assert page.locator(f"{LINE.replace('Gruber 2019', 'Beta')} .arrow").count() == 2


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


def test_each_figure_of_how_far_studies_differ_says_what_it_is_also_on_a_phone(
    browser: Browser, tmp_path: Path
) -> None:
    evidence = Evidence()
    for name, value, ci in (
        ("A 2001", 0.1, (0.03, 0.3)),
        ("B 2002", 0.9, (0.8, 1.0)),
        ("C 2003", 2, (1.5, 2.7)),
    ):
        evidence.effect(evidence.study(name), value, ci, experimental="locoregional_treatment")
    with opened(browser, written(evidence.graph, tmp_path), viewport={"width": 320, "height": 800}) as page:
        open_cell(page)
        told = page.locator("#forest text").all_text_contents()
        for start, end in (("I²", "% (share of scatter beyond chance)"), ("τ²", "), log-scale variance")):
            assert any(words.startswith(start) and words.endswith(end) for words in told), told
        assert any(
            re.fullmatch(r"Q [\d.]+, p < 0\.001 \(test against chance alone\)", words) for words in told
        )
        ends = "(all) => all.map((one) => one.getBBox().x + one.getBBox().width)"
        wide = page.locator("#forest svg").evaluate("(svg) => svg.viewBox.baseVal.width")
        assert max(page.locator("#forest text").evaluate_all(ends)) <= wide


def test_a_line_of_the_plot_leads_to_the_sentence_of_its_figure(page: Page) -> None:
    open_cell(page)
    page.locator(LINE).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.study") == "mbc:study/Gruber-2019"
    first = page.locator(f"{CARD} .finding").first
    assert "HR 1.45" in first.inner_text()
    assert "In the pooled estimate." in first.inner_text()
    below = "(a, b) => b.getBoundingClientRect().top - a.getBoundingClientRect().top"
    places = "['.records', selector].map((one) => document.querySelector(one))"
    assert -1 <= page.evaluate(f"(selector) => ({below})(...{places})", CARD) < 100


def test_a_line_leads_to_its_study_however_far_down_and_whatever_the_filters_hide(
    browser: Browser, map_file: Path
) -> None:
    phone: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "reduced_motion": "reduce"}
    with opened(browser, map_file, "#d=observational", **phone) as page:
        open_cell(page)
        assert page.locator(CARD).count() == 0
        page.locator(LINE).press("Enter")
        assert "The filters hide this study." in page.locator(CARD).inner_text()
        assert abs(page.locator(CARD).evaluate("(card) => card.getBoundingClientRect().top")) < 20


def test_a_saved_figure_says_what_it_is_of_what_its_stars_mean_and_whence_it_is(page: Page) -> None:
    open_cell(page)
    with page.expect_download() as waiting:
        page.click('[data-save="svg"]')
    drawn = Path(waiting.value.path()).read_text(encoding="utf-8")
    words = " ".join(re.findall(r"<text[^>]*>([^<]*)<", drawn))
    assert words.startswith("Locoregional treatment on overall survival ")
    assert "* Gruber 2019: turned to 1/1.45, printed for" in words
    assert "Random effects (REML, Hartung–Knapp interval)" in words
    assert re.search(r"Evidence map[^:]*: Invented field", words)
    assert "<a " not in drawn


def test_one_block_can_be_shown_and_saved_by_itself_and_the_address_keeps_which(page: Page) -> None:
    open_cell(page)
    blocks = page.locator("#blocks option").all_inner_texts()
    assert blocks[0] == "All of the figure"
    page.select_option("#blocks", label="Observational studies · HR")
    settled(page)
    assert "block=Observational" in page.url
    with page.expect_download() as waiting:
        page.click('[data-save="svg"]')
    for drawn in (page.locator("#forest").inner_html(), Path(waiting.value.path()).read_text("utf-8")):
        assert "Observational studies · HR" in drawn
        assert "Randomised trials ·" not in drawn
        assert "Gruber 2019" not in drawn
    open_cell(page, cell("primary_tumour_surgery", "overall_survival"))
    assert page.locator("#blocks").input_value() == ""


def test_an_interval_is_told_in_words_where_it_stands(page: Page) -> None:
    open_cell(page)
    trials, cohorts = page.locator("#summary .means").all_inner_texts()
    assert re.fullmatch(
        r"With treatment the hazard is anything from \d+\s% lower to \d+\s% (lower|higher)\.", trials
    )
    assert cohorts.startswith("Among the treated the hazard is anything from ")
    assert "a further study" not in page.locator("#summary").inner_text(), (
        "a cohort tells of cohorts, not of trials"
    )


def test_a_long_name_keeps_its_year_and_clear_of_the_number_beside_it(
    browser: Browser, tmp_path: Path
) -> None:
    evidence = Evidence()
    for year, value in ((2001, 0.8), (2002, 0.9)):
        study = evidence.study(f"“Removal of the primary tumour in women with metastases” {year}", n=142_594)
        evidence.effect(study, value, (0.6, 1.1), ci_level=90, experimental="locoregional_treatment")
    with opened(browser, written(evidence.graph, tmp_path)) as page:
        open_cell(page)
        names = page.locator("#forest .name").all_text_contents()
        beside = page.locator("#forest a").evaluate_all(
            "(all) => all.map((a) => [...a.querySelectorAll('text')].map((one) => one.getBBox()))"
            ".map(([name, n]) => n.x - name.x - name.width)"
        )
    assert min(beside) > 0
    assert [name.rstrip("\u2069\u2009*")[-5:] for name in names] == [" 2001", " 2002"]


def test_an_interval_that_tells_nothing_does_not_differ(browser: Browser, tmp_path: Path) -> None:
    evidence = Evidence()
    treated: dict[str, Any] = {"experimental": "locoregional_treatment"}
    evidence.effect(evidence.study("Alpha 2001"), 0.5, (0.3, 0.9), **treated)
    for label, value in (("Beta 2002", 0.3), ("Gamma 2003", 0.7)):
        cohort = evidence.study(label, "retrospective_cohort")
        evidence.effect(cohort, value, (value * 0.8, value * 1.25), adjusted=True, **treated)
    with opened(browser, written(evidence.graph, tmp_path)) as page:
        open_cell(page)
        summary = page.locator("#summary").inner_text()
    assert "far too few to tell" in summary
    assert "Too few to tell whether trials and cohorts differ here" in summary
