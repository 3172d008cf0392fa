"""Build the bundled sample from its YAML sources: ``python -m corpora.build_sample``.

Needs PyYAML, a development dependency; the files that it writes need nothing.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from lxml import etree

from corpora.sample_records import CONSTRUCTED_JOURNAL, record_element
from corpora.sample_trials import study_document

__all__ = ["SAMPLE", "build", "main", "read_source", "records", "records_xml", "sources_table", "trials_json"]

SAMPLE = Path(__file__).parent / "mbc-surgery" / "sample"

# Written in C where PyYAML has it, which is ten times faster.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ABSTRACTS = ("observational_a.yaml", "observational_b.yaml", "prospective.yaml")
_DOCTYPE = (
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">'
)
_CONSTRUCTED_YEAR = 2026
_BREAST_METASTASES = ("D001943", "D009362", "D006801")


def main() -> None:
    """Write the sample's built files beside its sources."""
    for name, content in build().items():
        (SAMPLE / name).write_bytes(content)


def build() -> dict[str, bytes]:
    """The built files by name: the same bytes from the same sources."""
    found = records()
    return {
        "records.xml.gz": _gzipped(records_xml(found)),
        "trials.json": trials_json(found),
        "SOURCES.tsv": sources_table(found),
    }


def records() -> list[dict[str, Any]]:
    """Every record of the sources by PMID: facts joined with the abstract written from them, and the others.

    Raises:
        KeyError: a publication without an abstract or an abstract without facts.
    """
    written = {entry["key"]: entry for name in _ABSTRACTS for entry in read_source(name)}
    found = [_joined(fact, written.pop(fact["key"])) for fact in read_source("facts.yaml")]
    if written:
        raise KeyError(
            f"facts.yaml has no entry for {', '.join(sorted(written))}; add it or drop the abstract"
        )
    found += [_out_of_scope(entry) for entry in read_source("out_of_scope.yaml")]
    return sorted(found, key=lambda record: int(record["pmid"]))


def read_source(name: str) -> list[dict[str, Any]]:
    """The entries of one YAML file of the sources."""
    text = (SAMPLE / "source" / name).read_text("utf-8")
    content: list[dict[str, Any]] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    return content


def records_xml(found: Sequence[Mapping[str, Any]]) -> bytes:
    """The records as one ``PubmedArticleSet``."""
    root = etree.Element("PubmedArticleSet")
    root.text = "\n"
    for record in found:
        element = record_element(record)
        element.tail = "\n"
        root.append(element)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype=_DOCTYPE) + b"\n"


def trials_json(found: Sequence[Mapping[str, Any]]) -> bytes:
    """The registered trials as one page of the ClinicalTrials.gov API v2."""
    pmid_of = {record["key"]: record["pmid"] for record in found}
    studies = [study_document(trial, pmid_of) for trial in read_source("trials.yaml")]
    return (json.dumps({"studies": studies}, ensure_ascii=False, indent=1) + "\n").encode()


def sources_table(found: Sequence[Mapping[str, Any]]) -> bytes:
    """One line a record: what it is and where its figures were read."""
    lines = ["pmid\tkey\tkind\tdoi\tsource_urls"]
    for record in found:
        urls = " ".join(record.get("source_urls", ()))
        lines.append("\t".join((record["pmid"], record["key"], _kind(record), record.get("doi", ""), urls)))
    return ("\n".join(lines) + "\n").encode()


def _joined(fact: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    return {"mesh": _BREAST_METASTASES, **fact, **written}


def _out_of_scope(entry: Mapping[str, Any]) -> dict[str, Any]:
    if entry.get("real"):
        return dict(entry)
    dated = {} if "medline_date" in entry else {"year": _CONSTRUCTED_YEAR}
    keywords = (*entry.get("keywords", ()), "constructed record")
    return {**dated, **entry, "constructed": True, "journal": CONSTRUCTED_JOURNAL, "keywords": keywords}


def _kind(record: Mapping[str, Any]) -> str:
    if record.get("constructed"):
        return "constructed"
    return "notice, bibliography verified" if record.get("real") else "paraphrase, figures verified"


def _gzipped(content: bytes) -> bytes:
    """Gzip without file name or time, so that the same content gives the same bytes."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as stream:
        stream.write(content)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
