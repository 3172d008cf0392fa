"""The store keeps every version of a record, and two writers never meet."""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import json
import os
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from miner.article import Article, Correction
from miner.errors import StoreError
from miner.store import Store
from miner.store_ledger import Ledger
from miner.store_lock import holder, writer_lock
from miner.store_readings import Readings
from miner.store_schema import _STEPS, SCHEMA_VERSION, _first


def put(store: Store, pmid: str, xml: bytes, revised: str, **more: Any) -> str:
    run = store.begin_run("test")
    with store.transaction():
        return store.put_source(Article(pmid=pmid, revised=revised, **more), xml, run)


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
            Readings(store, "v1").put(record.sha256, '{"id": "PMID:90000901"}')
        assert next(store.current("v1")).extraction == {"id": "PMID:90000901"}
        assert next(store.current("v2")).extraction is None


def readings(store: Store) -> dict[str, set[str]]:
    """Which extractors' readings are kept, by the text of the source."""
    found: dict[str, set[str]] = {}
    rows = "SELECT s.xml, e.extractor FROM extraction e JOIN source s USING (sha256)"
    for xml, extractor in store.rows(rows):
        found.setdefault(zlib.decompress(xml).decode(), set()).add(extractor)
    return found


def test_of_each_source_the_last_two_readings_are_kept(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a>1</a>", "2026-01-01")
        put(store, "90000902", b"<b/>", "2026-01-01")
        sources = {zlib.decompress(x): s for s, x in store.rows("SELECT sha256, xml FROM source")}
        put(store, "90000901", b"<a>2</a>", "2026-02-01")
        sources |= {zlib.decompress(x): s for s, x in store.rows("SELECT sha256, xml FROM source")}
        read = {
            b"<a>1</a>": ("z-first", "second", "failed"),  # revised before the later ones came
            b"<a>2</a>": ("third", "now"),
            b"<b/>": ("z-first", "second", "failed", "third", "now"),
        }
        with store.transaction():
            for xml, extractors in read.items():
                for extractor in extractors:
                    Readings(store, extractor).put(sources[xml], "{}")
            assert Readings(store, "now").forget_older(["third", "third", "second", "z-first"]) == 4
            assert Readings(store, "now").forget_older(["third", "second", "z-first"]) == 0
        assert readings(store) == {
            "<a>1</a>": {"second", "z-first"},
            "<a>2</a>": {"third", "now"},
            "<b/>": {"third", "now"},
        }


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
    assert (only.started, only.status, only.report) == ("2026-11-22T12:00:00Z", "complete", {"found": 3})


def test_a_second_writer_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    import os

    with (
        writer_lock(tmp_path),
        pytest.raises(StoreError, match=f"process {os.getpid()}"),
        writer_lock(tmp_path),
    ):
        pytest.fail("two writers hold the folder")


def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "corpus.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match=r"restore your copy of it, or move corpus\.db"):
        Store(tmp_path)


def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "corpus.db")
    db.execute("PRAGMA user_version = 999")
    db.close()
    with pytest.raises(StoreError, match="update mbc-miner"):
        Store(tmp_path)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are listed in /proc")
@pytest.mark.parametrize("content", [b"", b"this is no database" * 100])
def test_a_file_that_is_refused_is_let_go(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "corpus.db").write_bytes(content)
    with pytest.raises(StoreError) as told:  # keeps all that the call held
        Store(tmp_path, read_only=True)
    held = [fd.readlink() for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()]
    assert not [file for file in held if tmp_path in file.parents], told.value


def test_readers_need_no_writable_folder_and_an_empty_one_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="mbc-miner refresh"):
        Store(tmp_path, read_only=True)
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a/>", "2026-01-01")
    with Store(tmp_path, read_only=True) as reader:
        assert [r.pmid for r in reader.current("x")] == ["90000901"]


def test_a_first_form_database_moves_forward_with_all_that_it_holds(tmp_path: Path) -> None:
    xml = (
        b"<PubmedArticle><MedlineCitation><PMID>90000901</PMID><Article><ArticleTitle>T</ArticleTitle>"
        b'<PublicationTypeList><PublicationType UI="D016441">Retracted Publication</PublicationType>'
        b"</PublicationTypeList></Article><CommentsCorrectionsList>"
        b'<CommentsCorrections RefType="RetractionIn"><RefSource>J</RefSource><PMID>90000902</PMID>'
        b"</CommentsCorrections></CommentsCorrectionsList></MedlineCitation></PubmedArticle>"
    )
    db = sqlite3.connect(tmp_path / "corpus.db")
    _first(db)
    db.execute("PRAGMA user_version = 1")
    db.execute("INSERT INTO run VALUES (1, '2026-01-01T00:00:00Z', NULL, 'pubmed', 'complete', '{}')")
    db.execute("INSERT INTO source VALUES ('abc', '90000901', '2026-01-01', ?, 1)", (zlib.compress(xml),))
    db.execute("INSERT INTO record VALUES ('90000901', 'current', 'abc', 1, 1)")
    db.execute("INSERT INTO extraction VALUES ('abc', 'v1', ?)", (json.dumps({"id": "PMID:90000901"}),))
    db.commit()
    db.close()
    with Store(tmp_path) as store:
        (record,) = store.current("v1")
        assert (record.xml, record.extraction) == (xml, {"id": "PMID:90000901"})
        assert store.standings()["90000901"].fetched == "2026-01-01T00:00:00Z"
        ledger = Ledger(store)
        assert ledger.wanted_notices() == ("90000902",)
        with store.transaction():
            assert ledger.apply_retractions(1) == (1, 0)
        assert next(store.rows("PRAGMA user_version")) == (SCHEMA_VERSION,)


def _of_version(folder: Path, version: int) -> None:
    """A database as the program of that schema version left it, with a run, a record and its extraction."""
    db = sqlite3.connect(folder / "corpus.db", isolation_level=None)
    for step in _STEPS[:version]:
        step(db)
    db.execute(f"PRAGMA user_version = {version}")
    db.execute("INSERT INTO run VALUES (1, '2026-01-01T00:00:00Z', NULL, 'pubmed', 'complete', '{}')")
    xml = zlib.compress(
        b"<PubmedArticle><MedlineCitation><PMID>90000901</PMID></MedlineCitation></PubmedArticle>"
    )
    db.execute("INSERT INTO source VALUES ('abc', '90000901', '2026-01-01', ?, 1)", (xml,))
    db.execute(
        "INSERT INTO record (pmid, state, sha256, first_run, changed_run) "
        "VALUES ('90000901', 'current', 'abc', 1, 1)"
    )
    db.execute("INSERT INTO extraction VALUES ('abc', 'v1', '{}')")
    db.close()


def _tables(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    db = sqlite3.connect(folder / "corpus.db")
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: list(db.execute(f"PRAGMA table_info({name})")) for name in names}
    db.close()
    return found


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_from_every_version_the_tables_become_those_of_a_new_database(tmp_path: Path, version: int) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    _of_version(old, version)
    Store(new).close()
    with Store(old) as store:
        assert next(store.rows("PRAGMA user_version")) == (SCHEMA_VERSION,)
        assert next(store.rows("PRAGMA foreign_key_check"), None) is None
        assert [r.pmid for r in store.current("v1")] == ["90000901"]
        assert Readings(store, "v1").missing() == ()
        assert Readings(store, "v2").missing() == (("90000901", "abc"),)
    assert _tables(old) == _tables(new)


def test_a_file_system_without_locks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_handle: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    with (
        pytest.raises(StoreError, match=r"locks no files.*put it on a disk of this machine"),
        writer_lock(tmp_path),
    ):
        pytest.fail("it is not locked")


def test_a_folder_may_be_shared_as_the_umask_says(tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        with writer_lock(tmp_path), Store(tmp_path):
            written = [".writer.lock", "corpus.db", "corpus.db-wal", "corpus.db-shm"]
            modes = {name: (tmp_path / name).stat().st_mode & 0o777 for name in written}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(written, 0o664)


def test_backups_are_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As ``flock --shared .writer.lock cp`` holds the folder, two of them one longer than the other."""
    (tmp_path / ".writer.lock").touch()
    backups = [os.open(tmp_path / ".writer.lock", os.O_RDONLY) for _ in range(2)]
    for handle in backups:
        fcntl.flock(handle, fcntl.LOCK_SH)
    monkeypatch.setattr("time.sleep", lambda s: os.close(backups.pop()) if s >= 1 and backups else None)
    told: list[str] = []
    with writer_lock(tmp_path, told.append):
        assert not backups
        assert holder(tmp_path) == os.getpid()
    assert told == [f"{tmp_path} is being copied; waiting until that has ended"]


def test_a_backup_that_never_ends_is_named_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".writer.lock").touch()
    handle = os.open(tmp_path / ".writer.lock", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_SH)
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    with pytest.raises(StoreError, match=r"being copied and stays so; run again"), writer_lock(tmp_path):
        pytest.fail("it is held")
    os.close(handle)
    assert 600 <= sum(waits) <= 900


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


def test_what_is_set_aside_waits_for_another_source_or_another_extractor(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a>1</a>", "2026-01-01")
        readings = Readings(store, "v1")
        ((_, sha256),) = readings.missing()
        assert readings.xml(sha256) == b"<a>1</a>"
        with store.transaction():
            readings.put_aside(sha256, "took longer than 60 s", 1)
        assert readings.missing() == ()
        assert readings.aside() == {"90000901": "took longer than 60 s"}
        assert Readings(store, "v2").aside() == {}
        assert len(Readings(store, "v2").missing()) == 1
        put(store, "90000901", b"<a>2</a>", "2026-02-01")
        assert readings.aside() == {}
        assert len(readings.missing()) == 1


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


def test_a_step_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = sqlite3.connect(tmp_path / "corpus.db")
    _first(db)
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()

    def half(inner: sqlite3.Connection) -> None:
        inner.execute("ALTER TABLE record ADD COLUMN role TEXT")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("miner.store_schema._STEPS", (_first, half))
    with pytest.raises(StoreError, match="make room on the disk"):
        Store(tmp_path)
    db = sqlite3.connect(tmp_path / "corpus.db")
    assert db.execute("PRAGMA user_version").fetchone() == (1,)
    assert "role" not in [row[1] for row in db.execute("PRAGMA table_info(record)")]
    db.close()


def test_a_killed_run_counts_as_failed_once_another_begins(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.begin_run("pubmed")
    with Store(tmp_path) as store:
        store.begin_run("pubmed")
        assert [(r.status, r.report) for r in store.runs()] == [
            ("failed", {"error": "stopped before its end"}),
            ("running", {}),
        ]


def test_retractions_come_from_the_record_or_a_notice_and_go_with_them(tmp_path: Path) -> None:
    def links(kind: str, pmid: str) -> tuple[Correction, ...]:
        return (Correction(kind, pmid, None),)

    with Store(tmp_path) as store:
        ledger = Ledger(store)
        put(store, "90000901", b"<a>1</a>", "2026-01-01")
        put(store, "90000902", b"<a>2</a>", "2026-01-01", corrections=links("RetractionIn", "90000909"))
        put(store, "90000903", b"<a>3</a>", "2026-01-01", corrections=links("RetractionOf", "90000901"))
        run = store.begin_run("test")
        with store.transaction():
            assert ledger.apply_retractions(run) == (2, 0)
            assert ledger.apply_retractions(run) == (0, 0)
        assert ledger.retracted() == ("90000901", "90000902")
        assert ledger.notices_on() == {"90000901": [("RetractionIn", "90000903")]}
        assert ledger.wanted_notices() == ("90000909",)
        put(store, "90000902", b"<a>2b</a>", "2026-02-01")
        with store.transaction():
            assert ledger.apply_retractions(run) == (0, 1)
        assert ledger.retracted() == ("90000901",)


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


def test_pooled_estimates_are_kept_only_where_they_moved(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        ledger = Ledger(store)
        runs = []
        for now in ({"a": {"k": 1}, "b": {"k": 2}}, {"a": {"k": 1}, "b": {"k": 3}}, {"a": {"k": 1}}):
            runs.append(store.begin_run("test"))
            with store.transaction():
                ledger.put_pooled(runs[-1], now)
        assert ledger.pooled(runs[0]) == {"a": {"k": 1}, "b": {"k": 2}}
        assert ledger.pooled(runs[1]) == {"a": {"k": 1}, "b": {"k": 3}}
        assert ledger.pooled() == {"a": {"k": 1}}
        assert next(store.rows("SELECT count(*) FROM pooled")) == (4,)


@pytest.mark.parametrize("name", ["data", "data of 2026?#%41"])
def test_a_reader_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    with Store(folder) as store:
        put(store, "90000901", b"<a/>", "2026-01-01")
    with Store(folder, read_only=True) as reader:
        assert [r.pmid for r in reader.current("x")] == ["90000901"]
        with pytest.raises(StoreError, match="readonly"), reader.transaction():
            reader.write("DELETE FROM extraction")
    assert [p.name for p in folder.iterdir()] == ["corpus.db"]


@pytest.fixture
def of_another() -> Iterator[tuple[Path, Path]]:
    """A folder that all may write, with a database that this user may only read."""
    with tempfile.TemporaryDirectory(prefix="mbc-of-another-") as name:
        folder = Path(name)
        folder.chmod(0o777)
        with Store(folder) as store:
            put(store, "90000901", b"<a/>", "2026-01-01")
        database = folder / "corpus.db"
        database.chmod(0o644 if os.geteuid() == 0 else 0o444)
        if os.geteuid() == 0:
            os.seteuid(65534)
            try:
                yield folder, database
            finally:
                os.seteuid(0)
        else:
            yield folder, database


def test_a_reader_of_another_user_bars_nobody(of_another: tuple[Path, Path]) -> None:
    """What it left in a folder that a group may write was the reader's, and stopped each refresh to come."""
    folder, database = of_another
    with Store(folder, read_only=True) as reader:
        assert [r.pmid for r in reader.current("x")] == ["90000901"]
    assert list(folder.iterdir()) == [database]


def test_a_writer_that_may_not_bars_nobody_and_says_why(of_another: tuple[Path, Path]) -> None:
    folder, database = of_another
    with pytest.raises(StoreError, match=r"corpus\.db is another user's; run as that one.*chmod g\+w"):
        Store(folder)
    assert list(folder.iterdir()) == [database]


@pytest.mark.skipif(os.geteuid() != 0, reason="needs two users")
def test_a_database_that_may_not_be_read_is_named_as_that(of_another: tuple[Path, Path]) -> None:
    folder, database = of_another
    os.seteuid(0)
    database.chmod(0o600)
    os.seteuid(65534)
    with pytest.raises(StoreError, match=r"may not be read by this user; run as its owner"):
        Store(folder, read_only=True)


def test_a_read_only_file_system_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".writer.lock").touch()

    def refuse(*_: object) -> int:
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as mounted:
        mounted.setattr("os.open", refuse)
        with pytest.raises(StoreError, match=r"Read-only file system.*mount it for writing") as told:
            writer_lock(tmp_path).__enter__()
    assert "another user" not in str(told.value)


def test_a_reader_beside_a_writer_takes_nothing_from_it(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a/>", "2026-01-01")
        with Store(tmp_path, read_only=True) as reader:
            assert len(reader.standings()) == 1
        put(store, "90000902", b"<b/>", "2026-01-01")
        with Store(tmp_path, read_only=True) as reader:
            assert len(reader.standings()) == 2


def test_readers_see_the_state_before_a_write_and_never_wait(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        put(store, "90000901", b"<a/>", "2026-01-01")
        run = store.begin_run("test")
        with store.transaction():
            store.put_source(Article(pmid="90000902"), b"<b/>", run)
            with Store(tmp_path, read_only=True) as reader:
                assert reader.standings().keys() == {"90000901"}
