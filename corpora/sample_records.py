"""Records of the bundled sample as PubMed XML: one dictionary of its sources into one ``PubmedArticle``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from lxml import etree

__all__ = ["CONSTRUCTED_JOURNAL", "record_element"]

STAND_INS = 90_000_000

CONSTRUCTED_JOURNAL = "Constructed record (no publication)"

_REVISED = ("2026", "11", "22")
_PARAPHRASE = "Abstract written anew for this sample from the figures that the publication reports."
_CONSTRUCTED = "Constructed for this sample; it describes no real study."

# Names as PubMed prints them beside these identifiers.
_TYPES = {
    "D002363": "Case Reports",
    "D004740": "English Abstract",
    "D016420": "Comment",
    "D016421": "Editorial",
    "D016422": "Letter",
    "D016425": "Published Erratum",
    "D016428": "Journal Article",
    "D016430": "Clinical Trial",
    "D016440": "Retraction of Publication",
    "D016441": "Retracted Publication",
    "D016449": "Randomized Controlled Trial",
    "D016454": "Review",
    "D017065": "Practice Guideline",
    "D017418": "Meta-Analysis",
    "D064888": "Observational Study",
    "D000076942": "Preprint",
    "D000078182": "Systematic Review",
}
_BY_DESIGN = {
    "randomized_trial": ("D016449",),
    "nonrandomized_trial": ("D016430",),
    "prospective_cohort": ("D064888",),
    "meta_analysis": ("D017418",),
    "systematic_review": ("D000078182",),
    "narrative_review": ("D016454",),
}
_MESH = {
    "D001943": "Breast Neoplasms",
    "D005260": "Female",
    "D006801": "Humans",
    "D008175": "Lung Neoplasms",
    "D008297": "Male",
    "D009362": "Neoplasm Metastasis",
}
_REGISTRIES = (("NCT", "ClinicalTrials.gov"), ("UMIN", "UMIN-CTR"), ("jRCT", "jRCT"), ("ACTRN", "ANZCTR"))
_CATEGORIES = (
    ("OBJECTIVE", r"aim|objective|purpose|hypothes"),
    ("BACKGROUND", r"background|introduction|context|importance|rationale"),
    ("METHODS", r"method|design|setting|patients|participants|data|search|materials|intervention|measure"),
    ("RESULTS", r"result|finding|status"),
    ("CONCLUSIONS", r"conclu|interpretation|relevance|discussion|implication|summary"),
)
_AUTHOR = re.compile(r"(.+) ([A-Z]{1,4})")
_MARKUP = re.compile(r"&lt;(/?(?:i|b|sub|sup|u))&gt;")


def record_element(record: Mapping[str, Any]) -> etree._Element:
    """One record of the sources as the element that PubMed would send; what a record lacks is left out."""
    root = etree.Element("PubmedArticle")
    citation = _add(root, "MedlineCitation", Status="PubMed-not-MEDLINE", Owner="NOTNLM")
    _add(citation, "PMID", record["pmid"], Version="1")
    revised = _add(citation, "DateRevised")
    for name, value in zip(("Year", "Month", "Day"), _REVISED, strict=True):
        _add(revised, name, value)
    _article(citation, record)
    _corrections(citation, record.get("corrections", ()))
    _headings(citation, record)
    _list(citation, "KeywordList", "Keyword", record.get("keywords") or (), Owner="NOTNLM")
    data = _add(root, "PubmedData")
    _add(data, "PublicationStatus", "ppublish")
    identifiers = _add(data, "ArticleIdList")
    for kind, name in (("pubmed", "pmid"), ("doi", "doi"), ("pmc", "pmcid")):
        # A stand-in number is no number of PubMed: the record is linked by its DOI.
        if record.get(name) and not (kind == "pubmed" and int(record[name]) >= STAND_INS):
            _add(identifiers, "ArticleId", record[name], IdType=kind)
    return root


def _article(citation: etree._Element, record: Mapping[str, Any]) -> None:
    article = _add(citation, "Article", PubModel="Print")
    _journal(article, record)
    _marked_up(article, "ArticleTitle", _full_stop(record["title"]))
    if record.get("pages"):
        _add(_add(article, "Pagination"), "MedlinePgn", record["pages"])
    if record.get("doi"):
        _add(article, "ELocationID", record["doi"], EIdType="doi", ValidYN="Y")
    _abstract(article, record)
    if record.get("first_author"):
        _author(article, record["first_author"])
    _add(article, "Language", record.get("language", "eng"))
    _registrations(article, record.get("trial_ids") or ())
    types = _add(article, "PublicationTypeList")
    for ui in _publication_types(record):
        _add(types, "PublicationType", _TYPES[ui], UI=ui)
    if record.get("vernacular_title"):
        _add(article, "VernacularTitle", record["vernacular_title"])


def _journal(article: etree._Element, record: Mapping[str, Any]) -> None:
    journal = _add(article, "Journal")
    issue = _add(journal, "JournalIssue", CitedMedium="Print")
    for name in ("volume", "issue"):
        if record.get(name):
            _add(issue, name.capitalize(), record[name])
    if record.get("medline_date"):
        _add(_add(issue, "PubDate"), "MedlineDate", record["medline_date"])
    elif record.get("year"):
        _add(_add(issue, "PubDate"), "Year", str(record["year"]))
    if record.get("journal"):
        _add(journal, "Title", record["journal"])


def _abstract(article: etree._Element, record: Mapping[str, Any]) -> None:
    sections = record.get("abstract") or ()
    if not sections:
        return
    abstract = _add(article, "Abstract")
    for section in sections:
        label = section.get("label")
        attributes = {"Label": label, "NlmCategory": _category(label)} if label else {}
        _marked_up(abstract, "AbstractText", section["text"].strip(), **attributes)
    _add(abstract, "CopyrightInformation", _CONSTRUCTED if record.get("constructed") else _PARAPHRASE)


def _author(article: etree._Element, name: str) -> None:
    # The first author alone is given, which PubMed's CompleteYN says.
    author = _add(_add(article, "AuthorList", CompleteYN="N"), "Author", ValidYN="Y")
    parts = _AUTHOR.fullmatch(name)
    _add(author, "LastName", parts[1] if parts else name)
    if parts:
        _add(author, "Initials", parts[2])


def _registrations(article: etree._Element, numbers: Iterable[str]) -> None:
    banks: dict[str, list[str]] = {}
    for number in numbers:
        registry = next(name for prefix, name in _REGISTRIES if number.startswith(prefix))
        banks.setdefault(registry, []).append(number)
    if not banks:
        return
    data_banks = _add(article, "DataBankList", CompleteYN="Y")
    for registry, accessions in banks.items():
        bank = _add(data_banks, "DataBank")
        _add(bank, "DataBankName", registry)
        _list(bank, "AccessionNumberList", "AccessionNumber", accessions)


def _publication_types(record: Mapping[str, Any]) -> tuple[str, ...]:
    if "publication_types" in record:
        return tuple(record["publication_types"])
    if record.get("publication_type") == "preprint":
        return ("D000076942",)
    types = ["D016428", *_BY_DESIGN.get(record["design"], ())]
    if record["design"] == "meta_analysis" and "systematic review" in record["title"].lower():
        types.append("D000078182")
    return tuple(types)


def _headings(citation: etree._Element, record: Mapping[str, Any]) -> None:
    uis = record.get("mesh", ())
    if not uis:
        return
    headings = _add(citation, "MeshHeadingList")
    for ui in uis:
        _add(_add(headings, "MeshHeading"), "DescriptorName", _MESH[ui], UI=ui, MajorTopicYN="N")


def _corrections(citation: etree._Element, corrections: Iterable[Mapping[str, str]]) -> None:
    entries = tuple(corrections)
    if not entries:
        return
    listed = _add(citation, "CommentsCorrectionsList")
    for entry in entries:
        correction = _add(listed, "CommentsCorrections", RefType=entry["kind"])
        _add(correction, "RefSource", entry["citation"])
        _add(correction, "PMID", entry["pmid"], Version="1")


def _list(parent: etree._Element, name: str, item: str, values: Iterable[str], **attributes: str) -> None:
    texts = tuple(values)
    if texts:
        element = _add(parent, name, **attributes)
        for text in texts:
            _add(element, item, text, **({"MajorTopicYN": "N"} if item == "Keyword" else {}))


def _category(label: str) -> str:
    for category, words in _CATEGORIES:
        if re.search(words, label, re.I):
            return category
    return "UNASSIGNED"


def _full_stop(title: str) -> str:
    """PubMed ends every title with a mark."""
    return title if title.endswith((".", "?", "!", "]")) else f"{title}."


def _marked_up(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    """An element whose text may hold PubMed's inline markup; any other ``<`` is a character."""
    inner = _MARKUP.sub(r"<\1>", escape(text, quote=False))
    element = etree.fromstring(f"<{name}>{inner}</{name}>")
    for key, value in attributes.items():
        element.set(key, value)
    parent.append(element)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, name, attributes)
    element.text = text
    return element
