"""What a field may hold that a map does not expect: sentences, never a crash, a script or an endless bar."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.map_browser import CELL, IN_A_BROWSER, cell, keep, open_cell, opened, pressed, written
from tests.map_fixtures import Evidence

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = IN_A_BROWSER
PRIMARY = cell("primary_tumour_surgery", "overall_survival")
EVIL = "</script><script>document.title = 'taken'</script><img src=x onerror=\"document.title='taken'\">"
LONG = "A" * 400 + " " + "pneumonoultramicroscopicsilicovolcanoconiosis" * 9
HEBREW = "כריתה של הגידול הראשוני בסרטן שד גרורתי: ניסוי אקראי"


def _inside(page: Page) -> bool:
    """Whether every line and box of the plot ends within the drawing, and none is empty of size."""
    found: bool = page.evaluate(
        """() => { const box = document.querySelector('#forest svg').getBoundingClientRect();
          const drawn = [...document.querySelectorAll('#forest .whisker, #forest .box, #forest .diamond')];
          return drawn.length > 0 && drawn.map((e) => e.getBoundingClientRect())
            .every((r) => Number.isFinite(r.left) && r.left >= box.left - 1 && r.right <= box.right + 1); }"""
    )
    return found


@pytest.mark.parametrize(
    ("value", "ci"),
    [
        (0.5, (0.0, 1.0)),
        (0.8, (0.8, 0.8)),
        (0.01, (0.0001, 1.5)),
        (40.0, (1.1, 900.0)),
        (3.0, (1e-9, 1e9)),
    ],
)
@pytest.mark.parametrize("width", [1360, 390])
def test_odd_intervals_give_words_or_a_cut_line_never_an_endless_bar(
    browser: Browser, tmp_path: Path, value: float, ci: tuple[float, float], width: int
) -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001"), value, ci)
    evidence.effect(evidence.study("Beta 2002"), 0.9, (0.7, 1.2))
    size = {"width": width, "height": 900}
    with opened(browser, written(evidence.graph, tmp_path), viewport=size) as page:
        open_cell(page)
        assert _inside(page)
        assert "Infinity" not in page.locator("body").inner_text()
        assert "NaN" not in page.locator("body").inner_html()


def test_an_endpoint_that_nobody_reports_is_called_a_gap(browser: Browser, map_file: Path) -> None:
    with opened(browser, map_file, "#gaps=1&cell=mbc:pleurodesis~mbc:pain") as page:
        assert "An absolute gap" in page.locator("#summary").inner_text()
        assert "No study in this cell" in page.locator("#forest").inner_text()
        assert page.locator("#studies-title").inner_text() == "0 studies"


def test_a_field_of_one_study_is_shown_as_one_study(browser: Browser, tmp_path: Path) -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001"), 0.8, (0.6, 1.1))
    with opened(browser, written(evidence.graph, tmp_path)) as page:
        assert "1 study in scope" in page.locator(".standing").inner_text()
        open_cell(page, PRIMARY)
        assert "1 randomised trial, not pooled" in page.locator("#summary").inner_text()
        assert page.locator("#matrix .m.single").count() > 0
        for view in ("studies", "timeline", "left"):
            page.click(f'nav [data-view="{view}"]')
            assert page.locator(f"#view-{view}").inner_text().strip()


def test_where_all_effects_are_flagged_a_sentence_says_so(browser: Browser, tmp_path: Path) -> None:
    evidence = Evidence()
    for year in (2001, 2002, 2003):
        study = evidence.study(f"Alpha {year}")
        evidence.effect(study, 0.8, (0.5, 1.2), checks=("interval_and_p_disagree",))
    with opened(browser, written(evidence.graph, tmp_path)) as page:
        open_cell(page, PRIMARY)
        summary = page.locator("#summary").inner_text()
        assert "3 estimates are printed, and none could be pooled" in summary
        assert "the figures of each do not add up" in summary
        assert page.locator("#studies .flag").count() == 3


def test_a_comparison_without_an_estimate_is_called_that(browser: Browser, tmp_path: Path) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", treatments=("primary_tumour_surgery",))
    evidence.arm_result(study, "surgery", 30.0, "months")
    with opened(browser, written(evidence.graph, tmp_path)) as page:
        open_cell(page, PRIMARY)
        assert "no comparison with an estimate is printed" in page.locator("#summary").inner_text()


@pytest.mark.parametrize(
    "words", [EVIL, LONG, HEBREW, "‮reversed", "🩺 " * 60], ids="evil long rtl bidi emoji".split()
)
@pytest.mark.parametrize("width", [1360, 390])
def test_titles_and_names_of_any_kind_stay_text_and_in_their_place(
    browser: Browser, tmp_path: Path, words: str, width: int
) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", n=300)
    evidence.effect(study, 0.8, (0.6, 1.1), quote=f"{words} (HR 0.8, 95% CI 0.6 to 1.1).")
    evidence.effect(evidence.study("Beta 2002"), 0.9, (0.7, 1.2))
    evidence.graph.nodes["Study"][study]["label"] = words
    for report in evidence.graph.sources("REPORTS", study):
        evidence.graph.nodes["Publication"][str(report["id"])]["title"] = words
    evidence.trial("NCT90000999", "primary_tumour_surgery", acronym=words, title=words)
    told = {"title": words, "question": words, "notice": words, "changes": [words], "flow": [(words, 3)]}
    size = {"width": width, "height": 900}
    with opened(browser, written(evidence.graph, tmp_path, **told), viewport=size) as page:
        open_cell(page, PRIMARY)
        assert " ".join(page.title().split()) == " ".join(f"{words} · evidence map".split())
        assert words in page.locator("#studies .title").all_text_contents()
        assert _inside(page)
        for view in ("studies", "timeline", "trials", "left", "changes", "flow", "methods", "map"):
            page.evaluate("(view) => document.querySelector(`nav [data-view=${view}]`).click()", view)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), f"{view} scrolls"
        if words == HEBREW:
            keep(page, f"rtl-{width}")


def test_a_study_without_year_size_design_or_link_is_shown(browser: Browser, tmp_path: Path) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001", "other", None)
    evidence.effect(study, 0.8, (0.6, 1.1))
    evidence.graph.nodes["Study"][study].update(year=None, design=None)
    for report in evidence.graph.sources("REPORTS", study):
        evidence.graph.nodes["Publication"][str(report["id"])].update(url=None, doi=None, title=None)
    with opened(browser, written(evidence.graph, tmp_path), "#v=studies") as page:
        assert page.locator("#studies-table tbody tr").count() == 1
        page.click('nav [data-view="timeline"]')
        assert "No study that passes the filters has a year" in page.locator("#timeline-lede").inner_text()
        page.click('nav [data-view="map"]')
        open_cell(page, PRIMARY)
        assert "n not stated" in page.locator("#studies").inner_text()


def test_a_spreadsheet_never_runs_what_a_title_says(browser: Browser, tmp_path: Path) -> None:
    evidence = Evidence()
    study = evidence.study("Alpha 2001")
    evidence.effect(study, 0.8, (0.6, 1.1), quote='=HYPERLINK("http://example.org","x")')
    with opened(browser, written(evidence.graph, tmp_path)) as page:
        open_cell(page, PRIMARY)
        with page.expect_download() as waiting:
            page.click('[data-save="csv"]')
        assert "\"'=HYPERLINK" in Path(waiting.value.path()).read_text("utf-8")


def test_a_large_map_is_packed_and_shows_the_same(browser: Browser, map_file: Path, tmp_path: Path) -> None:
    """Above a size the data are packed into columns: what comes out is what went in."""
    import graph.map.render as render
    from graph.map.build import build_map
    from tests.map_fixtures import realistic

    data = build_map(realistic(), title="Invented field", question="Does it help?", notice="A sample.")
    packed = tmp_path / "packed.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "_PACK_FROM", 0)
        packed.write_text(render.render_map(data), encoding="utf-8")
    assert "application/gzip+base64" in packed.read_text("utf-8")
    seen = []
    for file in (map_file, packed):
        with opened(browser, file) as page:
            open_cell(page)
            assert page.locator("#matrix .m").count() > 10
            pressed(page, 'nav [data-view="left"]')
            seen.append([page.locator(part).inner_text() for part in ("#left-table", ".glance")])
            pressed(page, 'nav [data-view="map"]')
            seen[-1].append(page.locator("#studies").inner_text())
            seen[-1].append(page.locator(CELL).get_attribute("aria-label") or "")
    assert seen[0] == seen[1]
