"""Figures for papers: drawn from the same pools as the map, readable on paper, honest about what is thin."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.figures.choose import Wanted, as_file, choose
from graph.figures.drawing import SMALL, Drawing, short_enough, text_width, wrapped
from graph.figures.forest import cumulative_plot, forest_plot
from graph.figures.frame import COLUMN, WIDTH, NothingToShow
from graph.figures.funnel import funnel_plot
from graph.figures.matrix import evidence_matrix
from graph.figures.network import network_plot, read_comparisons
from graph.figures.prisma import prisma_flow
from graph.figures.ratio_axis import RatioAxis, fitting_axis
from graph.figures.timeline import timeline
from graph.map.build import build_map
from graph.model import Graph
from graph.synthesis.synthesize import Synthesis, synthesize
from miner.errors import QueryRefused
from tests.map_fixtures import Evidence, realistic

SVG = "{http://www.w3.org/2000/svg}"
FIELD = realistic()
POOLS = synthesize(FIELD)
SURVIVAL = Wanted(intervention="mbc:locoregional_treatment", endpoint="mbc:overall_survival")
FLOW = {
    "identified": 213,
    "registered_trials": 26,
    "duplicates": {"the same DOI": 4},
    "notices": 6,
    "unread": 3,
    "screened": 200,
    "out_of_scope": {"no_local_treatment": 90, "other_cancer": 10},
    "included": 100,
    "retracted": 2,
    "with_effects": 60,
    "studies": 95,
    "effects_pooled": 50,
}
ratios = st.floats(0.02, 50)


def shapes(svg: str, kind: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{SVG}{kind}"))  # noqa: S314  # our own drawing


def words_in(svg: str) -> list[str]:
    return [element.text or "" for element in shapes(svg, "text")]


def says(svg: str, words: str) -> bool:
    """Whether the figure prints the words, over the ends of lines too."""
    return words in " ".join(words_in(svg))


class TestDrawing:
    def test_what_is_written_is_escaped(self) -> None:
        drawing = Drawing(100, "A < B & \x00C")
        drawing.text(0, 10, 'p < 0.05 & "more"')
        assert words_in(drawing.svg()) == ['p < 0.05 & "more"']

    @given(st.lists(st.text("ab-cWi.5", min_size=1, max_size=12)).map(" ".join), st.floats(40, 400))
    def test_lines_keep_every_word_and_fit(self, words: str, width: float) -> None:
        lines = list(wrapped(words, width, 10))
        assert " ".join(lines).split() == words.split()
        assert all(text_width(line, 10) <= width or " " not in line for line in lines)

    def test_a_long_name_is_cut_with_an_ellipsis(self) -> None:
        cut = short_enough("Locoregional progression-free survival", 80, 11)
        assert cut.endswith("…")
        assert text_width(cut, 11) <= 80
        assert short_enough("OS", 80, 11) == "OS"


class TestAxis:
    @given(st.lists(ratios, min_size=1, max_size=8))
    def test_every_ratio_and_one_lie_on_it(self, values: list[float]) -> None:
        axis = fitting_axis(values, [(v / 2, v * 2) for v in values], 100, 500)
        assert all(axis.holds(value) for value in (*values, 1.0))
        assert 1 in axis.ticks()
        assert 2 <= len(axis.ticks()) <= 9

    @given(ratios, ratios)
    def test_it_is_logarithmic(self, low: float, high: float) -> None:
        axis = RatioAxis(0.1, 10, 0, 100)
        assert axis.at(1) == pytest.approx(50)
        if 0.1 <= low <= high <= 10:
            assert axis.at(low) <= axis.at(high)

    def test_an_interval_that_reaches_a_little_further_has_its_room(self) -> None:
        axis = fitting_axis([0.9, 1.45], [(0.7, 1.2), (0.75, 2.79)], 0, 100)
        assert axis.holds(2.79)
        assert not fitting_axis([0.9, 1.45], [(0.7, 1.2), (0.75, 9.0)], 0, 100).holds(9.0)

    def test_what_lies_beyond_is_drawn_at_the_end_with_an_arrow(self) -> None:
        axis, drawing = RatioAxis(0.5, 2, 0, 100), Drawing(100, "")
        axis.interval(drawing, 10, (0.01, 1.5), "#000")
        assert axis.at(0.01) == 0
        assert len(shapes(drawing.svg(), "polygon")) == 1


class TestForest:
    svg = forest_plot(FIELD, choose(POOLS, SURVIVAL))

    def test_each_study_has_its_line_with_year_people_and_figures(self) -> None:
        words = words_in(self.svg)
        weight = choose(POOLS, SURVIVAL)[0].pooled.weights[1]
        for expected in ("Demirel", "2018", "274", "0.71 [0.59, 0.86]", f"{100 * weight:.1f}%"):
            assert expected in words

    def test_trials_and_cohorts_are_two_blocks_with_a_diamond_each(self) -> None:
        words = words_in(self.svg)
        assert {"Randomised trials", "Cohorts (not randomised)", "Pooled, 5 studies"} <= {*words}
        diamonds = [s for s in shapes(self.svg, "polygon") if len((s.get("points") or "").split()) == 4]
        assert len(diamonds) == 2

    def test_a_square_has_the_area_of_its_weight(self) -> None:
        chosen = choose(POOLS, Wanted(endpoint="mbc:overall_survival", design="randomized"))
        sides = [
            float(s.get("width") or 0)
            for s in shapes(forest_plot(FIELD, chosen), "rect")
            if s.get("width") == s.get("height")
        ]
        weights = chosen[0].pooled.weights
        for side, weight in zip(sides, weights, strict=True):
            assert (side / max(sides)) ** 2 == pytest.approx(weight / max(weights), abs=0.01)

    def test_it_says_what_was_done_to_an_estimate_and_where_it_stands(self) -> None:
        assert says(self.svg, "turned to 1/1.45")
        assert says(self.svg, "standard error from a 90 % interval")
        assert says(self.svg, "95% intervals, as weighed")
        assert says(self.svg, "share of the scatter beyond chance")
        assert says(self.svg, "Sources: Ashworth 2015, doi:10.1000/")

    def test_a_narrow_row_names_the_broader_one_that_holds_more(self) -> None:
        narrow = choose(
            POOLS, Wanted(intervention="mbc:primary_tumour_surgery", endpoint="mbc:overall_survival")
        )
        svg = forest_plot(FIELD, narrow, POOLS)
        assert says(
            svg, "More studies under “Locoregional treatment against no local treatment: overall survival”"
        )
        assert says(svg, "5 randomised trials")
        assert not says(forest_plot(FIELD, choose(POOLS, SURVIVAL), POOLS), "More studies under")

    def test_the_sides_of_one_are_named(self) -> None:
        assert "← favours locoregional treatment" in words_in(self.svg)
        assert "favours no local treatment →" in words_in(self.svg)

    def test_where_more_events_are_better_the_sides_change(self) -> None:
        evidence = Evidence()
        study = evidence.study("Alpha 2001")
        evidence.effect(study, 1.4, (1.1, 1.8), endpoint="objective_response", measure="OR")
        svg = forest_plot(evidence.graph, choose(synthesize(evidence.graph), Wanted()))
        assert says(svg, "favours primary tumour surgery →")

    def test_a_single_study_has_neither_diamond_nor_weight(self) -> None:
        evidence = Evidence()
        evidence.effect(evidence.study("Alpha 2001"), 0.8, (0.6, 1.1))
        svg = forest_plot(evidence.graph, choose(synthesize(evidence.graph), Wanted()))
        assert "0.80 [0.59, 1.08]" in words_in(svg)
        assert not says(svg, "Pooled")
        assert says(svg, "1 randomised trial; nothing was pooled")
        assert not [words for words in words_in(svg) if words.endswith("0%")]

    def test_a_pooled_interval_beyond_the_axis_ends_in_arrows(self) -> None:
        evidence = Evidence()
        evidence.effect(evidence.study("Alpha 2001"), 0.5, (0.4, 0.625))
        evidence.effect(evidence.study("Beta 2002"), 0.9, (0.72, 1.125))
        (pool,) = choose(synthesize(evidence.graph), Wanted())
        points = [s.get("points") or "" for s in shapes(forest_plot(evidence.graph, (pool,)), "polygon")]
        assert pool.ci[0] < 0.1
        assert pool.ci[1] > 5
        assert sorted(len(some.split()) for some in points) == [3, 3, 4]

    def test_an_interval_as_wide_as_can_be_stays_in_the_picture(self) -> None:
        evidence = Evidence()
        evidence.effect(evidence.study("Alpha 2001"), 0.9, (0.0, 40.0))
        evidence.effect(evidence.study("Beta 2002"), 0.01, (0.001, 0.1))
        svg = forest_plot(evidence.graph, choose(synthesize(evidence.graph), Wanted()))
        numbers = [float(n) for s in shapes(svg, "line") for n in (s.get("x1") or "0", s.get("x2") or "0")]
        assert all(math.isfinite(n) and 0 <= n <= 900 for n in numbers)


class TestCumulative:
    def test_a_line_for_each_study_the_last_is_the_pooled_value(self) -> None:
        (trials,) = choose(POOLS, Wanted(endpoint="mbc:overall_survival", design="randomized"))
        words = words_in(cumulative_plot(FIELD, [trials]))
        low, high = trials.ci
        assert f"{trials.ratio:.2f} [{low:.2f}, {high:.2f}]" in words
        assert sum(word.startswith("+ ") for word in words) == 5

    def test_two_studies_are_no_series(self) -> None:
        with pytest.raises(NothingToShow, match="needs 3"):
            cumulative_plot(FIELD, [s for s in POOLS if s.pooled.k == 2])


class TestFunnel:
    svg = funnel_plot(FIELD, choose(POOLS, SURVIVAL))

    def test_trials_below_ten_are_not_tested_and_it_says_so(self) -> None:
        assert says(self.svg, "Not tested: 5 studies")

    def test_eleven_cohorts_are_tested(self) -> None:
        assert re.search(r"Egger's test: intercept -?\d+\.\d\d \(SE \d", " ".join(words_in(self.svg)))

    def test_each_study_is_a_point_lower_the_wider_its_interval(self) -> None:
        (trials,) = choose(POOLS, Wanted(endpoint="mbc:overall_survival", design="randomized"))
        points = shapes(funnel_plot(FIELD, [trials]), "circle")
        heights = sorted(float(point.get("cy") or 0) for point in points)
        errors = sorted(estimate.log.se for estimate in trials.group.kept)
        assert len(points) == 5
        spread = [(b - heights[0]) / (heights[-1] - heights[0]) for b in heights]
        assert spread == pytest.approx([(e - errors[0]) / (errors[-1] - errors[0]) for e in errors], abs=0.01)

    @pytest.mark.parametrize("chosen", [(), tuple(s for s in POOLS if s.pooled.k == 1)])
    def test_fewer_than_three_are_no_funnel(self, chosen: tuple[Synthesis, ...]) -> None:
        with pytest.raises(NothingToShow, match="3 studies"):
            funnel_plot(FIELD, chosen)


class TestNetwork:
    def test_a_comparison_counts_its_studies_by_design(self) -> None:
        found = read_comparisons(FIELD, "mbc:overall_survival")
        pair = ("", "mbc:primary_tumour_surgery")
        assert found.between(pair, "randomized") == 3
        assert found.between(pair, "observational") >= 13
        assert "mbc:locoregional_treatment" in found.treatments()

    def test_retracted_studies_and_reviews_are_not_in_it(self) -> None:
        studies = {s for some in read_comparisons(FIELD).studies.values() for s in some}
        assert not {"mbc:study/Quill-2010", "mbc:study/Weir-2017"} & studies

    def test_trials_and_cohorts_are_lines_of_their_own(self) -> None:
        svg = network_plot(FIELD, read_comparisons(FIELD), "A field")
        strokes = {line.get("stroke") for line in shapes(svg, "line")}
        assert len(strokes) == 2
        dashed = {line.get("stroke") for line in shapes(svg, "line") if line.get("stroke-dasharray")}
        assert len(dashed) == 1
        assert says(svg, "No local treatment")

    def test_nothing_compared_is_a_sentence(self) -> None:
        with pytest.raises(NothingToShow, match="no study here compares"):
            network_plot(Graph(), read_comparisons(Graph()), "Empty")


class TestPrisma:
    def test_every_count_and_reason_is_drawn(self) -> None:
        svg = prisma_flow(FLOW, "A field")
        for words in (
            "Records identified in PubMed: 213",
            "Removed before screening: 13",
            "set aside, could not be read: 3",
            "Records screened: 200",
            "Out of scope: 100",
            "no local treatment: 90",
            "Publications included: 100",
            "No effect estimate in the abstract: 40",
            "Estimates pooled: 50",
        ):
            assert says(svg, words), words

    def test_without_records_there_is_no_flow(self) -> None:
        with pytest.raises(NothingToShow, match="mbc-miner refresh"):
            prisma_flow({}, "A field")


class TestTimelineAndMatrix:
    def test_studies_stand_in_the_lane_of_their_design(self) -> None:
        studies = [s for s in FIELD.nodes["Study"].values() if not s["retracted"]]
        words = words_in(timeline(studies, "A field", "by year"))
        assert {"Randomised trials", "7 studies", "Registry cohorts", "Case series and reports"} <= {*words}

    def test_undated_studies_are_counted_not_guessed(self) -> None:
        evidence = Evidence()
        evidence.study("Alpha 2001")
        evidence.graph.nodes["Study"][evidence.study("Beta 2002")]["year"] = None
        svg = timeline(list(evidence.graph.nodes["Study"].values()), "A field", "")
        assert says(svg, "1 study whose record states no year is not drawn")
        with pytest.raises(NothingToShow, match="year of publication"):
            timeline([], "A field", "")

    def test_the_matrix_counts_what_the_map_counts(self) -> None:
        svg = evidence_matrix(build_map(FIELD, title="A field"), "A field")
        words = words_in(svg)
        assert {"Locoregional treatment", "Hepatic metastasectomy"} <= {*words}
        assert says(svg, "Overall survival")
        with pytest.raises(NothingToShow, match="no study here"):
            evidence_matrix(build_map(Graph(), title=""), "")

    def test_a_mark_that_points_is_as_large_as_what_makes_it_point(self) -> None:
        evidence = Evidence()
        evidence.effect(evidence.study("Small 2010", n=16_000), 0.5, (0.4, 0.6))
        evidence.effect(evidence.study("Large 2011", n=48_000), 0.5, None)
        svg = evidence_matrix(build_map(evidence.graph, title=""), "")
        corners = [s.get("points") or "" for s in shapes(svg, "polygon")]
        widest = max(_width(points) for points in corners if len(points.split()) == 3)
        assert widest == pytest.approx(2 * 0.95 * 1.25 * 7.5 * math.sqrt(0.8), abs=0.2)


def _width(points: str) -> float:
    across = [float(point.split(",")[0]) for point in points.split()]
    return max(across) - min(across)


ON_PAPER: dict[str, tuple[Callable[[], str], float]] = {
    "forest": (lambda: forest_plot(FIELD, choose(POOLS, SURVIVAL)), WIDTH),
    "forest in a column": (lambda: forest_plot(FIELD, choose(POOLS, SURVIVAL), width=COLUMN), COLUMN),
    "cumulative": (lambda: cumulative_plot(FIELD, choose(POOLS, SURVIVAL)), WIDTH),
    "cumulative in a column": (lambda: cumulative_plot(FIELD, choose(POOLS, SURVIVAL), COLUMN), COLUMN),
    "funnel": (lambda: funnel_plot(FIELD, choose(POOLS, SURVIVAL)), WIDTH),
    "funnel in a column": (lambda: funnel_plot(FIELD, choose(POOLS, SURVIVAL), COLUMN), COLUMN),
    "network": (lambda: network_plot(FIELD, read_comparisons(FIELD), "A field"), WIDTH),
    "prisma": (lambda: prisma_flow(FLOW, "A field"), WIDTH),
    "matrix": (lambda: evidence_matrix(build_map(FIELD, title="A field"), "A field"), WIDTH),
    "timeline": (lambda: timeline(FIELD.nodes["Study"].values(), "A field", "by year"), WIDTH),
}


@pytest.mark.parametrize(("draw", "width"), ON_PAPER.values(), ids=ON_PAPER)
class TestOnPaper:
    """As wide as a journal prints it, a figure is legible and whole."""

    def test_no_text_is_below_eight_points(self, draw: Callable[[], str], width: float) -> None:
        svg = draw()
        assert float(ElementTree.fromstring(svg).get("width") or 0) == pytest.approx(width, abs=0.01)  # noqa: S314
        assert min(float(text.get("font-size") or 0) for text in shapes(svg, "text")) >= SMALL
        assert SMALL * 72 / 96 >= 8

    def test_no_text_runs_over_the_edge(self, draw: Callable[[], str], width: float) -> None:
        for text in shapes(draw(), "text"):
            if text.get("transform"):
                continue
            bold = text.get("font-weight") == "bold"
            long = text_width(text.text or "", float(text.get("font-size") or 0), bold=bold)
            share = {"end": 1.0, "middle": 0.5}.get(text.get("text-anchor") or "", 0.0)
            left = float(text.get("x") or 0) - share * long
            assert left >= 0, text.text
            assert left + long <= width, text.text

    def test_pdf_and_png_are_as_wide_as_they_are_printed(self, draw: Callable[[], str], width: float) -> None:
        svg = draw()
        box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ", as_file(svg, Path("a.pdf")))
        assert box is not None
        assert float(box[1]) == pytest.approx(width * 72 / 96, abs=0.1)
        pixels = int.from_bytes(as_file(svg, Path("a.png"))[16:20], "big")
        assert pixels == pytest.approx(width / 96 * 300, abs=1.5)


def test_what_is_not_randomised_is_outlined_so_that_grey_print_tells_it() -> None:
    trials, cohorts = (
        choose(POOLS, Wanted(endpoint="mbc:overall_survival", design=design))
        for design in ("randomized", "observational")
    )
    for draw, kind in ((forest_plot, "polygon"), (funnel_plot, "circle")):
        filled, outlined = (
            {shape.get("fill") for shape in shapes(draw(FIELD, chosen), kind)} for chosen in (trials, cohorts)
        )
        assert "#ffffff" not in filled
        assert "#ffffff" in outlined


class TestFiles:
    def test_the_comparison_with_most_trials_is_drawn_when_none_is_asked_for(self) -> None:
        chosen = choose(POOLS, Wanted())
        assert [s.key.design for s in chosen] == ["randomized", "observational"]
        assert chosen[0].key.intervention == "mbc:locoregional_treatment"
        assert chosen[0].key.endpoint == "mbc:overall_survival"

    def test_what_matches_nothing_chooses_nothing(self) -> None:
        assert choose(POOLS, Wanted(endpoint="mbc:cost")) == ()
        with pytest.raises(NothingToShow, match="what was left out"):
            forest_plot(FIELD, ())

    @pytest.mark.parametrize(
        ("name", "begins"), [("a.svg", b"<svg"), ("a.PDF", b"%PDF-"), ("a.png", b"\x89PNG\r\n")]
    )
    def test_the_name_tells_the_format(self, name: str, begins: bytes) -> None:
        drawing = Drawing(60, "A mark")
        drawing.text(4, 20, "HR 0.93")
        assert as_file(drawing.svg(), Path(name)).startswith(begins)

    def test_a_png_has_the_resolution_that_journals_ask_for(self) -> None:
        png = as_file(Drawing(96, "An inch").svg(), Path("a.png"))
        assert int.from_bytes(png[16:20], "big") == 300

    def test_another_format_is_refused_with_those_there_are(self) -> None:
        with pytest.raises(QueryRefused, match=r"\.svg, \.pdf, \.png"):
            as_file("<svg/>", Path("a.gif"))

    @pytest.mark.parametrize(
        "draw",
        [
            lambda: forest_plot(FIELD, choose(POOLS, SURVIVAL)),
            lambda: funnel_plot(FIELD, choose(POOLS, SURVIVAL)),
            lambda: network_plot(FIELD, read_comparisons(FIELD), "A field"),
            lambda: prisma_flow(FLOW, "A field"),
        ],
    )
    def test_a_figure_is_the_same_every_time(self, draw: Callable[[], str]) -> None:
        assert draw() == draw()
