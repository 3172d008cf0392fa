"""What lines of ``corrections.csv`` make of a record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.build import build_graph
from graph.model import Node
from miner.article import Registration
from miner.corpus import load_corpus
from miner.model import Evidence, SampleSize
from pipelines.correction_lines import CorrectionLine, read_corrections
from pipelines.corrections import Corrected, correct
from tests.graph_fixtures import effect, entry


def corrected(*ends: tuple[str, str], ci: tuple[float, float] | None = None) -> Corrected:
    record = entry("90000910", "Elm", 2015, "A cohort", effects=(effect(0.7, ci=ci),))
    lines = [
        CorrectionLine(n, "PMID:90000910/HR/0.7", field, value, "R", "2026", "table 2")
        for n, (field, value) in enumerate(ends, 2)
    ]
    return correct([record], lines, load_corpus("mbc-surgery").vocabulary)


def test_an_interval_is_given_by_both_its_ends() -> None:
    done = corrected(("ci_low", "0.5"), ("ci_high", "0.98"))
    assert [e.ci for _, extraction in done.entries for e in extraction.effects] == [(0.5, 0.98)]
    assert [outcome for _, outcome in done.outcomes] == ["applied", "applied"]


def test_one_end_corrects_an_interval_that_was_read() -> None:
    done = corrected(("ci_high", "0.98"), ci=(0.5, 0.89))
    assert [e.ci for _, extraction in done.entries for e in extraction.effects] == [(0.5, 0.98)]


def test_one_end_alone_is_no_interval() -> None:
    done = corrected(("ci_low", "0.5"))
    assert [e.ci for _, extraction in done.entries for e in extraction.effects] == [None]
    assert [outcome for _, outcome in done.outcomes] == [
        "the effect has no interval; give both ci_low and ci_high"
    ]


def test_a_figure_that_does_not_add_up_any_more_is_told() -> None:
    done = corrected(("value", "5.3"), ci=(0.5, 0.89))
    assert [outcome for _, outcome in done.outcomes] == [
        "applied; does not add up now: value-outside: 5.3 is not within 0.5 to 0.89"
    ]
    both = corrected(("value", "5.3"), ("ci_high", "9.8"), ("ci_low", "2.9"), ci=(0.5, 0.89))
    assert {outcome for _, outcome in both.outcomes} == {"applied"}


def test_concepts_go_by_any_word_of_the_vocabulary(tmp_path: Path) -> None:
    (tmp_path / "corrections.csv").write_text(
        "what,field,value,who,when,why\n"
        "PMID:1/HR/0.6,population,bone only,R,2026,x\n"
        "PMID:1/HR/0.6,endpoint_id,OS,R,2026,x\n"
        "PMID:1/HR/0.6,intervention,mbc:mastectomy,R,2026,x\n"
        "PMID:1/HR/0.6,comparator,,R,2026,x\n"
    )
    lines = read_corrections(tmp_path, load_corpus("mbc-surgery").vocabulary)
    assert [line.value for line in lines] == ["bone_only_metastases", "overall_survival", "mastectomy", ""]


def test_rows_that_a_spreadsheet_leaves_empty_are_passed_over(tmp_path: Path) -> None:
    head = "what,field,value,who,when,why\r\n"
    (tmp_path / "corrections.csv").write_text(
        f"{head},,,,,\r\nPMID:1,design,other,R,2026,x\r\n,,,,,\r\n", newline=""
    )
    (line,) = read_corrections(tmp_path, load_corpus("mbc-surgery").vocabulary)
    assert (line.line, line.what) == (3, "PMID:1")


def study_of(*given: tuple[str, str, str], records: Sequence[str] = ("90000910",)) -> Node:
    """The one study of these records, as lines of (record, field, value) correct it."""
    vocabulary = load_corpus("mbc-surgery").vocabulary
    numbers = [Registration("ClinicalTrials.gov", "NCT09100910")]
    words = Evidence(None, "quoted", 0, 6)
    read = [
        entry(
            pmid,
            "Elm",
            2015 + n,
            "A trial",
            registrations=numbers,
            design=design,
            design_evidence=words,
            conclusion="no_difference",
            conclusion_evidence=words,
            sample_size=SampleSize(120, "participants", "randomized", words),
        )
        for n, (pmid, design) in enumerate(
            zip(records, ("nonrandomized_trial", "randomized_trial"), strict=False)
        )
    ]
    lines = [
        CorrectionLine(n, f"PMID:{pmid}", field, value, "R", "2026", "full text")
        for n, (pmid, field, value) in enumerate(given, 2)
    ]
    (study,) = build_graph(correct(read, lines, vocabulary).entries, (), vocabulary).nodes["Study"].values()
    return study


@pytest.mark.parametrize(
    ("field", "value", "held", "quote"),
    [
        ("sample_size", "274", 274, "sample_size_quote"),
        ("design", "retrospective_cohort", "retrospective_cohort", "design_quote"),
        ("conclusion", "mixed", "mixed", "conclusion_quote"),
        ("in_scope", "no", False, None),
    ],
)
def test_what_a_person_gives_of_a_record_is_told_of_its_study_and_no_sentence_stands_for_it(
    field: str, value: str, held: object, quote: str | None
) -> None:
    read, given = study_of(), study_of(("90000910", field, value))
    assert (read["given_by_hand"], given["given_by_hand"]) == ((), (field,))
    assert (read[field] == held, given[field]) == (False, held)
    if quote:
        assert (read[quote], given[quote]) == ("quoted", None)


TWO = ("90000910", "90000911")


@pytest.mark.parametrize("pmid", TWO)
def test_a_person_s_word_about_any_report_goes_before_what_the_others_say(pmid: str) -> None:
    assert study_of(records=TWO)["design"] == "randomized_trial"
    study = study_of(
        (pmid, "design", "case_series"),
        (pmid, "in_scope", "no"),
        (pmid, "sample_size", "99"),
        (pmid, "sample_size_kind", "analysed"),
        records=TWO,
    )
    assert (study["design"], study["in_scope"], study["sample_size"]) == ("case_series", False, 99)
    assert study["scope_reasons"] == ("R: full text",)
    assert study["given_by_hand"] == ("design", "sample_size", "in_scope")


def test_a_study_of_which_one_report_is_ruled_out_by_hand_is_out() -> None:
    both = [(TWO[0], "in_scope", "yes"), (TWO[1], "in_scope", "no")]
    assert [study_of(line, records=TWO)["in_scope"] for line in both] == [True, False]
    assert study_of(*both, records=TWO)["in_scope"] is False
