"""A database of an older version is brought forward whole; one of a newer program is refused."""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path
from typing import Any

import pytest

from miner.errors import StoreError
from miner.store import Store
from miner.store_ledger import Ledger
from miner.store_readings import Readings
from miner.store_schema import _STEPS, SCHEMA_VERSION, _first


def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "corpus.db")
    db.execute("PRAGMA user_version = 999")
    db.close()
    with pytest.raises(StoreError, match="update mbc-miner"):
        Store(tmp_path)


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
