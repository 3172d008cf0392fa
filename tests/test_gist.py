"""What the graph is built from is read once for each record, and kept without loss."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import graph
from graph.build import build_graph
from graph.map.build import build_map
from graph.map.data import MapData
from graph.studies.gist import Gist, pack, read_gist, unpack
from graph.studies.mentions import Mentions
from miner.article import Article
from miner.corpus import Corpus
from miner.errors import GraphError
from miner.model import Extraction
from miner.store import Store
from miner.vocabulary import Vocabulary
from pipelines import gists
from pipelines.refresh import Refreshed, refresh_from_files
from tests.graph_fixtures import ENTRIES, TRIALS, VOCABULARY, Entry, sample_graph
from tests.pubmed_records import Record, abstract, many


def named(entry: Entry) -> str:
    return entry[0].pmid


@pytest.mark.parametrize("entry", ENTRIES, ids=named)
def test_packing_loses_nothing(entry: Entry) -> None:
    gist = read_gist(*entry, VOCABULARY)
    assert unpack(pack(gist)) == gist


def test_bytes_that_are_no_gist_are_none() -> None:
    packed = pack(read_gist(*ENTRIES[0], VOCABULARY))
    assert unpack(packed[:-9]) is None
    assert unpack(b"") is None


class TestBuilding:
    def gists(self) -> dict[str, Gist]:
        return {f"PMID:{e[0].pmid}": read_gist(*e, VOCABULARY) for e in ENTRIES}

    def test_the_graph_is_the_same_with_gists_and_without(self) -> None:
        assert build_graph(ENTRIES, TRIALS, VOCABULARY, gists=self.gists()) == sample_graph()

    def test_a_record_that_was_corrected_is_read_anew(self) -> None:
        wrong = Mentions((), (), (), (1888, 1889))
        gists = {i: replace(g, mentions=wrong) for i, g in self.gists().items()}
        trusted = build_graph(ENTRIES, TRIALS, VOCABULARY, gists=gists)
        assert {s["years_from"] for s in trusted.nodes["Study"].values()} >= {1888}
        corrected = [(a, replace(e, conclusion="mixed", conclusion_evidence=None)) for a, e in ENTRIES]
        assert build_graph(corrected, TRIALS, VOCABULARY, gists=gists) == build_graph(
            corrected, TRIALS, VOCABULARY
        )


def test_what_builds_from_gists_loads_no_finder() -> None:
    code = (
        "import sys, pipelines.finish, pipelines.rebuild;"
        "finders = ('miner.numbers', 'miner.participants', 'miner.effects', 'miner.checks.d', 'pydantic');"
        "raise SystemExit(str([m for m in sys.modules if m.startswith(finders)]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == "[]\n"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """PMIDs of the records that are read for the graph, as it happens."""
    seen: list[str] = []

    def counting(article: Article, extraction: Extraction, vocabulary: Vocabulary) -> Gist:
        seen.append(article.pmid)
        return read_gist(article, extraction, vocabulary)

    monkeypatch.setattr(gists, "read_gist", counting)
    return seen


def refreshed(folder: Path, corpus: Corpus, *records: Record) -> Refreshed:
    """A refresh from a file of these records, read in this process."""
    file = folder.with_suffix(".xml")
    file.write_text(f"<PubmedArticleSet>{''.join(r.xml() for r in records)}</PubmedArticleSet>", "utf-8")
    return refresh_from_files(folder, corpus, [file], workers=0)


def effects(folder: Path) -> list[dict[str, Any]]:
    asked = "MATCH (s:Study)-[:FOUND]->(e:Effect) RETURN s.id AS id, e.value AS v ORDER BY id, v"
    return [dict(row) for row in graph.open(folder).query(asked)]


def everything(folder: Path) -> tuple[list[Any], MapData]:
    """Each node and edge of a folder's graph, and what its map shows, but for the time of the build."""
    built = graph.load(folder)
    for synthesis in built.nodes["Synthesis"].values():
        synthesis["computed_at"] = None
    return list(built.canonical()), build_map(built, title="All")


def test_a_refresh_reads_only_what_changed(tmp_path: Path, corpus: Corpus, read: list[str]) -> None:
    records = many(6)
    refreshed(tmp_path / "data", corpus, *records)
    assert sorted(read) == [r.pmid for r in records]
    read.clear()
    revised = replace(records[2], abstract=abstract(0.33), changed=records[2].changed + dt.timedelta(days=1))
    refreshed(tmp_path / "data", corpus, revised)
    assert read == [revised.pmid]
    refreshed(tmp_path / "anew", corpus, *(revised if r.pmid == revised.pmid else r for r in records))
    assert everything(tmp_path / "data") == everything(tmp_path / "anew")
    with Store(tmp_path / "data") as store:
        assert next(store.rows("SELECT count(*) FROM gist")) == (6,), "none of what is outdated stays"


def test_another_program_for_the_graph_reads_all_anew(
    tmp_path: Path, corpus: Corpus, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    records = many(3)
    refreshed(tmp_path / "data", corpus, *records)
    read.clear()
    monkeypatch.setattr("pipelines.finish.reader_version", lambda _: "a newer one")
    monkeypatch.setattr("pipelines.finish.build_key", lambda *_: "a newer one")
    done = refreshed(tmp_path / "data", corpus, *records)
    assert sorted(read) == [r.pmid for r in records]
    assert done.summary["extracted"] == 0, "but not what was extracted"


def test_a_record_that_cannot_be_read_for_the_graph_is_named_and_stops_the_build(
    tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = many(2)
    refreshed(tmp_path / "data", corpus, *records)
    before = effects(tmp_path / "data")

    def tripping(*_: object) -> Gist:
        raise ZeroDivisionError("no years")

    monkeypatch.setattr(gists, "read_gist", tripping)
    monkeypatch.setattr("pipelines.finish.reader_version", lambda _: "a newer one")
    monkeypatch.setattr("pipelines.finish.build_key", lambda *_: "a newer one")
    with pytest.raises(
        GraphError, match=rf"PMID:{records[0].pmid} cannot .* \(ZeroDivisionError: no years\)"
    ):
        refreshed(tmp_path / "data", corpus, *records)
    assert effects(tmp_path / "data") == before


def test_a_gist_that_is_damaged_is_read_anew(tmp_path: Path, corpus: Corpus, read: list[str]) -> None:
    records = many(3)
    refreshed(tmp_path / "data", corpus, *records)
    before = effects(tmp_path / "data")
    with Store(tmp_path / "data") as store, store.transaction():
        store.write("UPDATE gist SET gist = x'00' WHERE rowid = 2")
    read.clear()
    (tmp_path / "data" / "evidence-map.html").unlink()
    refreshed(tmp_path / "data", corpus, *records)
    assert len(read) == 1
    assert effects(tmp_path / "data") == before
