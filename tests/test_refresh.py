"""A refresh misses nothing, invents nothing, and never takes an outage for silence."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import graph
import miner
from miner.article import Article
from miner.corpus import Corpus, load_corpus
from miner.entrez import Entrez
from miner.errors import (
    CorpusError,
    EntrezUnavailable,
    GraphError,
    IncompleteFetch,
    InputError,
    NoSuchRun,
    SettingMissing,
    StoreError,
)
from miner.model import Extraction
from miner.store import Store
from miner.store_lock import writer_lock
from pipelines.forked import beside
from pipelines.refresh import Refreshed, refresh_from_files, refresh_from_pubmed
from pipelines.status import changes_json, changes_text, status_json, status_text
from pipelines.summary import refresh_text
from tests.entrez_server import FAULTS, TODAY, Pubmed, serve
from tests.pubmed_records import Record, abstract, many
from tests.worker_tasks import Deadly

EMAIL = "reader@example.org"


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load_corpus("mbc-surgery")


@pytest.fixture
def pubmed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pubmed]:
    held = Pubmed(pace=1000)
    with serve(held) as address:
        monkeypatch.setenv("NCBI_EUTILS_URL", address)
        monkeypatch.setenv("CTGOV_URL", address)
        monkeypatch.setattr("miner.network.Server.ask", _hurried())
        yield held


def _hurried() -> Any:
    """No pace, and waits that take no time but count as if they did."""
    from miner.network import Server

    ask = Server.ask
    waits: list[float] = []

    def hurried(self: Server, request: Any, read: Any) -> Any:
        self.interval, self.sleep = 0.0, waits.append
        self.clock = lambda: time.monotonic() + sum(waits)
        return ask(self, request, read)

    return hurried


def refresh(folder: Path, corpus: Corpus, **options: Any) -> Refreshed:
    # Read in this process, where a test can put itself in the place of the reader.
    return refresh_from_pubmed(folder, corpus, email=EMAIL, **{"workers": 0, **options})


def publications(folder: Path) -> set[str]:
    rows = graph.open(folder, trust=True, limit=100_000).query("MATCH (p:Publication) RETURN p.pmid AS pmid")
    return {str(row["pmid"]) for row in rows}


def figures(folder: Path) -> dict[str, tuple[float, bool]]:
    rows = graph.open(folder, trust=True, limit=100_000).query(
        "MATCH (e:Effect)-[:STATED_IN]->(p:Publication) "
        "RETURN p.pmid AS pmid, e.value AS value, e.curated AS c"
    )
    return {str(row["pmid"]): (float(row["value"]), bool(row["c"])) for row in rows}


def kept(folder: Path) -> tuple[bytes, bytes]:
    return (folder / "graph.lbug").read_bytes(), (folder / "evidence-map.html").read_bytes()


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


def test_a_notice_retracts_before_the_record_itself_says_so(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(4))
    refresh(tmp_path, corpus)
    notice = Record(
        "90300001", TODAY, TODAY, TODAY, "Retraction of a report",
        types=(("D016440", "Retraction of Publication"),), links=(("RetractionOf", "90100002"),),
    )  # fmt: skip
    pubmed.add(notice)
    done = refresh(tmp_path, corpus)
    assert done.summary["changes"] == {"new": 1, "retracted": 1}
    rows = graph.open(tmp_path, trust=True).query(
        "MATCH (n:Publication)-[a:AMENDS]->(p:Publication {retracted: true}) "
        "RETURN n.pmid AS n, p.pmid AS p, a.kind AS k"
    )
    assert [tuple(row.values()) for row in rows] == [("90300001", "90100002", "retraction")]


def test_a_notice_that_the_search_does_not_find_is_fetched(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(3))
    erratum = "We misprinted the hazard ratio, which is 0.50 (95% CI 0.40 to 0.60)."
    types = (("D016425", "Published Erratum"),)
    pubmed.add(Record("90300002", TODAY, TODAY, TODAY, "Erratum", erratum, types, matches=False))
    pubmed.change("90100001", links=(("ErratumIn", "90300002"), ("CommentIn", "90300003")))
    done = refresh(tmp_path, corpus)
    assert dict(done.changes) == {"new": 4}
    assert status_json(tmp_path)["records"] == {"current": 3, "notice": 1}
    assert "90300002" not in figures(tmp_path), "an erratum is no second study"
    assert done.summary["flow"]["identified"] == 3
    sent = pubmed.sent.total()
    refresh(tmp_path, corpus)
    assert pubmed.sent["90300002"] == 2, "no search tells whether a notice changed: it is asked for again"
    assert pubmed.sent.total() == sent + 2, "and the record changed today"


def _standing(folder: Path) -> dict[str, tuple[str, bool]]:
    rows = graph.open(folder, trust=True).query(
        "MATCH (p:Publication) WHERE p.in_corpus RETURN p.pmid AS pmid, p.title AS title, p.retracted AS r"
    )
    return {str(row["pmid"]): (str(row["title"]), bool(row["r"])) for row in rows}


_NAMED, _UPDATE = "90100001", "90300004"


def _leave_unnamed(pubmed: Pubmed) -> None:
    pubmed.change(_NAMED, links=())


def _retract(pubmed: Pubmed) -> None:
    pubmed.change(_UPDATE, types=(("D016441", "Retracted Publication"),))


def _revise(pubmed: Pubmed) -> None:
    pubmed.change(_UPDATE, title="Survival after resection of the primary, ten years on")


def _delete(pubmed: Pubmed) -> None:
    del pubmed.records[_UPDATE]


def _leave_the_search(pubmed: Pubmed) -> None:
    pubmed.change(_UPDATE, matches=False)


@pytest.mark.parametrize(
    ("found", "change", "told"),
    [
        (False, _retract, {"retracted": 1}),
        (False, _revise, {"revised": 1}),
        (False, _delete, {"deleted": 1, "no_longer_retracted": 1}),
        (False, _leave_unnamed, {"left_query": 1, "no_longer_retracted": 1}),
        (True, _leave_the_search, {"notice": 1}),
    ],
)
def test_what_a_record_names_is_kept_as_a_fresh_folder_would_have_it(
    tmp_path: Path,
    pubmed: Pubmed,
    corpus: Corpus,
    found: bool,
    change: Callable[[Pubmed], None],
    told: dict[str, int],
) -> None:
    pubmed.add(*many(3))
    links = (("UpdateOf", _NAMED), ("RetractionOf", _NAMED))
    (update,) = many(1, first=int(_UPDATE))
    pubmed.add(replace(update, links=links, matches=found))
    pubmed.change(_NAMED, links=(("UpdateIn", _UPDATE),))
    refresh(tmp_path / "kept", corpus)
    change(pubmed)
    changes = refresh(tmp_path / "kept", corpus).summary["changes"]
    assert changes == told
    refresh(tmp_path / "fresh", corpus)
    assert _standing(tmp_path / "kept") == _standing(tmp_path / "fresh")
    assert refresh(tmp_path / "kept", corpus).summary["changes"] == {}


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


@pytest.mark.parametrize("every", [2, 3])
def test_whatever_fails_the_result_is_the_same(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, every: int
) -> None:
    pubmed.add(*many(1100))
    pubmed.faults.every = every
    for _ in range(3):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("pipelines.refresh.finish", _no_graph)
            with pytest.raises(_EnoughError):
                refresh(tmp_path, corpus)
    with Store(tmp_path) as store:
        assert store.standings().keys() == pubmed.records.keys()
    assert pubmed.sent.total() <= 1.6 * 1100
    assert every > 2 or len(pubmed.faults.made) >= len(FAULTS) // 2


class _EnoughError(Exception):
    pass


def _no_graph(*_: object) -> None:
    raise _EnoughError


@pytest.mark.parametrize("part", ["graph.embedded.ladybug._prove", "pipelines.rebuild.render_map"])
def test_graph_and_map_are_swapped_in_both_or_neither(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    pubmed.add(*many(12))
    refresh(tmp_path, corpus)
    before, files = kept(tmp_path), sorted(p.name for p in tmp_path.iterdir())
    pubmed.add(*many(15)[12:])

    def fail(*_: object) -> None:
        raise GraphError("no room")

    monkeypatch.setattr(part, fail)
    with pytest.raises(GraphError, match="no room"):
        refresh(tmp_path, corpus)
    assert kept(tmp_path) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == files


def test_the_map_is_drawn_in_a_copy_as_it_would_be_here(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[tuple[int, str, int], tuple[int, str, int]]] = []

    @contextlib.contextmanager
    def twice(draw: Callable[[], tuple[str, int]]) -> Iterator[Callable[[], tuple[str, int]]]:
        def told() -> tuple[int, str, int]:
            return os.getpid(), *draw()

        def both() -> tuple[str, int]:
            drawn.append((in_a_copy(), told()))
            return drawn[0][0][1:]

        with beside(told) as in_a_copy:
            yield both

    monkeypatch.setattr("pipelines.forked._may_copy", lambda: True)
    monkeypatch.setattr("pipelines.rebuild.beside", twice)
    pubmed.add(*many(30))
    refresh(tmp_path, corpus)
    ((there, *as_there), (here, *as_here)) = drawn[0]
    assert there != here
    assert as_there == as_here
    assert (tmp_path / "evidence-map.html").read_text("utf-8") == as_there[0]


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


def _impatient(init: Any) -> Any:
    def new(self: Entrez, *args: Any, **options: Any) -> None:
        init(self, *args, **options)
        self.server.patience = 30.0

    return new


def test_what_changes_between_a_stopped_run_and_the_next_is_not_missed(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(20))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.refresh.finish", _no_graph)
        with pytest.raises(_EnoughError):
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


def test_a_database_that_lost_everything_is_no_new_one(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(2))
    refresh(tmp_path, corpus)
    (tmp_path / "corpus.db").write_bytes(b"")
    before = kept(tmp_path)
    with pytest.raises(StoreError, match="is empty, though run 1 was complete; restore your copy"):
        refresh(tmp_path, corpus)
    with pytest.raises(StoreError, match="is empty; restore your copy"):
        status_json(tmp_path)
    assert kept(tmp_path) == before
    (tmp_path / "corpus.db").unlink()
    assert refresh(tmp_path, corpus).run == 2, "moved away, it is begun anew"


def test_a_run_whose_process_is_gone_is_told_as_stopped(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(2))
    refresh(tmp_path, corpus)
    with Store(tmp_path) as store:
        store.begin_run("pubmed")
    assert status_json(tmp_path)["runs"][-1]["status"] == "stopped"
    with writer_lock(tmp_path):
        (tmp_path / ".writer.lock").write_text("999999999\n")  # as another container numbers its processes
        assert status_json(tmp_path)["runs"][-1]["status"] == "running"
    (tmp_path / ".writer.lock").write_text(f"{os.getpid()}\n")  # a number that was given again
    assert status_json(tmp_path)["runs"][-1]["status"] == "stopped"


def test_after_years_status_tells_the_last_runs(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for _ in range(520):
            store.finish_run(store.begin_run("pubmed"), "complete", {})
    lines = told(tmp_path)
    assert lines[2] == "  500 earlier runs, which --json lists"
    assert [line.split()[1] for line in lines[3:]] == [str(run) for run in range(501, 521)]
    assert len(status_json(tmp_path)["runs"]) == 520


def test_without_an_email_nothing_is_asked(tmp_path: Path, pubmed: Pubmed, corpus: Corpus) -> None:
    with pytest.raises(SettingMissing, match="NCBI_EMAIL"):
        refresh_from_pubmed(tmp_path / "new", corpus, email=None)
    assert pubmed.log == []
    assert not (tmp_path / "new").exists()


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


def study(number: str, **more: Any) -> dict[str, Any]:
    return {"protocolSection": {"identificationModule": {"nctId": number, **more}}}


def told(folder: Path) -> list[str]:
    return status_text(status_json(folder))


def test_trials_named_and_matching_come_and_an_outage_of_the_registry_is_survived(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(3))
    pubmed.change("90100001", numbers=("NCT90000001", "NCT90000009"))
    pubmed.studies = {n: study(n) for n in ("NCT90000001", "NCT90000002", "NCT90000003")}
    pubmed.matching_studies = {"NCT90000002"}
    pubmed.faults.registry_down = True
    done = refresh(tmp_path, corpus)
    assert "ClinicalTrials.gov does not answer" in done.summary["trials"]["unavailable"]
    assert len(publications(tmp_path)) == 3
    assert any(line.startswith("the registry has not answered any run yet: ") for line in told(tmp_path))
    pubmed.faults.registry_down = False
    trials = refresh(tmp_path, corpus).summary["trials"]
    assert (trials["received"], trials["changed"], trials["not_in_registry"]) == (2, 2, ["NCT90000009"])
    rows = graph.open(tmp_path, trust=True).query(
        "MATCH (t:Trial {in_registry: true}) RETURN t.registry_id AS n ORDER BY n"
    )
    assert [row["n"] for row in rows] == ["NCT90000001", "NCT90000002"]
    assert "NCT90000001" not in pubmed.asked("studies")[-2].get("filter.ids", "")
    answered = status_json(tmp_path)["refreshed"]
    pubmed.faults.registry_down = True
    refresh(tmp_path, corpus)
    assert any(line.startswith(f"trials are those of {answered}: ") for line in told(tmp_path))


def _registered(folder: Path) -> dict[str, bool]:
    rows = graph.open(folder, trust=True).query(
        "MATCH (t:Trial) RETURN t.registry_id AS n, t.in_registry AS r"
    )
    return {str(row["n"]): bool(row["r"]) for row in rows}


def test_a_registration_that_is_gone_merged_or_of_another_question_is_let_go(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(3))
    pubmed.change("90100001", numbers=("NCT90000001", "NCT90000002"))
    pubmed.studies = {n: study(n) for n in ("NCT90000001", "NCT90000002", "NCT90000003", "NCT90000004")}
    pubmed.matching_studies = {"NCT90000003", "NCT90000004"}
    refresh(tmp_path / "kept", corpus)
    del pubmed.studies["NCT90000001"], pubmed.studies["NCT90000002"]
    pubmed.studies["NCT90000003"] = study("NCT90000003", nctIdAliases=["NCT90000001"])
    pubmed.matching_studies = {"NCT90000003"}
    pubmed.faults.registry_down = True
    assert refresh(tmp_path / "kept", corpus).summary["trials"]["gone"] == [], "an outage says nothing"
    pubmed.faults.registry_down = False
    done = refresh(tmp_path / "kept", corpus)
    gone = ["NCT:NCT90000001", "NCT:NCT90000002", "NCT:NCT90000004"]
    assert done.summary["trials"]["gone"] == gone
    assert "1 trials new or changed, 3 gone" in "\n".join(refresh_text(done))
    refresh(tmp_path / "fresh", corpus)
    assert _registered(tmp_path / "kept") == _registered(tmp_path / "fresh")
    changes = changes_json(tmp_path / "kept", 2)
    assert changes["trials"] == {"changed": ["NCT:NCT90000003"], "gone": gone}
    assert f"  gone: {', '.join(gone)}" in changes_text(changes)


def test_a_registry_that_suddenly_gives_far_less_is_taken_for_an_outage(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(1))
    pubmed.studies = {f"NCT9000{n:04}": study(f"NCT9000{n:04}") for n in range(60)}
    pubmed.matching_studies = set(pubmed.studies)
    refresh(tmp_path, corpus)
    pubmed.matching_studies = set()
    done = refresh(tmp_path, corpus)
    assert "gives 0 studies where 60 are known" in done.summary["trials"]["unavailable"]
    assert len(_registered(tmp_path)) == 60
    assert len(refresh(tmp_path, corpus, full=True).summary["trials"]["gone"]) == 60
    assert _registered(tmp_path) == {}


def test_update_files_apply_in_order_with_their_deletions(tmp_path: Path, corpus: Corpus) -> None:
    one, two, three = many(3)
    folder = tmp_path / "updates"
    folder.mkdir()
    (folder / "pubmed26n0001.xml").write_text(_set(one.xml() + two.xml() + three.xml()), "utf-8")
    later = two.xml().replace("cohort 1", "cohort 1, corrected")
    deletion = f"<DeleteCitation><PMID>{three.pmid}</PMID></DeleteCitation>"
    (folder / "pubmed26n0002.xml").write_text(_set(later + deletion), "utf-8")
    done = refresh_from_files(tmp_path / "data", corpus, [folder])
    assert dict(done.changes) == {"new": 3, "revised": 1, "deleted": 1}
    assert publications(tmp_path / "data") == {one.pmid, two.pmid}
    assert not refresh_from_files(tmp_path / "again", corpus, [folder]).changes.keys() - done.changes.keys()
    with pytest.raises(InputError, match="no such file"):
        refresh_from_files(tmp_path / "data", corpus, [tmp_path / "none.xml"])


def _set(xml: str) -> str:
    return f"<PubmedArticleSet>{xml}</PubmedArticleSet>"


def test_records_from_files_of_unknown_age_are_asked_for_once(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    records = many(4)
    (tmp_path / "old.xml").write_text(_set("".join(r.xml() for r in records)), "utf-8")
    refresh_from_files(tmp_path / "data", corpus, [tmp_path / "old.xml"])
    pubmed.add(*records)
    pubmed.records["90100001"] = Record(
        **{**_as_dict(records[1]), "title": "A new title of the second cohort"}
    )
    assert refresh(tmp_path / "data", corpus).summary["changes"] == {"revised": 1}
    sent = pubmed.sent.total()
    refresh(tmp_path / "data", corpus)
    assert pubmed.sent.total() == sent == 4


def _as_dict(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def test_a_correction_survives_every_refresh_and_is_marked(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(3))
    (tmp_path / "corrections.csv").write_text(
        "what,field,value,who,when,why\n"
        "PMID:90100001/HR/0.61,value,0.16,A. Reader,2026-11-22,misprinted; see the erratum\n"
        "PMID:90100002/HR/9.99,value,0.20,A. Reader,2026-11-22,no such figure\n"
        "PMID:90100000,design,randomized_trial,A. Reader,2026-11-22,read in full\n",
        "utf-8",
    )
    done = refresh(tmp_path, corpus)
    assert figures(tmp_path)["90100001"] == (0.16, True)
    assert figures(tmp_path)["90100002"] == (0.62, False)
    assert [c["outcome"] for c in done.summary["corrections"]] == [
        "applied; does not add up now: value-outside: 0.16 is not within 0.49 to 0.76",
        "fits 0 effects of the record; name one",
        "applied",
    ]
    pubmed.change("90100001", title="The same figures under a longer title than before")
    refresh(tmp_path, corpus)
    assert figures(tmp_path)["90100001"] == (0.16, True)
    (tmp_path / "corrections.csv").unlink()
    refresh(tmp_path, corpus)
    assert figures(tmp_path)["90100001"] == (0.61, False), "taken back as simply as made"


def test_a_correction_that_cannot_be_read_stops_the_run_at_its_line(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(1))
    head = "what,field,value,who,when,why\n"
    for line, says in (
        ("PMID:1,sample_size,many,R,2026,x", "line 2: value 'many' is not a whole number"),
        ("PMID:1,colour,red,R,2026,x", "no field 'colour'"),
        ("somewhere,design,other,R,2026,x", "names nothing"),
        ("PMID:1,design,other,,2026,x", "who or why"),
        ("PMID:1/HR/0.6,ci_level,5,R,2026,x", "value '5' is not a level in percent"),
        (
            "PMID:1/HR/0.6,population,bone onyl,R,2026,x",
            "line 2: no population is called 'bone onyl'",
        ),
        ("PMID:1/HR/0.6,endpoint_id,mbc:overal_survival,R,2026,x", "line 2: no endpoint is called"),
        ("PMID:1/HR/0.6,value,nan,R,2026,x", "value 'nan' is not a number"),
        ("PMID:1,sample_size,2²,R,2026,x", "value '2²' is not a whole number"),
        ("PMID:1,design,other,Müller,2026,x", "is no CSV in UTF-8"),
    ):
        encoding = "latin-1" if "Müller" in line else "utf-8"
        (tmp_path / "corrections.csv").write_text(head + line + "\n", encoding)
        with pytest.raises(InputError, match=says):
            refresh(tmp_path, corpus)


def test_reports_are_parted_and_joined_by_hand(tmp_path: Path, pubmed: Pubmed, corpus: Corpus) -> None:
    pubmed.add(*many(4))
    text = "We randomised 200 women. Survival was alike (hazard ratio 0.9{}, 95% CI 0.7 to 1.2)."
    for i, pmid in enumerate(("90100001", "90100002")):
        trial = (("D016449", "Randomized Controlled Trial"),)
        pubmed.change(pmid, numbers=("NCT90000001",), abstract=text.format(i), types=trial)
    head = "what,field,value,who,when,why\n"

    def studies() -> list[set[str]]:
        refresh(tmp_path, corpus)
        rows = graph.open(tmp_path, trust=True).query(
            "MATCH (p:Publication)-[:REPORTS]->(s:Study) RETURN s.id AS s, p.pmid AS p"
        )
        found: dict[str, set[str]] = {}
        for row in rows:
            found.setdefault(str(row["s"]), set()).add(str(row["p"]))
        return sorted(found.values(), key=sorted)

    assert studies() == [{"90100000"}, {"90100001", "90100002"}, {"90100003"}]
    (tmp_path / "corrections.csv").write_text(
        head + "PMID:90100002,study,alone,R,2026,another trial\n", "utf-8"
    )
    assert studies() == [{"90100000"}, {"90100001"}, {"90100002"}, {"90100003"}]
    (tmp_path / "corrections.csv").write_text(
        head + "PMID:90100003,study,with PMID:90100000,R,2026,one cohort\n"
    )
    assert studies() == [{"90100000", "90100003"}, {"90100001", "90100002"}]


def test_a_number_that_no_registry_knows_is_no_trial_found(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    pubmed.add(*many(1))
    pubmed.change("90100000", numbers=("NCT99999999",))
    summary = refresh(tmp_path, corpus).summary
    assert (summary["graph"]["Trial"], summary["flow"]["registered_trials"]) == (1, 0)
    assert summary["trials"]["not_in_registry"] == ["NCT99999999"]


def test_a_line_that_joins_no_reports_says_so(tmp_path: Path, pubmed: Pubmed, corpus: Corpus) -> None:
    pubmed.add(*many(3))
    (tmp_path / "corrections.csv").write_text(
        "what,field,value,who,when,why\n"
        "PMID:90100001,study,with PMID:99999999,R,2026,one cohort\n"
        "PMID:90100001,study,with PMID:90100002,R,2026,one cohort\n"
        "PMID:90100002,study,alone,R,2026,another cohort\n",
        "utf-8",
    )
    assert [c["outcome"] for c in refresh(tmp_path, corpus).summary["corrections"]] == [
        "no report of a study: PMID:99999999",
        "not joined: another line says that PMID:90100002 stands alone",
        "applied",
    ]


def test_a_read_only_folder_and_a_file_in_its_place_are_named(tmp_path: Path, corpus: Corpus) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="name a folder"):
        refresh(tmp_path / "file", corpus)
    with pytest.raises(StoreError, match="cannot be written"):
        refresh(Path("/proc/nowhere"), corpus)


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
    monkeypatch.setattr("miner.extract", _Tripping(hangs=False))
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
    pubmed.records["90100001"] = Record(
        **{**_as_dict(pubmed.records["90100001"]), "published": pubmed.records["90100000"].published}
    )
    pubmed.change("90100002", title="Calcium in the kidneys of the rat", abstract="We fed rats.")
    flow = refresh(tmp_path, corpus).summary["flow"]
    assert flow["identified"] == 6
    assert flow["duplicates"] == {"same title, year and first author": 1}
    assert sum(flow["out_of_scope"].values()) == 1
    assert flow["screened"] == flow["included"] + 1 == 5


class _Tripping:
    """A reader that trips over one record, or goes round in circles on it."""

    def __init__(self, hangs: bool) -> None:
        self.hangs, self.tried, self._extract = hangs, 0, miner.extract

    def __call__(self, source: Article, corpus: Corpus) -> Extraction:
        if source.pmid != "90100001":
            return self._extract(source, corpus)
        self.tried += 1
        while self.hangs:
            pass
        raise ZeroDivisionError("no events")


@pytest.mark.parametrize(
    ("hangs", "why"), [(False, "ZeroDivisionError: no events"), (True, "took longer than 3 s")]
)
def test_a_record_that_trips_or_holds_the_reader_is_set_aside_until_it_or_the_reader_is_another(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, monkeypatch: pytest.MonkeyPatch, hangs: bool, why: str
) -> None:
    pubmed.add(*many(3))
    trips = _Tripping(hangs)
    monkeypatch.setattr("miner.extract", trips)
    monkeypatch.setattr("pipelines.extracted.LIMIT_S", 3.0 if hangs else 60.0)
    done = refresh(tmp_path, corpus)
    assert done.summary["unread"] == {"90100001": why}
    assert any(f"PMID:90100001: {why}" in line for line in refresh_text(done))
    assert publications(tmp_path) == {"90100000", "90100002"}
    for _ in range(2):
        again = refresh(tmp_path, corpus)
        assert again.summary["unread"] == {"90100001": why}, "still told"
        assert not again.summary["rebuilt"]
    assert trips.tried == 1, "and not tried again"

    monkeypatch.setattr("pipelines.finish.extractor_version", lambda _: "a newer one")
    refresh(tmp_path, corpus)
    assert trips.tried == 2
    pubmed.change("90100001", abstract=abstract(0.5))
    refresh(tmp_path, corpus)
    assert trips.tried == 3
    refresh(tmp_path, corpus, full=True)
    assert trips.tried == 4
    monkeypatch.setattr("miner.extract", trips._extract)
    assert refresh(tmp_path, corpus, full=True).summary["unread"] == {}
    assert "90100001" in publications(tmp_path)


def test_a_record_that_kills_its_reader_does_not_kill_the_refresh(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    pubmed.add(*many(3))
    pubmed.change("90100001", title="die")
    monkeypatch.setattr("pipelines.extracted.GistReading", Deadly)
    done = refresh(tmp_path, corpus, workers=None)
    assert done.summary["unread"] == {"90100001": "killed its worker process (SIGKILL)"}
    assert publications(tmp_path) == {"90100000", "90100002"}


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


@pytest.mark.parametrize("name", ["graph.lbug", "evidence-map.html"])
@pytest.mark.parametrize("how", ["emptied", "cut", "flipped", "gone"])
def test_a_damaged_graph_or_map_is_built_anew_though_nothing_is_new(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, name: str, how: str
) -> None:
    pubmed.add(*many(5))
    refresh(tmp_path, corpus)
    file = tmp_path / name
    whole = file.read_bytes()
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :]
    file.write_bytes({"emptied": b"", "cut": whole[:middle], "flipped": flipped}.get(how, whole))
    if how == "gone":
        file.unlink()
    said = refresh_text(refresh(tmp_path, corpus))
    assert "run 2: nothing new" in said
    assert "graph or map were not as the last run left them (damaged, changed or gone): built anew" in said
    assert "\nGraph or map were not as" in (tmp_path / "runs" / "000002.md").read_text("utf-8")
    assert publications(tmp_path) == set(pubmed.records)
    assert (tmp_path / "evidence-map.html").read_text("utf-8").rstrip().endswith("</html>")
    assert "graph and map are as they were" in refresh_text(refresh(tmp_path, corpus))


@pytest.mark.parametrize("damage", ['{"run": 1,', "", "[]", "\x00" * 40])
def test_a_damaged_report_is_written_anew_and_stops_no_run(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus, damage: str
) -> None:
    pubmed.add(*many(2))
    refresh(tmp_path, corpus)
    report = tmp_path / "runs" / "000001.json"
    whole = report.read_text("utf-8")
    report.write_text(damage, "utf-8")
    (tmp_path / "runs" / "notes.json").write_text("{}", "utf-8")
    assert refresh(tmp_path, corpus).run == 2
    assert report.read_text("utf-8") == whole
