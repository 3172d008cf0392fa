"""What a refresh tells: the estimates that moved and why they may have, the runs, the flow of the records."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from miner.corpus import Corpus
from miner.errors import (
    NoSuchRun,
)
from miner.store import Store
from pipelines.refresh import Refreshed
from pipelines.status import changes_json, changes_text, status_json
from pipelines.summary import refresh_text
from tests.entrez_server import TODAY, Pubmed
from tests.pubmed_records import Record, abstract, many
from tests.refreshing import Tripping, refresh, told


def test_pooled_estimates_that_moved_are_told(tmp_path: Path, pubmed: Pubmed, corpus: Corpus) -> None:
    pubmed.add(*many(12))
    refresh(tmp_path, corpus)
    for pmid in list(pubmed.records)[:9]:
        pubmed.change(pmid, abstract=abstract(3.1))
    shifts = refresh(tmp_path, corpus).summary["shifts"]
    moved = [s for s in shifts if s["kind"] == "moved"]
    assert moved, "an estimate stood on these"
    assert all(s["after"]["estimate"] > s["before"]["estimate"] and s["percent"] > 0 for s in moved)
    assert moved[0]["crossed"], "those that cross the line of no effect come first"
    told = changes_json(tmp_path, -1)
    assert told["pooled"] == shifts
    assert told["counts"] == {"revised": 9}
    assert "crosses the line of no effect" in "\n".join(changes_text(told))


def test_estimates_that_moved_with_the_program_are_told_as_such(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    pubmed.add(*many(5))
    refresh(tmp_path, corpus)
    told = "the program, its rules or the corpus changed: estimates may have moved by that alone"
    assert told not in refresh_text(refresh(tmp_path, corpus))
    monkeypatch.setattr("pipelines.finish.extractor_version", lambda _: "mbc-miner/9.9.9+other")
    pubmed.change("90100003", abstract=abstract(0.44))
    assert told in refresh_text(refresh(tmp_path, corpus))
    assert told in changes_text(changes_json(tmp_path, 2))
    assert f"\n{told.capitalize()}.\n" in (tmp_path / "runs" / "000003.md").read_text("utf-8")
    pubmed.change("90100003", abstract=abstract(0.55))
    assert told not in refresh_text(refresh(tmp_path, corpus))
    assert told not in changes_text(changes_json(tmp_path, 3))


def test_estimates_that_moved_with_a_correction_are_told_as_such(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(5))
    told = "corrections.csv changed: estimates may have moved by that alone"
    assert told not in refresh_text(refresh(tmp_path, corpus))
    line = "PMID:90100003,in_scope,no,A. Reader,2026-11-22,another disease"
    (tmp_path / "corrections.csv").write_text(f"what,field,value,who,when,why\n{line}\n", "utf-8")
    assert told in refresh_text(refresh(tmp_path, corpus))
    assert told in changes_text(changes_json(tmp_path, 1))
    assert f"\n{told.capitalize()}.\n" in (tmp_path / "runs" / "000002.md").read_text("utf-8")
    assert told not in refresh_text(refresh(tmp_path, corpus))


def test_a_folder_of_a_program_that_did_not_name_itself_is_of_another(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(2))
    assert refresh(tmp_path, corpus).summary["program_changed"] is False, "the first run follows no program"
    with Store(tmp_path) as store:
        report = {k: v for k, v in store.runs()[-1].report.items() if k != "program"}
        store.finish_run(store.begin_run("pubmed"), "complete", report)
    assert refresh(tmp_path, corpus).summary["program_changed"] is True


def test_after_years_status_tells_the_last_runs(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for _ in range(520):
            store.finish_run(store.begin_run("pubmed"), "complete", {})
    lines = told(tmp_path)
    assert lines[2] == "  500 earlier runs, which --json lists"
    assert [line.split()[1] for line in lines[3:]] == [str(run) for run in range(501, 521)]
    assert len(status_json(tmp_path)["runs"]) == 520


def test_changes_since_a_run_that_is_none_names_those_there_are(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(2))
    for _ in range(3):
        refresh(tmp_path, corpus)
    with pytest.raises(NoSuchRun, match=r"--since 99: .* has no such run; there are runs 1 to 3"):
        changes_json(tmp_path, 99)
    assert changes_json(tmp_path, 0)["counts"] == {"new": 2}
    assert changes_text(changes_json(tmp_path, 3)) == ["nothing changed after run 3"]


def reconcile(done: Refreshed) -> None:
    """Every record stands once in the flow, and the flow holds what was found and kept."""
    flow, summary = done.summary["flow"], done.summary
    duplicates, out = sum(flow["duplicates"].values()), sum(flow["out_of_scope"].values())
    assert flow["identified"] == duplicates + flow["notices"] + flow["unread"] + flow["screened"]
    assert flow["screened"] == out + flow["included"]
    assert flow["included"] >= max(flow["retracted"], flow["with_effects"])
    assert flow["identified"] == summary["states"]["current"]
    assert flow["unread"] == len(summary["unread"])
    assert summary["search"]["found"] == flow["identified"] + len(summary["refused"])


def test_the_counts_add_up_whatever_happens_to_the_records(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    pubmed.add(*many(9))
    reconcile(refresh(tmp_path, corpus))
    monkeypatch.setattr("miner.extract", Tripping(hangs=False))
    pubmed.change("90100001", abstract=abstract(0.5))
    pubmed.change("90100002", title="Calcium in the kidneys of the rat", abstract="We fed rats.")
    pubmed.change("90100003", types=(("D016441", "Retracted Publication"),))
    pubmed.change("90100004", matches=False)
    del pubmed.records["90100005"]
    copied = {"title": pubmed.records["90100006"].title, "last_name": pubmed.records["90100006"].last_name}
    pubmed.change("90100007", published=pubmed.records["90100006"].published, **copied)
    types, links = (("D016440", "Retraction of Publication"),), (("RetractionOf", "90100008"),)
    pubmed.add(Record("90300001", TODAY, TODAY, TODAY, "Retraction", types=types, links=links))
    pubmed.add(*many(2, first=90_200_000, day=TODAY))
    done = refresh(tmp_path, corpus)
    reconcile(done)
    flow = done.summary["flow"]
    assert {k: flow[k] for k in ("identified", "notices", "unread", "retracted")} == {
        "identified": 10,
        "notices": 1,
        "unread": 1,
        "retracted": 1,
    }
    assert flow["out_of_scope"] == {"laboratory": 1, "retracted": 1}
    assert flow["duplicates"] == {"same title, year and first author": 1}
    reconcile(refresh(tmp_path, corpus))


def test_the_flow_counts_every_record_once(tmp_path: Path, pubmed: Pubmed, corpus: Corpus) -> None:
    pubmed.add(*many(6))
    pubmed.change(
        "90100001",
        title="Surgery of the primary tumour in stage IV breast cancer: cohort 0",
        last_name="Author0",
    )
    published = pubmed.records["90100000"].published
    pubmed.records["90100001"] = replace(pubmed.records["90100001"], published=published)
    pubmed.change("90100002", title="Calcium in the kidneys of the rat", abstract="We fed rats.")
    flow = refresh(tmp_path, corpus).summary["flow"]
    assert flow["identified"] == 6
    assert flow["duplicates"] == {"same title, year and first author": 1}
    assert sum(flow["out_of_scope"].values()) == 1
    assert flow["screened"] == flow["included"] + 1 == 5
    readable = (tmp_path / "runs" / "000001.md").read_text("utf-8")
    assert "| identified | 6 |" in readable
    for taken_out in ("duplicates", "out of scope"):
        assert f"| {taken_out} | 1 |" in readable, "the readable flow adds up as well"
    assert f"Corpus {corpus.id}, read by mbc-miner/" in readable
