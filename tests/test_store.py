"""The store keeps every version of a record, and what each run did."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from miner.article import Article
from miner.store import Run, Standing, Store
from tests.storing import put, set_state


def test_a_record_is_new_then_the_same_then_revised(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        assert put(store, "90000901", b"<a>1</a>", "2026-01-01") == "new"
        assert put(store, "90000901", b"<a>1</a>", "2026-01-01") == "same"
        assert put(store, "90000901", b"<a>2</a>", "2026-02-01") == "revised"
        (record,) = store.current("x")
        assert record.xml == b"<a>2</a>"
        brought = [run for (run,) in store.rows("SELECT run FROM source ORDER BY run")]
        assert brought == [1, 3], "each source with the run that brought it first"


def test_an_older_revision_never_replaces_a_newer_one(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a>2</a>", "2026-02-01")
        assert put(store, "90000901", b"<a>1</a>", "2026-01-01") == "older"
        (record,) = store.current("x")
        assert record.xml == b"<a>2</a>"


def test_what_pubmed_itself_sends_is_the_present_form_whatever_its_date(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a>2</a>", "2026-02-01")
        run = store.begin_run("test")
        with store.transaction():
            article = Article(pmid="90000901", revised="2026-01-01")
            assert store.put_source(article, b"<a>1</a>", run, sent=True) == "revised"
        (record,) = store.current("x")
        assert record.xml == b"<a>1</a>"
        assert len(list(store.rows("SELECT 1 FROM source"))) == 2, "the form before is history"


def test_a_deleted_record_is_gone_from_the_current_ones_and_can_come_back(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a/>", "2026-01-01")
        assert set_state(store, "90000901", "deleted")
        assert list(store.current("x")) == []
        assert put(store, "90000901", b"<a/>", "2026-01-01") == "restored"
        assert [r.pmid for r in store.current("x")] == ["90000901"]
        assert [what for _, _, what in store.events()] == ["new", "deleted", "restored"]


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        run = store.begin_run("test")
        with pytest.raises(ZeroDivisionError), store.transaction():
            run //= store.put_source(Article(pmid="90000901"), b"<a/>", run) == "revised"
        assert list(store.current("x")) == []


def test_runs_carry_their_report_and_the_clock_is_passed_in(tmp_path: Path) -> None:
    noon = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
    with Store(tmp_path, clock=lambda: noon) as store:
        run = store.begin_run("xml")
        store.finish_run(run, "complete", {"found": 3})
        (only,) = store.runs()
    at = "2026-11-22T12:00:00Z"
    assert only == Run(id=1, started=at, finished=at, mode="xml", status="complete", report={"found": 3})


def test_the_last_complete_run_is_found_without_reading_the_others(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        assert store.last_complete() is None
        for status in ("complete", "complete", "failed"):
            store.finish_run(store.begin_run("test"), status, {"said": status})
        with store.transaction():
            store.write("UPDATE run SET report = 'cut off' WHERE id = 1")
        last = store.last_complete()
        assert last is not None
        assert (last.id, last.report) == (2, {"said": "complete"})
        assert store.last_complete(before=1) is None


def test_run_numbers_go_on_after_reports_of_runs_that_stored_nothing(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        assert [store.begin_run("test", after) for after in (0, 0, 7, 3)] == [1, 2, 8, 9]


def test_an_emptied_store_leaves_no_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.begin_run("test")
    assert store.is_empty()
    store.remove()
    assert list(tmp_path.iterdir()) == []
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a/>", "2026-01-01")
        assert not store.is_empty()


def test_a_complete_run_that_found_nothing_is_something_to_keep(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.finish_run(store.begin_run("test"), "complete", {})
        assert not store.is_empty()


def test_a_killed_run_counts_as_failed_once_another_begins(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.begin_run("pubmed")
    with Store(tmp_path) as store:
        store.begin_run("pubmed")
        assert [(r.status, r.report) for r in store.runs()] == [
            ("failed", {"error": "stopped before its end"}),
            ("running", {}),
        ]


def test_a_notice_becomes_a_record_of_the_search_and_never_goes_back(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        run = store.begin_run("test")
        for role, counted in (
            ("notice", {"notice": 1}),
            ("query", {"current": 1}),
            ("notice", {"current": 1}),
        ):
            with store.transaction():
                store.put_source(Article(pmid="90000901"), b"<a/>", run, role)  # type: ignore[arg-type]  # of the table
            assert store.counts() == counted


def test_a_record_of_the_search_that_went_comes_back_as_what_it_is_then(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a/>", None)
        set_state(store, "90000901", "left_query")
        run = store.begin_run("test")
        with store.transaction():
            assert store.put_source(Article(pmid="90000901"), b"<a/>", run, "notice") == "restored"
        assert store.counts() == {"notice": 1}


def test_a_deleted_notice_is_counted_with_the_deleted(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        run = store.begin_run("test")
        with store.transaction():
            store.put_source(Article(pmid="90000901"), b"<a/>", run, "notice")
        set_state(store, "90000901", "deleted")
        assert store.counts() == {"deleted": 1}


def test_a_state_is_set_for_one_record_and_told_once(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a/>", None)
        put(store, "90000902", b"<b/>", None)
        assert set_state(store, "90000901", "deleted")
        assert not set_state(store, "90000901", "deleted")
        assert [r.pmid for r in store.current("x")] == ["90000902"]
        assert store.events(since=2) == ((3, "90000901", "deleted"),)


def test_each_run_tells_what_became_of_which_record(tmp_path: Path) -> None:
    """What is as before, or older, is no news; a notice is one when it comes, and a revision after."""
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a>1</a>", "2026-02-01")
        put(store, "90000901", b"<a>1</a>", "2026-02-01")
        put(store, "90000901", b"<a>0</a>", "2026-01-01")
        for xml in (b"<n>1</n>", b"<n>2</n>"):
            run = store.begin_run("test")
            with store.transaction():
                store.put_source(Article(pmid="90000902"), xml, run, "notice")
        assert store.events() == (
            (1, "90000901", "new"),
            (4, "90000902", "notice"),
            (5, "90000902", "revised"),
        )


def test_a_record_without_a_date_of_revision_is_taken_as_it_comes(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a>1</a>", "2026-02-01")
        assert put(store, "90000901", b"<a>2</a>", None) == "revised"
        assert put(store, "90000901", b"<a>3</a>", "2026-01-01") == "revised"


def test_a_record_stands_with_its_last_fetch(tmp_path: Path) -> None:
    noon = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
    with Store(tmp_path, clock=lambda: noon) as store:
        for _ in range(2):
            put(store, "90000901", b"<a/>", None)
        assert store.standings() == {"90000901": Standing("current", "query", 2, "2026-11-22T12:00:00Z")}


def test_records_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        for pmid in ("10000000", "9000000", "10000001"):
            put(store, pmid, b"<a>%d</a>" % int(pmid), None)
        assert [r.pmid for r in store.current("x")] == ["9000000", "10000000", "10000001"]
