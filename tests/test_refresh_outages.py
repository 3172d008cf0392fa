"""No outage is taken for silence: the folder stays as it was, and the next run goes on from there."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from miner.corpus import Corpus
from miner.entrez import Entrez
from miner.errors import (
    EntrezUnavailable,
    IncompleteFetch,
)
from miner.store import Store
from pipelines.status import status_json, status_text
from tests.entrez_server import FAULTS, TODAY, Pubmed
from tests.pubmed_records import abstract, many
from tests.refreshing import EnoughError, figures, kept, no_graph, refresh


@pytest.mark.parametrize("every", [2, 3])
def test_whatever_fails_the_result_is_the_same(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, every: int
) -> None:
    pubmed.add(*many(1100))
    pubmed.faults.every = every
    for _ in range(3):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("pipelines.refresh.finish", no_graph)
            with pytest.raises(EnoughError):
                refresh(tmp_path, corpus)
    with Store(tmp_path) as store:
        assert store.standings().keys() == pubmed.records.keys()
    assert pubmed.sent.total() <= 1.6 * 1100
    assert every > 2 or len(pubmed.faults.made) >= len(FAULTS) // 2


def test_a_server_that_is_out_changes_nothing_and_the_next_run_goes_on(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    pubmed.add(*many(20))
    refresh(tmp_path, corpus)
    before = kept(tmp_path)
    pubmed.add(*many(60, first=90_200_000, day=TODAY - dt.timedelta(days=10)))
    monkeypatch.setattr(Entrez, "batch", 10)
    fetch = Entrez._fetch

    def until_it_fails(self: Entrez, pmids: Any) -> Any:
        if pubmed.sent.total() > 40:
            pubmed.faults.down = "unavailable"
        return fetch(self, pmids)

    monkeypatch.setattr(Entrez, "_fetch", until_it_fails)
    with pytest.raises(EntrezUnavailable, match="run the same command again"):
        refresh(tmp_path, corpus)
    assert kept(tmp_path) == before
    assert status_json(tmp_path)["runs"][-1]["status"] == "failed"
    pubmed.faults.down = ""
    monkeypatch.setattr(Entrez, "_fetch", fetch)
    done = refresh(tmp_path, corpus)
    assert done.summary["changes"] == {"new": 60}
    assert set(pubmed.sent.values()) == {1}, "what was stored is not asked for again"


def test_what_changes_between_a_stopped_run_and_the_next_is_not_missed(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(20))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.refresh.finish", no_graph)
        with pytest.raises(EnoughError):
            refresh(tmp_path, corpus)
    pubmed.change("90100003", abstract=abstract(0.44))
    refresh(tmp_path, corpus)
    assert figures(tmp_path)["90100003"][0] == 0.44
    assert pubmed.sent.total() == 21, "and nothing else is asked for again"


def test_a_search_that_collapses_is_taken_for_an_outage(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(20))
    refresh(tmp_path, corpus)
    before, all_of_them = kept(tmp_path), dict(pubmed.records)
    pubmed.records.clear()
    with pytest.raises(IncompleteFetch, match="looks like an outage"):
        refresh(tmp_path, corpus)
    assert kept(tmp_path) == before
    pubmed.records.update(all_of_them)
    assert not refresh(tmp_path, corpus).changes


def test_a_search_that_finds_nothing_is_no_answer_unless_told_so(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    with pytest.raises(IncompleteFetch, match="the search finds nothing, and 0 records are known"):
        refresh(tmp_path, corpus)
    assert status_json(tmp_path)["refreshed"] is None
    pubmed.add(*many(4))
    refresh(tmp_path, corpus)
    before = kept(tmp_path)
    pubmed.records.clear()
    first, *others = corpus.blocks
    other = replace(corpus, blocks=(replace(first, lines=first.lines[:1]), *others))
    with pytest.raises(IncompleteFetch, match="4 records are known; this looks like an outage, or a slip"):
        refresh(tmp_path, other)
    assert kept(tmp_path) == before
    assert refresh(tmp_path, other, full=True).summary["changes"] == {"deleted": 4}


def test_what_changed_after_a_run_by_a_wrong_clock_is_not_missed(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(6))
    refresh(tmp_path, corpus)
    pubmed.add(*many(2, first=90_200_000, day=TODAY))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "now", lambda _: "2099-01-01T00:00:00Z")
        refresh(tmp_path, corpus)
    for pmid in ("90100003", "90200001"):
        pubmed.change(pmid, abstract=abstract(0.44))
    assert refresh(tmp_path, corpus).summary["changes"] == {"revised": 2}
    assert refresh(tmp_path, corpus).summary["changes"] == {}


def test_a_record_that_is_found_and_never_sent_fails_the_run(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    pubmed.add(*many(5))
    search = Pubmed.search
    monkeypatch.setattr(Pubmed, "search", lambda self, t, p: [*search(self, t, p), "77777777"])
    with pytest.raises(IncompleteFetch, match="does not send them: 77777777"):
        refresh(tmp_path, corpus)
    with Store(tmp_path) as store:
        assert len(store.standings()) == 5, "what came is kept"


def test_a_record_withdrawn_since_the_search_is_refused_with_a_reason(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    pubmed.add(*many(5))
    fetch = Entrez._fetch

    def after_the_search(self: Entrez, pmids: Any) -> Any:
        pubmed.records.pop("90100002", None)
        return fetch(self, pmids)

    monkeypatch.setattr(Entrez, "_fetch", after_the_search)
    done = refresh(tmp_path, corpus)
    assert dict(done.changes) == {"new": 4}
    assert done.summary["refused"] == {"90100002": "withdrawn while the refresh ran"}


def test_a_first_run_that_fails_leaves_its_report_and_no_database(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(4))
    pubmed.faults.down = "unavailable"
    for number in (1, 2):
        with pytest.raises(EntrezUnavailable):
            refresh(tmp_path, corpus)
        assert {p.name for p in tmp_path.iterdir()} == {".writer.lock", "runs"}
        report = (tmp_path / "runs" / f"{number:06d}.md").read_text("utf-8")
        assert f"# Run {number}: failed" in report
        assert "HTTP 503" in report
    told = status_json(tmp_path)
    assert (told["records"], told["refreshed"]) == ({}, None)
    assert [(r["run"], r["status"]) for r in told["runs"]] == [(1, "failed"), (2, "failed")]
    assert "run 2" in status_text(told)[-1]
    pubmed.faults.down = ""
    assert refresh(tmp_path, corpus).run == 3
    assert len(list((tmp_path / "runs").glob("*.md"))) == 3
