"""One ``PubmedArticle`` or ``PubmedBookArticle`` element into an ``Article``.

The children of an element are read in one pass: a path looked up for each field costs more than the parsing.
Elements of the standard library's ElementTree and of lxml will both do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias
from xml.etree.ElementTree import Element

from miner.article import AbstractSection, Article, Author, Correction, MeshHeading, Registration

__all__ = ["read_book", "read_citation"]

_Children: TypeAlias = dict[str, Element]

_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_MONTHS = {
    m: i
    for i, m in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}


def read_citation(element: Element) -> Article:
    """Read a journal article; elements that are absent give None or empty tuples."""
    record = _children(element)
    citation_element = record.get("MedlineCitation")
    if citation_element is None:
        return Article(pmid="")
    citation = _children(citation_element)
    article_element = citation.get("Article")
    article = _children(article_element)
    data_element = record.get("PubmedData")
    data = _children(data_element)
    ids = _ids(data.get("ArticleIdList"))
    in_pubmed = "pubmed" in ids or "ArticleIdList" not in data
    for location in _every(article_element, "ELocationID"):
        if location.get("ValidYN") != "N":
            ids.setdefault(location.get("EIdType", ""), _text(location))
    journal, info = _children(article.get("Journal")), _children(citation.get("MedlineJournalInfo"))
    issue = _children(journal.get("JournalIssue"))
    pages = _children(article.get("Pagination"))
    authors, pmid = article.get("AuthorList"), citation.get("PMID")
    published, printed = _published(issue.get("PubDate"), article.get("ArticleDate"))
    references, corrections = _comments(citation.get("CommentsCorrectionsList"))
    return Article(
        pmid=_text(pmid),
        version=int((pmid.get("Version") if pmid is not None else None) or 1),
        title=_text(article.get("ArticleTitle")),
        vernacular_title=_text(article.get("VernacularTitle")) or None,
        abstract=_abstract(article.get("Abstract")),
        other_abstracts=tuple(_other_abstracts(citation_element)) if "OtherAbstract" in citation else (),
        doi=ids.get("doi"),
        pmcid=ids.get("pmc"),
        other_ids=tuple(sorted((k, v) for k, v in ids.items() if k not in ("doi", "pmc", "pubmed"))),
        authors=tuple(_authors(authors)),
        authors_complete=authors is None or authors.get("CompleteYN", "Y") == "Y",
        journal=_text(journal.get("Title")) or None,
        journal_abbreviation=_text(journal.get("ISOAbbreviation")) or _text(info.get("MedlineTA")) or None,
        issn=_text(journal.get("ISSN")) or None,
        volume=_text(issue.get("Volume")) or None,
        issue=_text(issue.get("Issue")) or None,
        pages=_text(pages.get("MedlinePgn")) or _text(pages.get("StartPage")) or None,
        country=_text(info.get("Country")) or None,
        published=published,
        published_as_printed=printed,
        entered=_entered(data.get("History")),
        completed=_date(citation.get("DateCompleted")),
        revised=_date(citation.get("DateRevised")),
        languages=tuple(_text(x) for x in _every(article_element, "Language")),
        publication_types=tuple((x.get("UI", ""), _text(x)) for x in article.get("PublicationTypeList", ())),
        mesh=tuple(_mesh(citation.get("MeshHeadingList"))),
        keywords=_keywords(citation_element) if "KeywordList" in citation else (),
        substances=tuple(_substances(citation.get("ChemicalList"))),
        registrations=tuple(_registrations(article.get("DataBankList"))),
        references=tuple(dict.fromkeys((*_references(data_element), *references))),
        corrections=corrections,
        status=citation_element.get("Status"),
        indexing_method=citation_element.get("IndexingMethod"),
        in_pubmed=in_pubmed,
    )


def read_book(element: Element) -> Article:
    """Read a book or a chapter (``BookDocument``)."""
    record = _children(element)
    document_element = record.get("BookDocument")
    if document_element is None:
        return Article(pmid="")
    document = _children(document_element)
    book = _children(document.get("Book"))
    ids = _ids(document.get("ArticleIdList"))
    published = _date(book.get("PubDate")) or _date(document.get("ContributionDate"))
    return Article(
        pmid=_text(document.get("PMID")),
        title=_text(document.get("ArticleTitle")) or _text(book.get("BookTitle")),
        vernacular_title=_text(document.get("VernacularTitle")) or None,
        abstract=_abstract(document.get("Abstract")),
        doi=ids.get("doi"),
        pmcid=ids.get("pmc"),
        other_ids=tuple(sorted((k, v) for k, v in ids.items() if k not in ("doi", "pmc", "pubmed"))),
        authors=tuple(_authors(document.get("AuthorList"))) or tuple(_authors(book.get("AuthorList"))),
        journal=_text(book.get("BookTitle")) or None,
        published=published,
        published_as_printed=published,
        entered=_entered(_children(record.get("PubmedBookData")).get("History")),
        revised=_date(document.get("DateRevised")),
        languages=tuple(_text(x) for x in _every(document_element, "Language")),
        publication_types=tuple(
            (x.get("UI", ""), _text(x)) for x in _every(document_element, "PublicationType")
        ),
        keywords=_keywords(document_element),
        references=tuple(_references(document_element)),
        is_book=True,
    )


def _children(element: Element | None) -> _Children:
    """The first child of each name."""
    if element is None:
        return {}
    return {x.tag: x for x in reversed(element)}


def _every(element: Element | None, tag: str) -> Iterable[Element]:
    return () if element is None else [x for x in element if x.tag == tag]


def _text(element: Element | None) -> str:
    """All text below an element, inline markup (i, b, sub, sup, u, MathML) dropped, white space folded."""
    if element is None:
        return ""
    text = "".join(element.itertext()) if len(element) else element.text
    return text if text is not None and text.isalnum() else _folded(text or "")


def _folded(text: str) -> str:
    """Blanks, tabs and line ends as single blanks; other spaces (thin, no-break) are as printed."""
    # Plain string operations: a pattern takes most of the reader's time.
    for space in "\n\t\r":
        if space in text:
            text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip()


def _ids(ids: Element | None) -> dict[str, str]:
    # Only the record's own list: references carry ArticleIdLists too.
    return {x.get("IdType", ""): _text(x) for x in _every(ids, "ArticleId")}


def _abstract(element: Element | None) -> tuple[AbstractSection, ...]:
    sections = (
        AbstractSection(_label(x), x.get("NlmCategory"), _text(x)) for x in _every(element, "AbstractText")
    )
    return tuple(s for s in sections if s.text)


def _label(section: Element) -> str | None:
    # PubMed shows no label for what it files as UNLABELLED.
    label = (section.get("Label") or "").strip()
    return label if label not in ("", "UNLABELLED") else None


def _other_abstracts(citation: Element) -> Iterator[tuple[str, str]]:
    for other in _every(citation, "OtherAbstract"):
        text = " ".join(filter(None, (_text(x) for x in _every(other, "AbstractText"))))
        yield other.get("Language") or other.get("Type") or "", text


def _authors(authors: Element | None) -> Iterator[Author]:
    for a in _every(authors, "Author"):
        if a.get("ValidYN") == "N":  # a misspelling that stands beside its correction
            continue
        of: dict[str, str] = {}
        places: list[str] = []
        for x in a:
            if x.tag == "AffiliationInfo":
                places += [_text(y) for y in x if y.tag == "Affiliation"]
            elif x.tag == "Affiliation":
                places.append(_text(x))
            elif x.tag != "Identifier" or x.get("Source") == "ORCID":
                of.setdefault(x.tag, _text(x))
        orcid = of.get("Identifier", "").rsplit("/", 1)[-1]
        yield Author(
            of.get("LastName") or None,
            of.get("ForeName") or None,
            of.get("Initials") or None,
            of.get("CollectiveName") or None,
            orcid or None,
            tuple(places),
        )


def _mesh(headings: Element | None) -> Iterator[MeshHeading]:
    for heading in _every(headings, "MeshHeading"):
        descriptor, major = None, False
        qualifiers: list[tuple[str, str, bool]] = []
        for x in heading:
            is_major = x.get("MajorTopicYN") == "Y"
            if x.tag == "QualifierName":
                qualifiers.append((x.get("UI", ""), _text(x), is_major))
            elif descriptor is None and x.tag == "DescriptorName":
                descriptor = x
            else:
                continue
            major = major or is_major
        if descriptor is not None:
            automatic = descriptor.get("AutoHM") == "Y"
            ui = descriptor.get("UI", "")
            yield MeshHeading(ui, _text(descriptor), major, tuple(qualifiers), automatic)


def _keywords(element: Element) -> tuple[str, ...]:
    lists = _every(element, "KeywordList")
    return tuple(word for x in lists for k in _every(x, "Keyword") if (word := _text(k)))


def _substances(chemicals: Element | None) -> Iterator[tuple[str, str]]:
    for chemical in _every(chemicals, "Chemical"):
        for name in _every(chemical, "NameOfSubstance"):
            yield name.get("UI", ""), _text(name)


def _registrations(banks: Element | None) -> Iterator[Registration]:
    for bank in _every(banks, "DataBank"):
        of = _children(bank)
        registry = _text(of.get("DataBankName"))
        for number in _every(of.get("AccessionNumberList"), "AccessionNumber"):
            yield Registration(registry, _text(number))


def _references(parent: Element | None) -> Iterator[str]:
    """PubMed ids of the reference lists, and of those that they hold."""
    for references in _every(parent, "ReferenceList"):
        yield from [_text(x) for x in references.iter("ArticleId") if x.get("IdType") == "pubmed"]


def _comments(comments: Element | None) -> tuple[tuple[str, ...], tuple[Correction, ...]]:
    """References, where records kept them until 2019, and what the record amends or is amended by."""
    cited: list[str] = []
    corrections: list[Correction] = []
    for c in _every(comments, "CommentsCorrections"):
        of = _children(c)
        if c.get("RefType") != "Cites":
            source = _text(of.get("RefSource")) or None
            corrections.append(Correction(c.get("RefType", ""), _text(of.get("PMID")) or None, source))
        elif "PMID" in of:
            cited.append(_text(of["PMID"]))
    return tuple(cited), tuple(corrections)


def _published(issued: Element | None, online: Element | None) -> tuple[str | None, str | None]:
    """Publication date as ISO 8601 and as printed; a print year wins over the electronic one."""
    printed = "" if issued is None else _folded(" ".join(issued.itertext()))
    iso = _date(issued)
    if iso is None and printed:
        found = _YEAR.search(printed)
        iso = found[1] if found else None
    return iso or _date(online), printed or None


def _entered(history: Element | None) -> str | None:
    """When the record came into PubMed."""
    dates: dict[str, Element] = {}
    for x in _every(history, "PubMedPubDate"):
        dates.setdefault(x.get("PubStatus", ""), x)
    return _date(dates.get("entrez")) or _date(dates.get("pubmed"))


def _date(element: Element | None) -> str | None:
    """``2015``, ``2015-10`` or ``2015-10-01`` from Year, Month (number or name) and Day elements."""
    if element is None:
        return None
    year = (element.findtext("Year") or "").strip()
    if not year.isdigit():
        return None
    month = (element.findtext("Month") or "").strip().lower()
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3])
    if number is None or not 1 <= number <= 12:
        return year
    day = (element.findtext("Day") or "").strip()
    return f"{year}-{number:02d}-{int(day):02d}" if day.isdigit() else f"{year}-{number:02d}"
