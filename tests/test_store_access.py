"""Who may read and write a data folder: one writer, readers who never wait, other users, what is damaged."""

from __future__ import annotations

import errno
import fcntl
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from miner.article import Article
from miner.errors import StoreError
from miner.store import Store
from miner.store_connection import guarded
from miner.store_lock import holder, writer_lock
from tests.storing import put


def test_a_second_writer_is_told_who_holds_the_folder(tmp_path: Path) -> None:
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


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("database disk image is malformed", "restore your copy of it"),
        ("file is not a database", "restore your copy of it"),
        ("database or disk is full", "make room on the disk"),
        ("disk I/O error", "make room on the disk"),
        ("database is locked", "another program is writing it"),
        ("unable to open database file", "check that you may write the folder"),
    ],
)
def test_what_sqlite_says_comes_with_what_to_do(tmp_path: Path, error: str, says: str) -> None:
    with pytest.raises(StoreError, match=f"{error}; .*{says}"), guarded(tmp_path / "corpus.db"):
        raise sqlite3.OperationalError(error)
