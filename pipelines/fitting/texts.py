"""Labelled texts as the reader read them, with the choices that it made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from miner.article import Article
from miner.jsonl import to_json
from miner.model import Extraction
from miner.reading import document_of, extract_document
from miner.text.document import Document
from miner.weights import Choice, observed
from pipelines.accuracy import is_shut
from pipelines.evaluate import Record

__all__ = ["Read", "for_fitting", "read_texts"]


@dataclass(frozen=True, slots=True)
class Read:
    """A text as it was read, with its label and the choices that were made by weights."""

    doc_id: str
    doc: Document
    extraction: Extraction
    choices: Sequence[Choice]
    label: Record

    @property
    def effects(self) -> list[Record]:
        """What was read of its effects, in the form of the label."""
        return list(to_json(self.extraction)["effects"])


def for_fitting(files: Iterable[Mapping[str, Record]], sets: Collection[str] = ()) -> dict[str, Record]:
    """The labels that weights may be fitted on, of some sets if named: none that any file keeps shut."""
    known: dict[str, Record] = {}
    shut: set[str] = set()
    for labels in files:
        known |= labels
        shut.update(doc_id for doc_id, label in labels.items() if _is_shut(doc_id, label))
    return {
        doc_id: label
        for doc_id, label in known.items()
        if doc_id not in shut and (not sets or label.get("set") in sets)
    }


def _is_shut(doc_id: str, label: Record) -> bool:
    return bool(label["set"] == "shut") if "set" in label else is_shut(doc_id)


def read_texts(labels: Mapping[str, Record], texts: Iterable[tuple[str, str | Article]]) -> Iterator[Read]:
    """The texts that have a label, read; one that is given twice is read once."""
    seen: set[str] = set()
    for doc_id, source in texts:
        if doc_id in labels and doc_id not in seen:
            seen.add(doc_id)
            doc = document_of(source)
            with observed() as choices:
                extraction = extract_document(doc)
            yield Read(doc_id, doc, extraction, choices, labels[doc_id])
