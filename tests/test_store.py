"""The store keeps every version of a record, and two writers never meet."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from miner.errors import StoreError
from miner.store import Store, writer_lock


def put(store: Store, pmid: str, xml: bytes, revised: str) -> str:
    run = store.begin_run("test")
    with store.transaction():
        return store.put_source(pmid, xml, revised, run)


def test_a_record_is_new_then_the_same_then_revised(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        assert put(store, "90000901", b"<a>1</a>", "2026-01-01") == "new"
        assert put(store, "90000901", b"<a>1</a>", "2026-01-01") == "same"
        assert put(store, "90000901", b"<a>2</a>", "2026-02-01") == "revised"
        (record,) = store.current("x")
        assert record.xml == b"<a>2</a>"


def test_an_older_revision_never_replaces_a_newer_one(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a>2</a>", "2026-02-01")
        assert put(store, "90000901", b"<a>1</a>", "2026-01-01") == "older"
        (record,) = store.current("x")
        assert record.xml == b"<a>2</a>"


def test_a_deleted_record_is_gone_from_the_current_ones_and_can_come_back(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a/>", "2026-01-01")
        run = store.begin_run("test")
        with store.transaction():
            assert store.set_state("90000901", "deleted", run)
        assert list(store.current("x")) == []
        assert put(store, "90000901", b"<a/>", "2026-01-01") == "restored"
        assert [r.pmid for r in store.current("x")] == ["90000901"]
        assert [what for _, _, what in store.events()] == ["new", "deleted", "restored"]


def test_an_extraction_belongs_to_one_source_and_one_extractor(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a/>", "2026-01-01")
        (record,) = store.current("v1")
        assert record.extraction is None
        with store.transaction():
            store.put_extraction(record.sha256, "v1", '{"id": "PMID:90000901"}')
        assert next(store.current("v1")).extraction == {"id": "PMID:90000901"}
        assert next(store.current("v2")).extraction is None


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        run = store.begin_run("test")
        with pytest.raises(RuntimeError), store.transaction():
            store.put_source("90000901", b"<a/>", None, run)
            raise RuntimeError("stopped half way")
        assert list(store.current("x")) == []


def test_runs_carry_their_report_and_the_clock_is_passed_in(tmp_path: Path) -> None:
    noon = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
    with Store(tmp_path, clock=lambda: noon) as store:
        run = store.begin_run("xml")
        store.finish_run(run, "complete", {"found": 3})
        (only,) = store.runs()
    assert (only.started, only.status, only.report) == ("2026-11-22T12:00:00Z", "complete", {"found": 3})


def test_a_second_writer_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    import os

    with writer_lock(tmp_path), pytest.raises(StoreError, match=f"process {os.getpid()}"), writer_lock(tmp_path):
        pytest.fail("two writers hold the folder")


def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "corpus.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match="move corpus.db away"):
        Store(tmp_path)


def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "corpus.db")
    db.execute("PRAGMA user_version = 999")
    db.close()
    with pytest.raises(StoreError, match="update mbc-miner"):
        Store(tmp_path)


def test_readers_need_no_writable_folder_and_an_empty_one_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="mbc-miner refresh"):
        Store(tmp_path, read_only=True)
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a/>", "2026-01-01")
    with Store(tmp_path, read_only=True) as reader:
        assert [r.pmid for r in reader.current("x")] == ["90000901"]
