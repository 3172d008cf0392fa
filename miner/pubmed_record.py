"""One ``PubmedArticle`` or ``PubmedBookArticle`` element into an ``Article``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from miner.article import AbstractSection, Article, Author, Correction, MeshHeading, Registration

__all__ = ["read_book", "read_citation"]

_LINES = str.maketrans("\t\r\n", "   ")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_MONTHS = {
    m: i
    for i, m in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}


def read_citation(element: etree._Element) -> Article:
    """Read a journal article; elements that are absent give None or empty tuples."""
    citation = element.find("MedlineCitation")
    if citation is None:
        return Article(pmid="")
    article = citation.find("Article")
    article = etree.Element("Article") if article is None else article
    data = element.find("PubmedData")
    ids = _ids(data)
    in_pubmed = "pubmed" in ids or data is None or data.find("ArticleIdList") is None
    for location in article.iterfind("ELocationID"):
        if location.get("ValidYN") != "N":
            ids.setdefault(location.get("EIdType", ""), _text(location))
    journal = article.find("Journal")
    authors = article.find("AuthorList")
    published, printed = _published(article)
    pmid = citation.find("PMID")
    return Article(
        pmid=_text(pmid),
        version=int((pmid.get("Version") if pmid is not None else None) or 1),
        title=_text(article.find("ArticleTitle")),
        vernacular_title=_text(article.find("VernacularTitle")) or None,
        abstract=_abstract(article.find("Abstract")),
        other_abstracts=tuple(_other_abstracts(citation)),
        doi=ids.get("doi"),
        pmcid=ids.get("pmc"),
        other_ids=tuple(sorted((k, v) for k, v in ids.items() if k not in ("doi", "pmc", "pubmed"))),
        authors=tuple(_authors(authors)),
        authors_complete=authors is None or authors.get("CompleteYN", "Y") == "Y",
        journal=_find(journal, "Title"),
        journal_abbreviation=_find(journal, "ISOAbbreviation")
        or _find(citation, "MedlineJournalInfo/MedlineTA"),
        issn=_find(journal, "ISSN"),
        volume=_find(journal, "JournalIssue/Volume"),
        issue=_find(journal, "JournalIssue/Issue"),
        pages=_find(article, "Pagination/MedlinePgn") or _find(article, "Pagination/StartPage"),
        country=_find(citation, "MedlineJournalInfo/Country"),
        published=published,
        published_as_printed=printed,
        entered=_history(data, "entrez") or _history(data, "pubmed"),
        completed=_date(citation.find("DateCompleted")),
        revised=_date(citation.find("DateRevised")),
        languages=tuple(_text(x) for x in article.iterfind("Language")),
        publication_types=tuple(
            (x.get("UI", ""), _text(x)) for x in article.iterfind("PublicationTypeList/*")
        ),
        mesh=tuple(_mesh(citation)),
        keywords=tuple(_text(x) for x in citation.iterfind("KeywordList/Keyword") if _text(x)),
        substances=tuple(_substances(citation)),
        registrations=tuple(_registrations(article)),
        references=tuple(dict.fromkeys((*_references(data), *_cited(citation)))),
        corrections=tuple(_corrections(citation)),
        status=citation.get("Status"),
        indexing_method=citation.get("IndexingMethod"),
        in_pubmed=in_pubmed,
    )


def read_book(element: etree._Element) -> Article:
    """Read a book or a chapter (``BookDocument``)."""
    document = element.find("BookDocument")
    if document is None:
        return Article(pmid="")
    ids = {x.get("IdType", ""): _text(x) for x in document.iterfind("ArticleIdList/ArticleId")}
    published = _date(document.find("Book/PubDate")) or _date(document.find("ContributionDate"))
    data = element.find("PubmedBookData")
    return Article(
        pmid=_find(document, "PMID") or "",
        title=_find(document, "ArticleTitle") or _find(document, "Book/BookTitle") or "",
        vernacular_title=_find(document, "VernacularTitle"),
        abstract=_abstract(document.find("Abstract")),
        doi=ids.get("doi"),
        pmcid=ids.get("pmc"),
        other_ids=tuple(sorted((k, v) for k, v in ids.items() if k not in ("doi", "pmc", "pubmed"))),
        authors=tuple(_authors(document.find("AuthorList")))
        or tuple(_authors(document.find("Book/AuthorList"))),
        journal=_find(document, "Book/BookTitle"),
        published=published,
        published_as_printed=published,
        entered=_history(data, "entrez") or _history(data, "pubmed"),
        revised=_date(document.find("DateRevised")),
        languages=tuple(_text(x) for x in document.iterfind("Language")),
        publication_types=tuple((x.get("UI", ""), _text(x)) for x in document.iterfind("PublicationType")),
        keywords=tuple(_text(x) for x in document.iterfind("KeywordList/Keyword") if _text(x)),
        references=tuple(_text(x) for x in document.iterfind("ReferenceList//ArticleId[@IdType='pubmed']")),
        is_book=True,
    )


def _text(element: etree._Element | None) -> str:
    """All text below an element, inline markup (i, b, sub, sup, u, MathML) dropped, white space folded."""
    if element is None:
        return ""
    raw = "".join(str(t) for t in element.itertext()) if len(element) else element.text or ""
    return _folded(raw)


def _folded(text: str) -> str:
    """Blanks, tabs and line ends as single blanks; other spaces (thin, no-break) are as printed."""
    # Plain string operations: a pattern takes most of the reader's time.
    folded = text.translate(_LINES)
    while "  " in folded:
        folded = folded.replace("  ", " ")
    return folded.strip()


def _find(element: etree._Element | None, path: str) -> str | None:
    return None if element is None else (_text(element.find(path)) or None)


def _ids(data: etree._Element | None) -> dict[str, str]:
    if data is None:
        return {}
    # Only the record's own list: references carry ArticleIdLists too.
    return {x.get("IdType", ""): _text(x) for x in data.iterfind("ArticleIdList/ArticleId")}


def _abstract(element: etree._Element | None) -> tuple[AbstractSection, ...]:
    if element is None:
        return ()
    sections = (
        AbstractSection(_label(x), x.get("NlmCategory"), _text(x)) for x in element.iterfind("AbstractText")
    )
    return tuple(s for s in sections if s.text)


def _label(section: etree._Element) -> str | None:
    # PubMed shows no label for what it files as UNLABELLED.
    label = (section.get("Label") or "").strip()
    return label if label not in ("", "UNLABELLED") else None


def _other_abstracts(citation: etree._Element) -> Iterator[tuple[str, str]]:
    for other in citation.iterfind("OtherAbstract"):
        text = " ".join(filter(None, (_text(x) for x in other.iterfind("AbstractText"))))
        yield other.get("Language") or other.get("Type") or "", text


def _authors(authors: etree._Element | None) -> Iterator[Author]:
    if authors is None:
        return
    for a in authors.iterfind("Author"):
        if a.get("ValidYN") == "N":  # a misspelling that stands beside its correction
            continue
        orcid = next((_text(x) for x in a.iterfind("Identifier") if x.get("Source") == "ORCID"), None)
        yield Author(
            _find(a, "LastName"),
            _find(a, "ForeName"),
            _find(a, "Initials"),
            _find(a, "CollectiveName"),
            orcid and orcid.rsplit("/", 1)[-1],
            tuple(_text(x) for x in a.iter("Affiliation")),
        )


def _mesh(citation: etree._Element) -> Iterator[MeshHeading]:
    for heading in citation.iterfind("MeshHeadingList/MeshHeading"):
        descriptor = heading.find("DescriptorName")
        if descriptor is None:
            continue
        qualifiers = tuple(
            (q.get("UI", ""), _text(q), q.get("MajorTopicYN") == "Y")
            for q in heading.iterfind("QualifierName")
        )
        yield MeshHeading(
            descriptor.get("UI", ""),
            _text(descriptor),
            descriptor.get("MajorTopicYN") == "Y" or any(major for _, _, major in qualifiers),
            qualifiers,
            descriptor.get("AutoHM") == "Y",
        )


def _substances(citation: etree._Element) -> Iterator[tuple[str, str]]:
    for name in citation.iterfind("ChemicalList/Chemical/NameOfSubstance"):
        yield name.get("UI", ""), _text(name)


def _registrations(article: etree._Element) -> Iterator[Registration]:
    for bank in article.iterfind("DataBankList/DataBank"):
        registry = _find(bank, "DataBankName") or ""
        for number in bank.iterfind("AccessionNumberList/AccessionNumber"):
            yield Registration(registry, _text(number))


def _references(data: etree._Element | None) -> Iterator[str]:
    if data is not None:
        for x in data.iterfind("ReferenceList//ArticleId[@IdType='pubmed']"):
            yield _text(x)


def _cited(citation: etree._Element) -> Iterator[str]:
    """References where records kept them until 2019: among the comments and corrections."""
    for pmid in citation.iterfind("CommentsCorrectionsList/CommentsCorrections[@RefType='Cites']/PMID"):
        yield _text(pmid)


def _corrections(citation: etree._Element) -> Iterator[Correction]:
    for c in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        if c.get("RefType") == "Cites":
            continue
        yield Correction(c.get("RefType", ""), _find(c, "PMID"), _find(c, "RefSource"))


def _published(article: etree._Element) -> tuple[str | None, str | None]:
    """Publication date as ISO 8601 and as printed; a print year wins over the electronic one."""
    pub_date = article.find("Journal/JournalIssue/PubDate")
    printed = "" if pub_date is None else _folded(" ".join(str(t) for t in pub_date.itertext()))
    iso = _date(pub_date)
    if iso is None and printed:
        found = _YEAR.search(printed)
        iso = found[1] if found else None
    return iso or _date(article.find("ArticleDate")), printed or None


def _history(data: etree._Element | None, status: str) -> str | None:
    if data is None:
        return None
    return _date(
        next((x for x in data.iterfind("History/PubMedPubDate") if x.get("PubStatus") == status), None)
    )


def _date(element: etree._Element | None) -> str | None:
    """``2015``, ``2015-10`` or ``2015-10-01`` from Year, Month (number or name) and Day elements."""
    year = _find(element, "Year")
    if year is None or not year.isdigit():
        return None
    month = (_find(element, "Month") or "").lower()
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3])
    if number is None or not 1 <= number <= 12:
        return year
    day = _find(element, "Day") or ""
    return f"{year}-{number:02d}-{int(day):02d}" if day.isdigit() else f"{year}-{number:02d}"
