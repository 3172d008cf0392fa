"""The evidence table: what abstracts print, in a textbook's order, and a dash where they print nothing."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from xml.etree import ElementTree

import pytest

from graph.evidence_table.formats import FORMATS, as_csv, as_html, as_latex, as_markdown
from graph.evidence_table.group_medians import whose
from graph.evidence_table.table import COLUMNS, EvidenceTable, Row, evidence_table
from graph.figures.choose import Wanted
from miner.corpus import load_corpus
from tests.map_fixtures import Evidence, realistic

WORDS = load_corpus("mbc-surgery").vocabulary
SURVIVAL = Wanted(intervention="mbc:locoregional_treatment", endpoint="mbc:overall_survival")
TABLE = evidence_table(realistic(), WORDS, SURVIVAL)
AWKWARD = EvidenceTable(
    "Surgery & none: 50% <OS>",
    (
        Row({**dict.fromkeys(COLUMNS), "study": 'O"Neil_2001, {a}', "n": 12_345}, ()),
        Row(
            {**dict.fromkeys(COLUMNS), "study": "Li | Wu\n2002", "effect": "HR 0.5 (p < 0.05)"},
            ("turned ~ 1/2",),
        ),
    ),
)


def row(label: str, table: EvidenceTable = TABLE) -> Row:
    return next(row for row in table.rows if row.cells["study"] == label)


class TestRows:
    def test_trials_come_first_then_cohorts_each_by_year(self) -> None:
        designs = [r.cells["design"] for r in TABLE.rows]
        years = [int(str(r.cells["study"])[-4:]) for r in TABLE.rows]
        trials = designs.count("randomised trial")
        assert designs[:trials] == ["randomised trial"] * trials
        assert years[:trials] == sorted(years[:trials])
        assert years[trials:] == sorted(years[trials:])

    def test_a_ratio_stands_with_its_own_interval(self) -> None:
        assert row("Demirel 2018").cells["effect"] == "HR 0.71 (95% CI 0.59–0.86)"
        assert row("Kowalski 2022").cells["effect"] == "HR 1.11 (90% CI 0.82–1.52)"

    def test_a_ratio_printed_the_other_way_is_turned_and_says_so(self) -> None:
        gruber = row("Gruber 2019")
        assert gruber.cells["effect"] == "HR 0.69 (95% CI 0.36–1.33)"
        assert gruber.notes == ("turned to 1/1.45, printed for no surgery vs primary tumour surgery",)

    def test_a_cohort_left_out_of_the_pool_for_overlap_is_in_the_table(self) -> None:
        assert row("Ferrante 2007").cells["source"] == "SEER Program"
        assert row("Ferrante 2007").cells["years"] == "1988–2003"
        assert row("Ferrante 2007").cells["effect"] == "HR 0.63 (95% CI 0.60–0.66)"

    def test_figures_that_do_not_agree_are_not_shown(self) -> None:
        assert row("Verity 2014").cells["effect"] is None

    def test_reviews_and_retracted_studies_are_not_in_it(self) -> None:
        assert not {"Quill 2010", "Weir 2017"} & {r.cells["study"] for r in TABLE.rows}

    def test_a_report_is_cited_as_reference_lists_do(self) -> None:
        cited = str(row("Ashworth 2015").cells["reference"])
        assert cited.startswith("Journal of Invented Results 2015. doi:10.1000/")

    def test_what_is_asked_for_decides_the_studies(self) -> None:
        liver = evidence_table(realistic(), WORDS, Wanted(intervention="mbc:hepatic_metastasectomy"))
        assert {str(r.cells["study"])[1:4] for r in liver.rows} == {"liv"}
        trials = evidence_table(realistic(), WORDS, Wanted(design="randomized"))
        assert {r.cells["design"] for r in trials.rows} == {"randomised trial"}

    def test_no_study_is_no_row(self) -> None:
        assert evidence_table(realistic(), WORDS, Wanted(endpoint="mbc:cost")).rows == ()

    def test_sizes_adjustment_and_medians_are_those_of_the_study(self) -> None:
        evidence = Evidence()
        study = evidence.study(
            "Alder 2001",
            "retrospective_cohort",
            100,
            n_treated=40,
            n_untreated=60,
            adjusted_for="age and grade",
            bias_handling=("landmark analysis", "immortal time named"),
        )
        evidence.effect(study, 0.6, (0.5, 0.72), adjusted=True)
        quote = "Median survival was 31 months with surgery and 14 months without."
        for value in (31.0, 14.0):
            evidence.arm_result(study, "all patients", value, "months", quote=quote)
        cells = row("Alder 2001", evidence_table(evidence.graph, WORDS, Wanted())).cells
        assert (cells["treated"], cells["untreated"]) == (40, 60)
        assert cells["adjusted"] == "age and grade; landmark analysis"
        assert (cells["median_treated"], cells["median_untreated"]) == ("31 months", "14 months")

    @pytest.mark.parametrize("standing", ["retracted", "concern"])
    @pytest.mark.parametrize(
        ("quote", "arms", "sizes"),
        [
            ("Median survival was 31 months with surgery and 14 months without.", (31.0, 14.0), (40, 60)),
            ("Median survival was 31 months.", (31.0,), (100, None)),
        ],
        ids=["of two groups", "of a series"],
    )
    def test_medians_of_a_report_that_is_retracted_or_doubted_are_not_shown(
        self, standing: str, quote: str, arms: tuple[float, ...], sizes: tuple[int, int | None]
    ) -> None:
        evidence = Evidence()
        study = evidence.study(
            "Alder 2001", "retrospective_cohort", 100, n_treated=sizes[0], n_untreated=sizes[1]
        )
        evidence.effect(study, 0.6, (0.5, 0.72))
        later = evidence.report(study, 2005)
        for value in arms:
            evidence.arm_result(study, "all patients", value, "months", quote=quote, publication_id=later)
        shown = row("Alder 2001", evidence_table(evidence.graph, WORDS, Wanted())).cells
        assert shown["median_treated"] == "31 months"
        evidence.graph.nodes["Publication"][later][standing] = True
        cells = row("Alder 2001", evidence_table(evidence.graph, WORDS, Wanted())).cells
        assert (cells["median_treated"], cells["median_untreated"]) == (None, None)

    @pytest.mark.parametrize(
        ("groups", "medians"),
        [
            (("continued systemic therapy", "early local therapy"), ("55 months", "53 months")),
            (("the other group", "early local therapy"), ("55 months", "53 months")),
            (("all patients", "early local therapy"), (None, None)),
        ],
    )
    def test_medians_apart_from_their_groups_are_whose_they_were_read_for(
        self, groups: tuple[str, str], medians: tuple[str | None, str | None]
    ) -> None:
        evidence = Evidence()
        study = evidence.study("Birch 2003", "randomized_trial", 100)
        evidence.effect(study, 0.9, (0.7, 1.2))
        quote = "Medians were 53 and 55 months."
        for group, value in zip(groups, (53.0, 55.0), strict=True):
            evidence.arm_result(study, group, value, "months", quote=quote)
        cells = row("Birch 2003", evidence_table(evidence.graph, WORDS, Wanted())).cells
        assert (cells["median_treated"], cells["median_untreated"]) == medians

    def test_medians_of_a_part_of_the_patients_are_not_the_studys(self) -> None:
        evidence = Evidence()
        study = evidence.study("Dogwood 2005", "registry_cohort", 100)
        evidence.effect(study, 0.9, (0.7, 1.2))
        quote = "For ER-positive men the median survival was 31 months with surgery and 14 months without."
        for value in (31.0, 14.0):
            evidence.arm_result(study, "all patients", value, "months", quote=quote)
        cells = row("Dogwood 2005", evidence_table(evidence.graph, WORDS, Wanted())).cells
        assert (cells["median_treated"], cells["median_untreated"]) == (None, None)

    @pytest.mark.parametrize(
        ("quote", "groups", "medians"),
        [
            # of two factors of one sentence, the treatment
            (
                "Medians were 70 and 47 months by response, 31 against 14 months with surgery.",
                (
                    ("one group", 70.0),
                    ("the other group", 47.0),
                    ("surgery", 31.0),
                    ("the other group", 14.0),
                ),
                ("31 months", "14 months"),
            ),
            # of a treatment that the title does not speak of
            (
                "Those given radiotherapy lived 65 months, the others 39 months.",
                (("radiotherapy", 65.0), ("the other group", 39.0)),
                (None, None),
            ),
        ],
    )
    def test_medians_are_those_of_the_treatment_studied(
        self,
        quote: str,
        groups: tuple[tuple[str, float], ...],
        medians: tuple[str | None, str | None],
    ) -> None:
        evidence = Evidence()
        study = evidence.study("Elder 2006", "registry_cohort", 100)
        evidence.effect(study, 0.9, (0.7, 1.2))
        for group, value in groups:
            evidence.arm_result(study, group, value, "months", quote=quote)
        (report,) = evidence.graph.sources("REPORTS", study)
        report["title"] = "Surgery of the primary tumour in stage IV breast cancer"
        cells = row("Elder 2006", evidence_table(evidence.graph, WORDS, Wanted())).cells
        assert (cells["median_treated"], cells["median_untreated"]) == medians

    def test_no_pair_is_shown_where_medians_of_all_the_groups_are_not_told_apart(self) -> None:
        evidence = Evidence()
        study = evidence.study("Fir 2007", "registry_cohort", 100)
        evidence.effect(study, 0.9, (0.7, 1.2))
        row_of_four = "The four groups had medians of 51, 43, 31 and 21 months."
        for group, value in (("unnamed group 1", 51.0), ("unnamed group 4", 21.0)):
            evidence.arm_result(study, group, value, "months", quote=row_of_four)
        for group, value in (("surgery", 38.0), ("no surgery", 28.0)):
            evidence.arm_result(study, group, value, "months", quote="They were 38 and 28 months.")
        cells = row("Fir 2007", evidence_table(evidence.graph, WORDS, Wanted())).cells
        assert (cells["median_treated"], cells["median_untreated"]) == (None, None)

    def test_medians_that_words_and_groups_tell_apart_are_not_shown(self) -> None:
        evidence = Evidence()
        study = evidence.study("Cedar 2004", "randomized_trial", 100)
        evidence.effect(study, 0.9, (0.7, 1.2))
        quote = "Median survival was 31 months with surgery and 14 months without."
        for group, value in (("no surgery", 31.0), ("surgery", 14.0)):
            evidence.arm_result(study, group, value, "months", quote=quote)
        cells = row("Cedar 2004", evidence_table(evidence.graph, WORDS, Wanted())).cells
        assert (cells["median_treated"], cells["median_untreated"]) == (None, None)


class TestWhichFigure:
    """The figure in a row is that of the treatment, comparator, endpoint and measure of the table."""

    ASKED = Wanted(intervention="mbc:primary_tumour_surgery", endpoint="mbc:overall_survival")

    def cells(self, evidence: Evidence) -> dict[str, object]:
        table = evidence_table(evidence.graph, WORDS, self.ASKED)
        return {str(r.cells["study"]): r.cells["effect"] for r in table.rows}

    @pytest.mark.parametrize(
        "other",
        [
            {"endpoint": "progression_free_survival"},
            {"experimental": "radiotherapy"},
            {"comparator": "radiotherapy"},
            {"population": "bone_only_metastases", "subgroup": "bone only"},
        ],
        ids=["endpoint", "treatment", "comparator", "population"],
    )
    @pytest.mark.parametrize("first", [True, False])
    def test_no_other_figure_of_the_study_takes_its_place(self, other: dict[str, Any], first: bool) -> None:
        evidence = Evidence()
        study = evidence.study("Alder 2001")
        figures: list[tuple[float, tuple[float, float], dict[str, Any]]] = [
            (0.6, (0.5, 0.72), {}),
            (0.4, (0.3, 0.53), other),
        ]
        for value, ci, more in figures if first else figures[::-1]:
            evidence.effect(study, value, ci, **more)
        evidence.effect(evidence.study("Birch 2002"), 0.7, (0.6, 0.82))
        assert self.cells(evidence)["Alder 2001"] == "HR 0.60 (95% CI 0.50–0.72)"

    def test_an_odds_ratio_fills_in_where_a_study_prints_no_hazard_ratio(self) -> None:
        evidence = Evidence()
        both, odds = evidence.study("Alder 2001", n=310), evidence.study("Birch 2002", n=320)
        for study in (both, odds):
            evidence.effect(study, 0.5, (0.4, 0.62), measure="OR")
        for study in (both, evidence.study("Cedar 2003", n=330), evidence.study("Dogwood 2004", n=340)):
            evidence.effect(study, 0.6, (0.5, 0.72))
        cells = self.cells(evidence)
        assert cells["Alder 2001"] == "HR 0.60 (95% CI 0.50–0.72)"
        assert cells["Birch 2002"] == "OR 0.50 (95% CI 0.40–0.62)"

    def test_a_study_out_of_scope_has_no_row(self) -> None:
        evidence = Evidence()
        for label, within in (("Alder 2001", True), ("Birch 2002", False)):
            evidence.effect(evidence.study(label, in_scope=within), 0.6, (0.5, 0.72))
        assert list(self.cells(evidence)) == ["Alder 2001"]

    def test_years_and_sources_are_those_that_are_known(self) -> None:
        evidence = Evidence()
        for label, years, sources in (
            ("Alder 2001", (1990, 1999), ("seer", "cancer_registry_unspecified")),
            ("Birch 2002", (1999, 1999), ("cancer_registry_unspecified",)),
            ("Cedar 2003", (1990, None), ()),
            ("Dogwood 2004", (None, 1999), ("seer", "ncdb")),
        ):
            study = evidence.study(label, "registry_cohort", sources=sources, years=years)  # type: ignore[arg-type] # a year may be missing
            evidence.effect(study, 0.6, (0.5, 0.72), adjusted=True)
        table = evidence_table(evidence.graph, WORDS, self.ASKED)
        assert [(r.cells["years"], r.cells["source"]) for r in table.rows] == [
            ("1990–1999", "SEER Program"),
            ("1999", "Cancer registry, not named"),
            (None, None),
            (None, "National Cancer Database; SEER Program"),
        ]


class TestSeries:
    """Studies in which everyone was treated."""

    @pytest.mark.parametrize(
        ("quotes", "median"),
        [
            (("Median survival was 33 months.",), "33 months"),
            (("Median survival was 33 months.", "It was 51 months after complete removal."), None),
            (("In all patients, median survival was 33 months.", "It was 51 months in some."), "33 months"),
            (("Median survival of all primaries was 33 months.",), None),
        ],
    )
    def test_the_one_median_of_all_is_that_of_the_treated(
        self, quotes: tuple[str, ...], median: str | None
    ) -> None:
        evidence = Evidence()
        study = evidence.study("Elder 2006", "case_series", 40)
        evidence.effect(study, 0.9, (0.7, 1.2))
        evidence.graph.nodes["Study"][study].update(n_treated=40, n_untreated=None)
        for quote, value in zip(quotes, (33.0, 51.0), strict=False):
            evidence.arm_result(study, "all patients", value, "months", quote=quote)
        cells = row("Elder 2006", evidence_table(evidence.graph, WORDS, Wanted())).cells
        assert (cells["median_treated"], cells["median_untreated"]) == (median, None)


class TestWhoseMedian:
    """``|`` stands where the two medians stand."""

    @pytest.mark.parametrize(
        ("sentence", "first_is_treated"),
        [
            ("Median survival was | with surgery and | without.", True),
            ("Survival was a median of | in the surgery group versus | in the group without surgery.", True),
            ("Median OS was | months after systemic therapy alone and | months after resection.", False),
            ("Patients operated on had surgery and lived |; those with none lived |.", True),
            ("Medians were | with, and | without, surgery of the primary tumour.", True),
            (
                "The surgery arm and the control arm did not differ, with medians of | and |, respectively.",
                True,
            ),
            ("Without surgery and with surgery the medians were | and |, respectively.", False),
            ("Median survival was | versus | (P < 0.001).", None),
            ("Median survival was | in bone-only and | in visceral disease.", None),
            ("Median survival was | after mastectomy and | after lumpectomy.", None),
        ],
    )
    def test_the_words_around_them_decide(self, sentence: str, first_is_treated: bool | None) -> None:
        before, between, after = sentence.split("|")
        assert whose(before, between, after, "surgery of the primary tumour", WORDS) is first_is_treated


class TestFormats:
    def test_markdown_has_a_cell_for_every_column_of_every_row(self) -> None:
        lines = [line for line in as_markdown(AWKWARD).splitlines() if line.startswith("|")]
        assert len(lines) == 4
        for line in lines:
            assert line.replace("\\|", "").count("|") == len(COLUMNS) + 1

    def test_markdown_escapes_what_it_would_read_as_markup(self) -> None:
        text = as_markdown(AWKWARD)
        assert 'O"Neil\\_2001, \\{a\\}' in text
        assert "Li \\| Wu 2002" in text

    def test_csv_reads_back_with_empty_cells_where_nothing_is_stated(self) -> None:
        text = as_csv(AWKWARD)
        assert text.count("\r\n") == 3
        assert text.startswith("\ufeffstudy,"), "spreadsheets know UTF-8 by its mark alone"
        first, second = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
        assert (first["study"], first["n"], first["effect"]) == ('O"Neil_2001, {a}', "12345", "")
        assert (second["study"], second["notes"]) == ("Li | Wu\n2002", "turned ~ 1/2")

    def test_a_spreadsheet_never_runs_what_a_csv_cell_says(self) -> None:
        cells = {**dict.fromkeys(COLUMNS), "study": "=HYPERLINK(1)", "effect": "-0.3 (-0.5 to -0.1)", "n": 12}
        (read,) = csv.DictReader(io.StringIO(as_csv(EvidenceTable("x", (Row(cells, ()),))), newline=""))
        assert (read["\ufeffstudy"], read["effect"], read["n"]) == (
            "'=HYPERLINK(1)",
            "-0.3 (-0.5 to -0.1)",
            "12",
        )

    def test_latex_escapes_every_special_character(self) -> None:
        text = as_latex(AWKWARD)
        assert r"Surgery \& none: 50\% \textless{}OS\textgreater{}" in text
        assert r"Neil\_2001, \{a\}" in text
        assert r"turned \textasciitilde{} 1" in text
        body = next(line for line in text.splitlines() if "Neil" in line)
        assert body.replace(r"\&", "").count("&") == len(COLUMNS) - 1
        assert body.endswith(r"\\")

    def test_columns_and_the_room_between_them_fill_the_line_and_a_doi_may_break(self) -> None:
        shares = [
            float(share) for share in re.findall(r"([\d.]+)\\linewidth-2\\tabcolsep", as_latex(AWKWARD))
        ]
        assert len(shares) == len(COLUMNS)
        assert sum(shares) <= 1
        assert r"turned \textasciitilde{} 1/\allowbreak{}2" in as_latex(AWKWARD)

    def test_html_is_well_formed_and_escaped(self) -> None:
        page = as_html(AWKWARD).replace("<!DOCTYPE html>", "").replace('<meta charset="utf-8">', "")
        root = ElementTree.fromstring(page)  # noqa: S314  # our own page
        assert len(list(root.iter("td"))) == 2 * len(COLUMNS)
        assert [c.text for c in root.iter("caption")] == ["Surgery & none: 50% <OS>"]

    @pytest.mark.parametrize("form", ["md", "latex", "html"])
    def test_a_dash_is_explained_where_people_read(self, form: str) -> None:
        text = FORMATS[form](AWKWARD)
        assert "not stated in the abstract" in text

    @pytest.mark.parametrize("form", ["md", "latex", "html"])
    def test_a_note_has_its_letter_behind_the_ratio(self, form: str) -> None:
        text = FORMATS[form](AWKWARD)
        assert "0.05) (a)" in text
        assert "a) turned" in text
