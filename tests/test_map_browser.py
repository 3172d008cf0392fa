"""The map in a real Chromium: what a cell shows when it is pressed; nothing is ever fetched."""

from __future__ import annotations

import csv
import io
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import graph
from graph.embedded.ladybug import save
from tests.map_browser import (
    CELL,
    IN_A_BROWSER,
    cell,
    keep,
    open_cell,
    opened,
    settled,
    until,
    written,
)
from tests.map_fixtures import Evidence, realistic

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = IN_A_BROWSER
PARENT = cell("local_treatment", "overall_survival")


def test_a_cell_opens_its_studies_and_the_forest_plot(page: Page) -> None:
    keep(page, "map-light", whole=False)
    open_cell(page)
    assert page.locator("#forest svg").is_visible()
    assert page.locator("#forest svg .diamond").count() == 2
    assert page.locator("#forest svg .predicted").count() == 2
    keep(page, "cell-light")


def test_the_page_says_so_while_it_is_still_drawing(page: Page) -> None:
    """What these tests wait for: gone within the event that asks for more, back when all of it is there."""
    drawn = (
        "[document.documentElement.hasAttribute('data-drawn'), document.querySelectorAll('article').length]"
    )
    ask = f"(selector) => {{ document.querySelector(selector).click(); return {drawn}; }}"
    said, cards = page.evaluate(ask, CELL)
    assert not said
    assert cards < 22
    settled(page)
    assert page.evaluate(drawn) == [True, 22]
    assert page.evaluate(ask, "[name=scope]")[0] is False
    settled(page)


def test_a_study_shows_design_size_effect_sentence_figures_and_links(page: Page) -> None:
    open_cell(page)
    card = page.locator('#studies [data-study="mbc:study/Demirel-2018"]')
    text = card.inner_text()
    for words in ("randomized trial", "n = 274", "HR 0.71 (95% CI 0.59–0.86)", "Demirel 2018"):
        assert words in text
    assert "two groups were compared" in (card.locator("blockquote").first.text_content() or "")
    assert {"0.71", "0.59", "0.86"} <= set(card.locator("mark").all_text_contents())
    links = card.locator("a").evaluate_all("(all) => all.map((a) => new URL(a.href).hostname)")
    assert {"pubmed.ncbi.nlm.nih.gov", "doi.org", "clinicaltrials.gov"} <= set(links)


def test_a_failed_check_and_the_reason_for_leaving_out_stand_at_the_study(page: Page) -> None:
    open_cell(page)
    card = page.locator('#studies [data-study="mbc:study/Verity-2014"]')
    assert "Check: interval and p disagree" in card.inner_text()
    assert "Not pooled:" in card.inner_text()


def test_trials_and_cohorts_are_told_apart_in_words_where_both_are_shown(page: Page) -> None:
    open_cell(page)
    summary = page.locator("#summary").inner_text()
    assert "5 randomised trials pooled" in summary
    assert "no clear difference" in summary
    assert "Trials and cohorts differ." in summary
    assert "immortal time" in summary
    assert "selection" in summary
    page.get_by_role("link", name="More under Methods").click()
    assert page.get_by_role("heading", name="Why trials and cohorts differ").is_visible()


def test_the_first_sight_answers_before_anything_is_pressed(page: Page) -> None:
    glance = page.locator("#glance")
    assert "5 trials, 1\u202f377 people" in glance.inner_text()
    assert "Trials and cohorts differ." in glance.inner_text()
    glance.get_by_role("button", name="Overall survival").click()
    settled(page)
    assert page.locator("#detail-title").inner_text().endswith("overall survival")


def test_beside_the_plot_stand_cues_preparation_and_what_was_left_out(page: Page) -> None:
    open_cell(page)
    beside = page.locator("#beside")
    for summary in beside.locator("summary").all():
        summary.click()
    until(page, "[...document.querySelectorAll('#beside details')].every((one) => one.children[1])")
    text = beside.inner_text()
    for words in ("What to weigh", "Left out here, and why", "Quill 2010: retracted", "SEER"):
        assert words in text


def test_a_parent_that_is_not_pooled_shows_what_lies_under_it(page: Page) -> None:
    assert page.locator(f"{PARENT} .m.below").count() == 2
    open_cell(page, PARENT)
    assert "Not pooled at this level" in page.locator("#summary").inner_text()
    assert page.locator("#forest .diamond").count() >= 2
    assert "pooled beneath" in page.locator("#forest").inner_text()
    page.locator(".beneath").get_by_role("button", name="Locoregional treatment").click()
    settled(page)
    assert page.locator(f'{CELL}[aria-pressed="true"]').count() == 1
    keep(page, "parent")


def test_a_single_study_is_shown_as_one(page: Page) -> None:
    open_cell(page, cell("locoregional_treatment", "quality_of_life"))
    assert "not pooled" in page.locator("#summary").inner_text()
    assert page.locator("#forest .diamond").count() == 0


def test_every_cell_opens_without_trouble_and_holds_as_many_studies_as_it_says(page: Page) -> None:
    buttons = page.locator("#matrix button[data-intervention]:visible").all()
    assert len(buttons) > 1
    for button in buttons:
        button.click()
        settled(page)
        wanted = button.get_attribute("data-studies")
        assert str(page.locator("#studies [data-study]").count()) == wanted
        assert page.locator("#forest svg").count() == 1
        assert page.locator("#summary p").count() >= 1


def test_plots_show_the_studies_the_cumulative_value_and_the_value_without_each(page: Page) -> None:
    open_cell(page)
    page.get_by_role("button", name="As they came").click()
    settled(page)
    assert "+ Nakagawa 2024" in page.locator("#forest").inner_text()
    keep(page, "cumulative")
    page.get_by_role("button", name="Without each").click()
    settled(page)
    assert "− Nakagawa 2024" in page.locator("#forest").inner_text()
    page.get_by_role("button", name="Studies", exact=True).click()
    settled(page)
    assert page.locator("#forest .diamond").count() == 2


def test_downloads_hold_what_they_say(page: Page) -> None:
    open_cell(page)
    kept = {}
    for kind in ("svg", "png", "csv"):
        with page.expect_download() as waiting:
            page.click(f'[data-save="{kind}"]')
        assert waiting.value.suggested_filename == f"locoregional_treatment-overall_survival.{kind}"
        kept[kind] = Path(waiting.value.path()).read_bytes()
    assert b"var(--" not in kept["svg"]
    assert kept["svg"].startswith(b"<svg")
    assert b"Demirel 2018" in kept["svg"]
    assert kept["png"].startswith(b"\x89PNG")
    assert kept["csv"].startswith("\ufeff".encode()), "spreadsheets know UTF-8 by its mark alone"
    rows = list(csv.DictReader(io.StringIO(kept["csv"].decode("utf-8-sig"))))
    pooled = {row["study"]: row for row in rows if row["yi"]}
    assert float(pooled["Demirel 2018"]["yi"]) == pytest.approx(-0.34249, abs=1e-4)
    drawn = page.locator("#forest svg .box").count()
    assert (
        sum(bool(row["yi"]) for row in rows)
        == drawn - page.locator("#forest text", has_text="subgroup").count()
    )
    for row in pooled.values():
        measure, printed, *_ = row["finding"].split()
        assert measure == row["pooled_measure"]
        assert abs(math.log(float(printed))) == pytest.approx(abs(float(row["yi"])), abs=2e-3)
    assert {row["study"] for row in rows if row["not_pooled_because"]} >= {"Quill 2010", "Verity 2014"}


@pytest.mark.parametrize(
    ("selector", "hash_"),
    [
        (CELL, ""),
        (PARENT, ""),
        (cell("hepatic_metastasectomy", "overall_survival"), ""),
        (CELL, "#d=observational&from=2010&to=2021&scope="),
        (CELL, "#c=United+States"),
        (CELL, "#s=mbc:seer"),
        (CELL, "#curated=1"),
    ],
)
def test_the_cypher_of_a_cell_gives_its_studies(
    browser: Browser, map_file: Path, tmp_path: Path, selector: str, hash_: str
) -> None:
    save(realistic(), tmp_path)
    with opened(browser, map_file, hash_) as page:
        open_cell(page, selector)
        shown = page.locator("#studies [data-study]").evaluate_all("(all) => all.map((a) => a.dataset.study)")
        query = page.locator("#beside pre").text_content() or ""
    assert shown
    assert {row["id"] for row in graph.open(tmp_path).query(query)} == set(shown)


def _area(page: Page, selector: str) -> float:
    """The area within a mark's outline, in square pixels."""
    found: float = page.locator(selector).first.evaluate(
        """(path) => {
          const n = 2000, length = path.getTotalLength();
          const at = Array.from({ length: n }, (_, i) => path.getPointAtLength((i * length) / n));
          return Math.abs(at.reduce((sum, p, i) => {
            const q = at[(i + 1) % n];
            return sum + p.x * q.y - q.x * p.y;
          }, 0)) / 2;
        }"""
    )
    return found


def test_the_area_of_a_mark_is_its_participants_whatever_its_shape(browser: Browser, tmp_path: Path) -> None:
    evidence = Evidence()
    shapes = {"mastectomy": (0.5, (0.4, 0.6)), "axillary_surgery": (1.0, (0.8, 1.2)), "ablation": None}
    for number, (treatment, printed) in enumerate(shapes.items()):
        study = evidence.study(f"Alpha 200{number}", n=900)
        if printed:
            evidence.effect(study, *printed, experimental=treatment)
        else:
            evidence.effect(study, 0.5, None, experimental=treatment)
    evidence.effect(evidence.study("Small 2010", n=225), 1.0, (0.8, 1.2), experimental="hyperthermia")
    with opened(browser, written(evidence.graph, tmp_path)) as page:
        areas = [_area(page, f"{cell(name, 'overall_survival')} .m") for name in (*shapes, "hyperthermia")]
    assert areas[1:3] == pytest.approx([areas[0]] * 2, rel=0.02)
    assert areas[3] == pytest.approx(areas[0] / 4, rel=0.02)


def test_a_mark_that_points_is_as_large_as_what_makes_it_point(browser: Browser, tmp_path: Path) -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Small 2010", n=225), 0.5, (0.4, 0.6), experimental="mastectomy")
    evidence.effect(evidence.study("Large 2011", n=1575), 0.5, None, experimental="mastectomy")
    evidence.effect(evidence.study("Other 2012", n=225), 1.0, (0.8, 1.2), experimental="hyperthermia")
    with opened(browser, written(evidence.graph, tmp_path)) as page:
        cells = [cell(name, "overall_survival") for name in ("mastectomy", "hyperthermia")]
        areas = [_area(page, f"{place} .m") for place in cells]
        said = page.get_attribute(cells[0], "aria-label") or ""
    assert areas[0] == pytest.approx(areas[1], rel=0.02)
    assert said.endswith("1\u202f800 participants, favours treatment in one study of 225")


def test_a_link_to_a_cell_opens_where_its_studies_are(browser: Browser, tmp_path: Path) -> None:
    with opened(
        browser, written(realistic(), tmp_path), "#cell=mbc%3Alocoregional_treatment%7Embc%3Aoverall_survival"
    ) as page:
        assert abs(page.evaluate("document.querySelector('#detail').getBoundingClientRect().top")) < 40


def test_direction_and_certainty_have_shapes_of_their_own(browser: Browser, tmp_path: Path) -> None:
    """A colour-blind reader, or a grey printer, tells them apart by the outline alone."""
    evidence = Evidence()
    fields = {
        "mastectomy": [(0.5, (0.45, 0.55))] * 5,
        "axillary_surgery": [(0.5, (0.44, 0.57)), (0.72, (0.64, 0.81)), (0.61, (0.55, 0.68))],
        "ablation": [(1.0, (0.8, 1.25)), (1.02, (0.8, 1.3)), (0.98, (0.77, 1.25))],
        "hyperthermia": [(0.5, (0.2, 1.2)), (1.9, (0.8, 4.4))],
        "pleurodesis": [(1.8, (1.7, 1.9))] * 5,
    }
    for treatment, estimates in fields.items():
        for number, printed in enumerate(estimates):
            study = evidence.study(f"{treatment.title().replace('_', '')}{number} 20{number:02}")
            evidence.effect(study, *printed, experimental=treatment)
    with opened(browser, written(evidence.graph, tmp_path)) as page:
        shapes = {
            name: page.locator(f"{cell(name, 'overall_survival')} .m").first.get_attribute("class")
            for name in fields
        }
        keep(page, "shapes", whole=False)
    assert [str(shapes[name]).split()[1:3] for name in fields] == [
        ["better", "triangle"],
        ["better", "dart"],
        ["unclear", "circle"],
        ["unclear", "lens"],
        ["worse", "triangle"],
    ]


def test_gaps_of_both_kinds_are_on_the_map(page: Page) -> None:
    empty = page.locator("#matrix tr:has([data-fold]) td:not(:has(button[data-intervention]:not([hidden])))")
    assert empty.count() > 0
    row = page.locator("#matrix tbody tr", has_text="Primary tumour surgery")
    assert "1 awaited" in row.first.inner_text()
    row.first.locator(".silent").click()
    table = page.locator("#trials-table tbody")
    assert table.locator("tr").count() == 1
    assert "NORTH" in table.inner_text()


def test_an_open_cell_names_the_trials_that_published_nothing(page: Page) -> None:
    open_cell(page, cell("primary_tumour_surgery", "overall_survival"))
    awaits = page.locator("#summary .awaits").inner_text()
    assert re.search(r"synthesis gap: 1 registered trial .*NORTH", awaits)


def test_the_other_choices_among_overlapping_cohorts_are_drawn(page: Page) -> None:
    open_cell(page)
    page.get_by_role("button", name="Other cohorts").click()
    settled(page)
    drawn = page.locator("#forest").inner_text()
    assert "instead of" in drawn
    assert "overlapping cohorts as well" in drawn
    assert "may hold the same patients" in page.locator("#others-note").inner_text()
    keep(page, "other-cohorts")
