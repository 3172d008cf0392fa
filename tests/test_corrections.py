"""What lines of ``corrections.csv`` make of a record."""

from __future__ import annotations

from pathlib import Path

from graph.build import build_graph
from miner.corpus import load_corpus
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


def test_a_sample_size_given_by_hand_is_told_with_every_pool_that_counts_it() -> None:
    vocabulary = load_corpus("mbc-surgery").vocabulary
    size = CorrectionLine(2, "PMID:90000910", "sample_size", "274", "R", "2026", "full text")
    record = entry("90000910", "Elm", 2015, "A cohort")
    graph = build_graph(correct([record], [size], vocabulary).entries, (), vocabulary)
    (study,) = graph.nodes["Study"].values()
    assert (study["sample_size"], study["sample_size_quote"], study["sample_size_curated"]) == (
        274,
        None,
        True,
    )
    graph = build_graph(correct([record], [], vocabulary).entries, (), vocabulary)
    (study,) = graph.nodes["Study"].values()
    assert study["sample_size_curated"] is False
