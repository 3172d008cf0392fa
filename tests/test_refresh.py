"""A refresh brings the folder to what PubMed holds now, and fetches only what changed."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import graph
from miner.corpus import Corpus
from miner.errors import (
    CorpusError,
    SettingMissing,
)
from miner.store import Store
from pipelines.refresh import refresh_from_files, refresh_from_pubmed
from pipelines.status import status_json
from pipelines.summary import refresh_text
from tests.entrez_server import TODAY, Pubmed
from tests.pubmed_records import abstract, many
from tests.refreshing import figures, kept, publications, refresh


def test_the_first_refresh_stores_reads_and_builds(tmp_path: Path, pubmed: Pubmed, corpus: Corpus) -> None:
    pubmed.add(*many(30))
    done = refresh(tmp_path, corpus)
    assert dict(done.changes) == {"new": 30}
    assert publications(tmp_path) == set(pubmed.records)
    assert (tmp_path / "evidence-map.html").read_text("utf-8").startswith("<!")
    search = json.loads((tmp_path / "runs" / "000001.json").read_text("utf-8"))["search"]
    assert search["query"] == corpus.query() == pubmed.asked("esearch.fcgi")[0]["term"]
    assert search["found"] == 30


def test_refreshing_twice_equals_once(tmp_path: Path, pubmed: Pubmed, corpus: Corpus) -> None:
    pubmed.add(*many(30))
    refresh(tmp_path, corpus)
    before, asked = kept(tmp_path), len(pubmed.log)
    done = refresh(tmp_path, corpus)
    assert not done.changes
    assert len(pubmed.log) - asked <= 12
    assert pubmed.sent.total() == 30, "nothing is fetched again"
    assert kept(tmp_path) == before


def test_exactly_what_changed_changes(tmp_path: Path, pubmed: Pubmed, corpus: Corpus) -> None:
    pubmed.add(*many(120))
    refresh(tmp_path, corpus)
    before, sent = figures(tmp_path), pubmed.sent.total()
    revised = ("90100010", "90100020", "90100030", "90100040")
    for pmid in revised:
        pubmed.change(pmid, abstract=abstract(0.33))
    for pmid in ("90100050", "90100060"):
        del pubmed.records[pmid]
    pubmed.withdrawn.add("90100060")
    pubmed.change("90100070", types=(("D016441", "Retracted Publication"),))
    pubmed.add(*many(5, first=90_200_000, day=TODAY))
    done = refresh(tmp_path, corpus)
    assert dict(done.changes) == {"new": 5, "revised": 5, "deleted": 2, "retracted": 1}
    assert done.summary["changes"] == {"new": 5, "revised": 4, "deleted": 2, "retracted": 1}
    after = figures(tmp_path)
    same = {p for p in before if before[p] == after.get(p)}
    assert before.keys() - same == {*revised, "90100050", "90100060"}
    assert {after[p][0] for p in revised} == {0.33}
    assert after.keys() - before.keys() == {str(90_200_000 + i) for i in range(5)}
    assert publications(tmp_path) == set(pubmed.records)
    assert pubmed.sent.total() - sent == 10, "four revised, one retracted, five new"
    rows = graph.open(tmp_path, trust=True).query(
        "MATCH (p:Publication {retracted: true}) RETURN p.pmid AS pmid"
    )
    assert [row["pmid"] for row in rows] == ["90100070"]


def test_what_leaves_the_query_leaves_the_graph_and_comes_back(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(10))
    refresh(tmp_path, corpus)
    pubmed.change("90100003", matches=False)
    assert refresh(tmp_path, corpus).summary["changes"] == {"left_query": 1}
    assert "90100003" not in publications(tmp_path)
    pubmed.change("90100003", matches=True)
    assert refresh(tmp_path, corpus).summary["changes"] == {"restored": 1}
    assert "90100003" in publications(tmp_path)


def test_a_record_that_comes_back_with_an_older_date_is_back(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(3))
    refresh(tmp_path, corpus)
    record = pubmed.records["90100001"]
    pubmed.change("90100001", matches=False)
    refresh(tmp_path, corpus)
    pubmed.add(replace(record, changed=dt.date(1991, 1, 1)))
    assert refresh(tmp_path, corpus).summary["changes"] == {"restored": 1}
    assert "90100001" in publications(tmp_path)


def test_a_record_that_pubmed_dates_back_is_as_it_sends_it(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(3))
    pubmed.change("90100001", abstract=abstract(1.50))
    refresh(tmp_path / "kept", corpus)
    changed = dt.date.fromisoformat("1991-01-01")
    pubmed.add(replace(pubmed.records["90100001"], changed=changed, abstract=abstract(0.60)))
    assert refresh(tmp_path / "kept", corpus).summary["changes"] == {}, "no search tells of it"
    assert refresh(tmp_path / "kept", corpus, full=True).summary["changes"] == {"revised": 1}
    refresh(tmp_path / "fresh", corpus)
    assert figures(tmp_path / "kept") == figures(tmp_path / "fresh")


def test_without_an_email_nothing_is_asked(tmp_path: Path, pubmed: Pubmed, corpus: Corpus) -> None:
    with pytest.raises(SettingMissing, match="NCBI_EMAIL"):
        refresh_from_pubmed(tmp_path / "new", corpus, email=None)
    assert pubmed.log == []
    assert not (tmp_path / "new").exists()


def test_a_dry_run_says_what_would_be_fetched_and_changes_nothing(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(7))
    done = refresh(tmp_path / "new", corpus, dry_run=True)
    assert refresh_text(done) == [
        "dry run: would fetch 7 records, 7 of them new; 0 are found no more; nothing was changed"
    ]
    assert not (tmp_path / "new").exists()
    assert pubmed.sent.total() == 0


def test_the_work_of_a_refresh_does_not_grow_with_the_runs_before_it(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reports are long: a weekly refresh that reads them all for each of them is slow in three years."""
    pubmed.add(*many(2))
    reads: list[int] = []
    runs = Store.runs

    def counted(self: Store) -> Any:
        reads.append(1)
        return runs(self)

    monkeypatch.setattr(Store, "runs", counted)
    refresh(tmp_path, corpus)
    reads.clear()
    refresh(tmp_path, corpus)
    after_one = len(reads)
    with Store(tmp_path) as store:
        report = runs(store)[-1].report
        for _ in range(20):
            store.finish_run(store.begin_run("pubmed"), "complete", report)
    reads.clear()
    done = refresh(tmp_path, corpus)
    assert len(reads) == after_one
    assert done.built is not None
    assert not done.built.rebuilt, "the last of them is what it goes on from"


def test_another_corpus_takes_a_folder_only_when_told_so(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(2))
    other = replace(corpus, id="another")
    refresh(tmp_path, corpus)
    before = kept(tmp_path)
    for options in ({}, {"dry_run": True}):
        with pytest.raises(CorpusError, match=r"holds the corpus mbc-surgery.*another folder for --data"):
            refresh(tmp_path, other, **options)
    with pytest.raises(CorpusError, match="name another folder"):
        refresh_from_files(tmp_path, other, [])
    assert kept(tmp_path) == before
    assert status_json(tmp_path)["runs"][-1]["status"] == "complete"
    assert refresh(tmp_path, other, full=True).summary["corpus"] == "another"


def test_full_fetches_everything_again(tmp_path: Path, pubmed: Pubmed, corpus: Corpus) -> None:
    pubmed.add(*many(7))
    refresh(tmp_path, corpus)
    assert dict(refresh(tmp_path, corpus, full=True).changes) == {"same": 7}
    assert pubmed.sent.total() == 14


def test_a_narrower_strategy_may_lose_much_and_a_wider_one_fetches_only_the_rest(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(8))
    refresh(tmp_path, corpus)
    first, *others = corpus.blocks
    other = replace(corpus, blocks=(replace(first, lines=first.lines[:1]), *others))
    for pmid in list(pubmed.records)[:6]:
        pubmed.records[pmid] = replace(pubmed.records[pmid], matches=False)
    assert refresh(tmp_path, other).summary["changes"] == {"left_query": 6}
    sent = pubmed.sent.total()
    for pmid in list(pubmed.records)[:6]:
        pubmed.records[pmid] = replace(pubmed.records[pmid], matches=True)
    assert refresh(tmp_path, corpus).summary["changes"] == {"restored": 6}
    assert pubmed.sent.total() - sent == 6
