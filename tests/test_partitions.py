"""What was read from PubMed files: rows as Parquet files, and the manifest that names them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.synthetic_records import write_baseline
from miner.corpus import load_corpus
from miner.version import extractor_version
from pipelines.partitions import Entry, Manifest, Row, read_rows, write_rows
from pipelines.read_file import Asked, read_file


class TestPartitions:
    @given(
        st.lists(
            st.builds(
                Row,
                st.sampled_from(["record", "out_of_scope", "deletion"]),
                st.text(max_size=8),
                st.text(max_size=10),
                st.binary(max_size=50),
                st.text(max_size=50),
                st.text(max_size=20),
            ),
            max_size=20,
        )
    )
    def test_rows_come_back_as_they_went_in(
        self, tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
    ) -> None:
        path = tmp_path_factory.mktemp("rows") / "p.parquet"
        counts, _ = write_rows(rows, path)
        assert list(read_rows(path)) == rows
        assert sum(counts.values()) == len(rows)

    def test_a_file_read_twice_gives_the_same_partition(self, tmp_path: Path) -> None:
        corpus = load_corpus("mbc-surgery")
        (file,) = write_baseline(tmp_path, 15, 15, in_scope=0.5)
        entries = []
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            entries.append(read_file(Asked(file, tmp_path / name, corpus.folder, extractor_version(corpus))))
        first, second = (e for e in entries if isinstance(e, Entry))
        assert first.part == second.part
        assert (first.sha256, first.counts) == (second.sha256, second.counts)
        assert list(read_rows(tmp_path / "a" / first.part)) == list(read_rows(tmp_path / "b" / first.part))

    def test_rows_that_fail_leave_no_file(self, tmp_path: Path) -> None:
        def rows() -> Iterator[Row]:
            yield Row("deletion", "1")
            raise OSError("the disk is gone")

        with pytest.raises(OSError, match="gone"):
            write_rows(rows(), tmp_path / "p.parquet")
        assert not list(tmp_path.iterdir())


class TestManifest:
    @staticmethod
    def entry(manifest: Manifest, name: str, part: str) -> Entry:
        (manifest.parts / part).touch()
        return Entry(name, 1, 2, "ab", "x/1", False, part, {"record": 1}, 0.5)

    def test_the_last_entry_of_a_file_holds(self, tmp_path: Path) -> None:
        manifest = Manifest(tmp_path)
        manifest.add(self.entry(manifest, "a", "old.parquet"))
        manifest.add(self.entry(manifest, "a", "new.parquet"))
        assert {n: e.part for n, e in manifest.entries().items()} == {"a": "new.parquet"}

    def test_a_line_cut_off_by_a_kill_costs_itself_only(self, tmp_path: Path) -> None:
        manifest = Manifest(tmp_path)
        manifest.add(self.entry(manifest, "a", "a.parquet"))
        with (tmp_path / "manifest.jsonl").open("a") as f:
            f.write('{"input": "b", "si')
        manifest.add(self.entry(manifest, "c", "c.parquet"))
        assert manifest.entries().keys() == {"a", "c"}

    def test_an_entry_without_its_partition_is_none(self, tmp_path: Path) -> None:
        manifest = Manifest(tmp_path)
        manifest.add(self.entry(manifest, "a", "a.parquet"))
        (manifest.parts / "a.parquet").unlink()
        assert not manifest.entries()

    def test_what_killed_workers_left_is_swept(self, tmp_path: Path) -> None:
        manifest = Manifest(tmp_path)
        (manifest.parts / "a.parquet.12345678.part").touch()
        (manifest.parts / "a.parquet").touch()
        manifest.sweep()
        assert [p.name for p in manifest.parts.iterdir()] == ["a.parquet"]

    def test_partitions_by_older_programs_are_swept_once_there_is_a_later_one(self, tmp_path: Path) -> None:
        manifest = Manifest(tmp_path)
        for name, part in (("a", "a.old"), ("b", "b.old"), ("c", "same"), ("a", "a.new"), ("moved", "same")):
            manifest.add(self.entry(manifest, name, part))
        (manifest.parts / "of-no-entry").touch()
        manifest.sweep()
        assert {p.name for p in manifest.parts.iterdir()} == {"a.new", "b.old", "same", "of-no-entry"}
