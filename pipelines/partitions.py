"""Partitions: what was read from one PubMed file, as one Parquet file, and the manifest that lists them.

A partition is written beside its place, flushed and renamed, and only then entered in the manifest: what the
manifest lists is whole. An entry holds for one content of the file and one version of the extractor.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from miner.errors import ClusterError

__all__ = ["Entry", "Manifest", "Row", "file_sha256", "read_rows", "write_rows"]

RowKind = Literal["record", "out_of_scope", "deletion"]

_SCHEMA = pa.schema(
    {
        "kind": pa.dictionary(pa.int8(), pa.string()),
        "pmid": pa.string(),
        "revised": pa.string(),
        "xml": pa.binary(),
        "extraction": pa.string(),
        "error": pa.string(),
    }
)
_ROWS = 500  # rows in memory at a time
_MANIFEST = "manifest.jsonl"
_PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Row:
    """A record with its XML and extraction (or why there is none), or what became of it in this file.

    ``revised`` is the record's date of revision, empty where it has none.
    """

    kind: RowKind
    pmid: str
    revised: str = ""
    xml: bytes = b""
    extraction: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the manifest: an input, how it was read, where its rows are and how many of each kind.

    ``set_aside`` names the records that could not be read, with the reason.
    """

    input: str
    size: int
    modified_ns: int
    sha256: str
    extractor: str
    only_in_scope: bool
    part: str
    counts: dict[str, int]
    seconds: float
    set_aside: dict[str, str] = field(default_factory=dict)

    def of_file(self, path: Path, extractor: str, *, only_in_scope: bool) -> bool:
        """Whether the file, unchanged by its size and time, was read so."""
        stat = path.stat()
        return (
            (self.size, self.modified_ns) == (stat.st_size, stat.st_mtime_ns)
            and self.extractor == extractor
            and self.only_in_scope == only_in_scope
        )


class Manifest:
    """The partitions of one folder: ``manifest.jsonl`` and ``parts/``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / _PARTS).mkdir(parents=True, exist_ok=True)

    @property
    def parts(self) -> Path:
        """Where the partitions are."""
        return self.folder / _PARTS

    def entries(self) -> dict[str, Entry]:
        """The latest entry of each input whose partition is there; a line cut off by a kill is no entry."""
        found = {entry.input: entry for entry in self._lines()}
        return {name: e for name, e in found.items() if (self.parts / e.part).exists()}

    def _lines(self) -> Iterator[Entry]:
        """Every entry, oldest first."""
        with contextlib.suppress(FileNotFoundError):
            for line in (self.folder / _MANIFEST).read_text("utf-8").split("\n"):
                with contextlib.suppress(json.JSONDecodeError, TypeError):
                    yield Entry(**json.loads(line))

    def add(self, entry: Entry) -> None:
        """Enter a partition that is in its place; on disk when this returns."""
        line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
        with (self.folder / _MANIFEST).open("ab") as f:
            # After a kill in the middle of a line the next one must not be lost with it.
            f.write(b"" if f.tell() == 0 else self._line_end())
            f.write(line.encode())
            f.flush()
            os.fsync(f.fileno())

    def _line_end(self) -> bytes:
        with (self.folder / _MANIFEST).open("rb") as f:
            f.seek(-1, os.SEEK_END)
            return b"" if f.read(1) == b"\n" else b"\n"

    def sweep(self) -> None:
        """Remove what killed workers left behind, and partitions in whose place a file has a later one.

        A partition that no entry names is left: the manifest may have been lost, and be put back.
        """
        superseded = {entry.part for entry in self._lines()} - {e.part for e in self.entries().values()}
        for path in (*self.parts.glob("*.part"), *(self.parts / part for part in superseded)):
            path.unlink(missing_ok=True)


def write_rows(rows: Iterable[Row], path: Path) -> tuple[Counter[str], dict[str, str]]:
    """Write a partition, whole or not at all; gives rows by kind, and records without an extraction."""
    counts: Counter[str] = Counter()
    set_aside: dict[str, str] = {}
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.part")
    rest = iter(rows)
    try:
        with pq.ParquetWriter(part, _SCHEMA, compression="zstd") as writer:
            while batch := list(itertools.islice(rest, _ROWS)):
                counts.update(row.kind for row in batch)
                set_aside |= {row.pmid: row.error for row in batch if row.error}
                columns = [[getattr(row, name) for row in batch] for name in _SCHEMA.names]
                writer.write_table(pa.table(columns, schema=_SCHEMA))
        _flush(part)
        part.replace(path)
        _flush(path.parent)
    finally:
        part.unlink(missing_ok=True)
    return counts, set_aside


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a partition in file order, some hundreds in memory at a time.

    Raises:
        ClusterError: the partition is damaged.
    """
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(_ROWS):
                yield from (Row(**row) for row in batch.to_pylist())
    except (pa.ArrowException, OSError) as e:
        raise ClusterError(
            f"{path}: the partition is damaged; take it away and run again, then its file is read anew"
        ) from e


def file_sha256(path: Path) -> str:
    """Digest of a file's content."""
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
