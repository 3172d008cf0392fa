"""What lines of ``corrections.csv`` make of a record."""

from __future__ import annotations

from pipelines.corrections import Corrected, CorrectionLine, correct
from tests.graph_fixtures import effect, entry


def corrected(*ends: tuple[str, str], ci: tuple[float, float] | None = None) -> Corrected:
    record = entry("90000910", "Elm", 2015, "A cohort", effects=(effect(0.7, ci=ci),))
    lines = [
        CorrectionLine(n, "PMID:90000910/HR/0.7", field, value, "R", "2026", "table 2")
        for n, (field, value) in enumerate(ends, 2)
    ]
    return correct([record], lines)


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
