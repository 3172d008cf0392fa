"""The map in a real Chromium: what a press, a key, a filter and a link do; nothing is fetched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph.evidence_map import build_map
from graph.model import Graph
from graph.render import render_map
from tests.map_fixtures import Evidence, many_studies, realistic

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_ARTEFACTS = Path(__file__).parent.parent / "artefacts"
_CELL = '[data-intervention="mbc:locoregional_treatment"][data-endpoint="mbc:overall_survival"]'

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.skipif(
        _CHROMIUM is None and os.environ.get("CI") != "true",
        reason="no Chromium here: install the package `chromium` to run these",
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    assert _CHROMIUM, "CI must have Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=_CHROMIUM, args=list(_ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _write(realistic(), tmp_path_factory.mktemp("map"))


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    yield from _open(browser, file)


def _write(graph: Graph, folder: Path) -> Path:
    path = folder / "evidence-map.html"
    data = build_map(graph, title="Invented field", question="Does it help?", notice="A sample.")
    path.write_text(render_map(data), encoding="utf-8")
    return path


def _open(browser: Browser, file: Path, hash_: str = "", **context: Any) -> Iterator[Page]:
    """A page that fails its test on any console error, page error or request beyond the file."""
    trouble: list[str] = []
    opened = browser.new_context(viewport={"width": 1360, "height": 900}, accept_downloads=True, **context)
    page = opened.new_page()
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda request: trouble.append(request.url) if _leaves(request.url) else None)
    page.goto(file.as_uri() + hash_)
    page.wait_for_selector("html[data-ready]")
    yield page
    opened.close()
    assert trouble == []


def _leaves(url: str) -> bool:
    return not url.startswith(("file:", "data:", "blob:"))


def _shot(page: Page, name: str) -> None:
    _ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=str(_ARTEFACTS / f"{name}.png"))


def test_a_cell_opens_its_studies_and_the_forest_plot(page: Page) -> None:
    button = page.locator(_CELL)
    button.click()
    assert page.locator("#studies [data-study]").count() == int(button.get_attribute("data-studies") or 0)
    assert page.locator("#forest svg").is_visible()
    assert page.locator("#forest svg .diamond").count() == 2
    assert page.locator("#forest svg .predicted").count() == 2
    card = page.locator('#studies [data-study="mbc:study/Demirel-2018"]')
    assert card.locator("a").first.get_attribute("href", timeout=1000)
    assert "0.71" in card.locator("mark").all_text_contents()
    _shot(page, "cell-light")


def test_trials_and_cohorts_are_told_apart_in_words(page: Page) -> None:
    page.click(_CELL)
    summary = page.locator("#summary").inner_text()
    assert "5 randomised trials pooled" in summary
    assert "no clear difference" in summary
    assert "Trials and cohorts differ" in summary
    beside = page.locator("#beside").inner_text()
    assert "What to weigh" in beside
    assert "MATCH (s:Study)" in (page.locator("#beside pre").text_content() or "")


def test_a_single_study_is_shown_as_one(page: Page) -> None:
    page.click('[data-intervention="mbc:locoregional_treatment"][data-endpoint="mbc:quality_of_life"]')
    assert "not pooled" in page.locator("#summary").inner_text()
    assert page.locator("#forest .diamond").count() == 0


def test_every_cell_opens_without_trouble_and_holds_as_many_studies_as_it_says(page: Page) -> None:
    for button in page.locator("#matrix button[data-intervention]:visible").all():
        button.click()
        wanted = int(button.get_attribute("data-studies") or 0)
        assert page.locator("#studies [data-study]").count() == wanted
        assert page.locator("#forest svg").count() == 1


def test_the_keyboard_walks_the_matrix_opens_a_cell_and_comes_back(page: Page) -> None:
    page.locator(_CELL).focus()
    page.keyboard.press("ArrowDown")
    below = page.evaluate("document.activeElement.dataset.intervention")
    assert below == "mbc:primary_tumour_surgery"
    page.keyboard.press("Enter")
    assert page.locator("#detail").is_visible()
    assert page.evaluate("document.activeElement.id") == "detail"
    page.keyboard.press("Escape")
    assert page.locator("#detail").is_hidden()
    assert page.evaluate("document.activeElement.dataset.intervention") == below


def test_the_address_keeps_the_view(browser: Browser, file: Path, page: Page) -> None:
    page.click(_CELL)
    page.fill("[name=from]", "2015")
    page.uncheck('[name=d][value="observational"]')
    page.wait_for_function("location.hash.includes('from=2015') && !location.hash.includes('observational')")
    studies = page.locator("#studies [data-study]").count()
    hash_ = page.evaluate("location.hash")
    for again in _open(browser, file, hash_):
        assert again.locator("#studies [data-study]").count() == studies
        assert again.input_value("[name=from]") == "2015"
        assert not again.is_checked('[name=d][value="observational"]')


def test_back_returns_to_the_cell_before(page: Page) -> None:
    page.click(_CELL)
    page.click('[data-intervention="mbc:metastasectomy"][data-endpoint="mbc:overall_survival"]')
    page.go_back()
    assert page.locator("#detail-title").inner_text().startswith("Locoregional treatment")


@pytest.mark.parametrize(
    ("control", "value", "left"),
    [("q", "demirel", 1), ("p", "mbc:liver_metastases", 5), ("s", "mbc:seer", 3), ("from", "2022", 5)],
)
def test_filters_leave_the_studies_that_match(page: Page, control: str, value: str, left: int) -> None:
    field = page.locator(f"[name={control}]")
    field.select_option(value) if control in "ps" else field.fill(value)
    page.click('nav [data-view="studies"]')
    page.wait_for_function(f"document.querySelectorAll('#studies-table tbody tr').length === {left}")


def test_a_mark_loses_its_direction_when_the_filter_hides_a_pooled_study(page: Page) -> None:
    assert page.locator(f"{_CELL} .m.better.open").count() == 1
    page.select_option("[name=s]", "mbc:seer")
    page.wait_for_selector(f"{_CELL} .m.none.open")
    page.click(_CELL)
    assert "do not follow the filters" in page.locator("#summary").inner_text()


def test_rows_fold_and_empty_ones_can_be_shown(page: Page) -> None:
    row = page.locator('#matrix tr:has([data-intervention="mbc:hepatic_metastasectomy"])')
    assert row.is_visible()
    page.get_by_role("button", name="Fold Metastasectomy").click()
    assert row.is_hidden()
    before = page.locator("#matrix tbody tr:visible").count()
    page.check("[name=gaps]")
    page.wait_for_function(
        f"[...document.querySelectorAll('#matrix tbody tr')].filter(r => !r.hidden).length > {before}"
    )


def test_plots_change_and_downloads_hold_what_they_say(page: Page) -> None:
    page.click(_CELL)
    page.get_by_role("button", name="As they came").click()
    assert "+ Nakagawa 2024" in page.locator("#forest").inner_text()
    page.get_by_role("button", name="Studies", exact=True).click()
    kept = {}
    for kind in ("svg", "png", "csv"):
        with page.expect_download() as waiting:
            page.click(f'[data-save="{kind}"]')
        kept[kind] = Path(waiting.value.path()).read_bytes()
    assert b"var(--" not in kept["svg"]
    assert kept["svg"].startswith(b"<svg")
    assert kept["png"].startswith(b"\x89PNG")
    assert b"yi,sei" in kept["csv"]
    assert b"Demirel 2018" in kept["csv"]


def test_tables_beside_the_map(page: Page) -> None:
    page.click('nav [data-view="trials"]')
    assert page.locator("#trials-table tbody tr").count() == 3
    page.click('nav [data-view="left"]')
    assert "retracted" in page.locator("#left-table").inner_text()
    page.click('nav [data-view="studies"]')
    page.get_by_role("button", name="Participants").click()
    page.get_by_role("button", name="Participants").click()
    assert page.locator("#studies-table tbody th").first.inner_text() == "Marchetti 2016"
    page.click('nav [data-view="methods"]')
    assert page.get_by_text("Why trials and cohorts differ").is_visible()


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("dark", {"color_scheme": "dark"}),
        ("phone", {"viewport": {"width": 390, "height": 844}}),
        ("print", {}),
    ],
)
def test_dark_phone_and_print(browser: Browser, file: Path, name: str, context: dict[str, Any]) -> None:
    opened = browser.new_context(**context)
    page = opened.new_page()
    page.goto(file.as_uri() + "#cell=mbc:locoregional_treatment~mbc:overall_survival")
    page.wait_for_selector("html[data-ready]")
    if name == "print":
        page.emulate_media(media="print")
        assert page.locator("nav").is_hidden()
        assert page.locator("#view-methods").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    _shot(page, name)
    opened.close()


def test_names_roles_and_contrast_for_every_control(page: Page) -> None:
    """What a checker would report as serious, asked of the browser's own accessibility tree."""
    page.click(_CELL)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, a[href], input, select, summary')]
          .filter((e) => e.checkVisibility())
          .filter((e) => !(e.getAttribute('aria-label') || e.textContent.trim() || e.placeholder
             || (e.labels && e.labels.length) || e.title)).map((e) => e.outerHTML)"""
    )
    assert nameless == []
    doubled = page.evaluate(
        "() => { const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);"
        " return ids.filter((id, n) => ids.indexOf(id) !== n); }"
    )
    assert doubled == []
    assert page.locator("#forest svg[role=img]").get_attribute("aria-label")
    assert page.locator("html[lang=en]").count() == 1
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for colour in ("--ink", "--muted", "--better", "--worse", "--unclear"):
            assert _contrast(page, colour, "--paper") >= 4.5, (scheme, colour)


def _contrast(page: Page, ink: str, paper: str) -> float:
    """WCAG 2 contrast of two of the page's colours."""
    found: float = page.evaluate(
        """([ink, paper]) => {
          const style = getComputedStyle(document.documentElement);
          const light = (name) => {
            const hex = style.getPropertyValue(name).trim();
            const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
              .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
          };
          const [a, b] = [light(ink), light(paper)].sort((x, y) => y - x);
          return (a + 0.05) / (b + 0.05);
        }""",
        [ink, paper],
    )
    return found


@pytest.mark.parametrize(
    ("value", "ci"), [(0.5, (0.0, 1.0)), (0.8, (0.8, 0.8)), (0.01, (0.0001, 1.5)), (40.0, (1.1, 900.0))]
)
def test_odd_intervals_give_words_or_a_cut_line_never_an_endless_bar(
    browser: Browser, tmp_path: Path, value: float, ci: tuple[float, float]
) -> None:
    evidence = Evidence()
    evidence.effect(evidence.study("Alpha 2001"), value, ci)
    evidence.effect(evidence.study("Beta 2002"), 0.9, (0.7, 1.2))
    for page in _open(browser, _write(evidence.graph, tmp_path)):
        page.click(_CELL)
        inside = page.evaluate(
            """() => { const box = document.querySelector('#forest svg').getBoundingClientRect();
              return [...document.querySelectorAll('#forest .whisker, #forest .box, #forest .diamond')]
                .map((e) => e.getBoundingClientRect())
                .every((r) => r.left >= box.left && r.right <= box.right); }"""
        )
        assert inside


def test_a_map_of_nothing_opens(browser: Browser, tmp_path: Path) -> None:
    for page in _open(browser, _write(Graph(), tmp_path)):
        for view in ("studies", "trials", "left", "methods", "map"):
            page.click(f'nav [data-view="{view}"]')


@pytest.mark.slow
def test_ten_thousand_studies_open_and_filter_at_once(browser: Browser, tmp_path: Path) -> None:
    """First cell within 2 s, a filter within 200 ms, counted in work of the page's own thread."""
    file = _write(many_studies(10_000), tmp_path)
    for page in _open(browser, file):
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.locator("#matrix button[data-intervention]:visible").first.click()
        page.wait_for_selector("#studies [data-study]")
        assert _seconds_of_work(session) < 2
        page.wait_for_timeout(1500)
        before = _seconds_of_work(session)
        page.evaluate(
            """async () => { document.querySelector('[name=d][value=series]').click();
              await new Promise((done) => setTimeout(() => requestAnimationFrame(done), 0)); }"""
        )
        assert _seconds_of_work(session) - before < 0.2


def _seconds_of_work(session: CDPSession) -> float:
    """Script, style and layout so far; painting runs beside them and waits for the screen."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    wanted = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
    return float(sum(metric["value"] for metric in metrics if metric["name"] in wanted))
