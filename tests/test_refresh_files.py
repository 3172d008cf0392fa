"""A refresh from files of PubMed, and what is asked of the server after one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from miner.corpus import Corpus
from miner.errors import InputError
from pipelines.refresh import Refreshed, refresh_from_files
from tests.entrez_server import Pubmed
from tests.pubmed_records import many
from tests.refreshing import publications, refresh


def record_set(xml: str) -> str:
    return f"<PubmedArticleSet>{xml}</PubmedArticleSet>"


def from_files(folder: Path, corpus: Corpus, *xml: Path) -> Refreshed:
    """Read in this process: starting others takes longer than reading a few records."""
    return refresh_from_files(folder, corpus, xml, workers=0)


def test_update_files_apply_in_order_with_their_deletions(tmp_path: Path, corpus: Corpus) -> None:
    one, two, three = many(3)
    folder = tmp_path / "updates"
    folder.mkdir()
    (folder / "pubmed26n0001.xml").write_text(record_set(one.xml() + two.xml() + three.xml()), "utf-8")
    later = two.xml().replace("cohort 1", "cohort 1, corrected")
    deletion = f"<DeleteCitation><PMID>{three.pmid}</PMID></DeleteCitation>"
    (folder / "pubmed26n0002.xml").write_text(record_set(later + deletion), "utf-8")
    done = from_files(tmp_path / "data", corpus, folder)
    assert dict(done.changes) == {"new": 3, "revised": 1, "deleted": 1}
    assert publications(tmp_path / "data") == {one.pmid, two.pmid}
    assert not from_files(tmp_path / "again", corpus, folder).changes.keys() - done.changes.keys()
    with pytest.raises(InputError, match="no such file"):
        from_files(tmp_path / "data", corpus, tmp_path / "none.xml")


def test_records_from_files_of_unknown_age_are_asked_for_once(
    tmp_path: Path, pubmed: Pubmed, corpus: Corpus
) -> None:
    records = many(4)
    (tmp_path / "old.xml").write_text(record_set("".join(r.xml() for r in records)), "utf-8")
    from_files(tmp_path / "data", corpus, tmp_path / "old.xml")
    pubmed.add(*records)
    pubmed.records["90100001"] = replace(records[1], title="A new title of the second cohort")
    assert refresh(tmp_path / "data", corpus).summary["changes"] == {"revised": 1}
    sent = pubmed.sent.total()
    refresh(tmp_path / "data", corpus)
    assert pubmed.sent.total() == sent == 4
