"""PubMed XML of any size that has everything a PubMed record has and means nothing.

A record depends on the seed, its PMID and its version alone, so that the same records can be cut into files
in any way. Laid out as NLM's baseline and update files are: an element a line, indented.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from bench.synthetic_text import abstract_of, title_of, topic_of

__all__ = ["record", "write_baseline", "write_file", "write_update"]

FIRST_PMID = 50_000_001
_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" \
"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
"""
_NAMES = (
    "Abel",
    "Bianchi",
    "Çelik",
    "Dubois",
    "Eriksen",
    "Fischer",
    "García",
    "Hofer",
    "Ito",
    "Jensen",
    "Kaya",
)
_FIRST = ("Ada", "Bruno", "Chiara", "Deniz", "Emil", "Farah", "Goran", "Hana", "Ivo", "June", "Kenji", "Lena")
_PLACES = ("Surgery", "Medical Oncology", "Radiation Oncology", "Epidemiology", "Pathology", "Cell Biology")
_TOWNS = (
    "Northport, Norland",
    "Eastbridge, Estonia",
    "Southwick, UK",
    "Westhaven, CT, USA",
    "Midtown, Japan",
)
_JOURNALS = ("Journal of Invented Surgery", "Annals of Imaginary Oncology", "Fictional Medicine Reports")
_MESH = (
    ("D001943", "Breast Neoplasms", ("surgery", "mortality", "drug therapy")),
    ("D009362", "Neoplasm Metastasis", ("pathology",)),
    ("D006801", "Humans", ()),
    ("D005260", "Female", ()),
    ("D008875", "Middle Aged", ()),
    ("D000368", "Aged", ()),
    ("D012189", "Retrospective Studies", ()),
    ("D016019", "Survival Analysis", ()),
    ("D008408", "Mastectomy", ("methods",)),
    ("D011379", "Prognosis", ()),
    ("D051379", "Mice", ()),
    ("D006333", "Heart Failure", ("therapy", "mortality")),
)
_TYPES = (("D016428", "Journal Article"), ("D016449", "Randomized Controlled Trial"), ("D016454", "Review"))
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def record(pmid: int, seed: int = 0, version: int = 1, in_scope: float = 0.3) -> str:
    """One ``PubmedArticle``; a later version has another abstract and a later date of revision."""
    rng = random.Random(f"{seed}/{pmid}")
    year, topic = rng.randint(1995, 2025), topic_of(rng, in_scope)
    told = random.Random(f"{seed}/{pmid}/{version}")
    lines = [
        "<PubmedArticle>",
        '<MedlineCitation Status="MEDLINE" IndexingMethod="Automated" Owner="NLM">',
        f'<PMID Version="1">{pmid}</PMID>',
        *_date("DateCompleted", year + 1, rng),
        *_date("DateRevised", 2025 + version, told),
        *_article(pmid, year, rng, title_of(told, topic), list(abstract_of(told, topic))),
        "<MedlineJournalInfo>",
        f"<Country>United States</Country>\n<MedlineTA>{rng.choice(_JOURNALS)}</MedlineTA>",
        f"<NlmUniqueID>{rng.randint(10**6, 10**7)}</NlmUniqueID>\n</MedlineJournalInfo>",
        "<ChemicalList>\n<Chemical>\n<RegistryNumber>0</RegistryNumber>",
        '<NameOfSubstance UI="D018719">Antineoplastic Agents</NameOfSubstance>\n</Chemical>\n</ChemicalList>',
        "<CitationSubset>IM</CitationSubset>",
        *_comments(pmid, rng),
        *_mesh(rng),
        '<KeywordList Owner="NOTNLM">',
        *(
            f'<Keyword MajorTopicYN="N">keyword {rng.randint(1, 999)}</Keyword>'
            for _ in range(rng.randint(0, 6))
        ),
        "</KeywordList>\n<CoiStatement>The authors declare no conflict of interest.</CoiStatement>",
        "</MedlineCitation>",
        *_pubmed_data(pmid, year, rng),
        "</PubmedArticle>",
    ]
    return "".join(_indented("\n".join(lines).split("\n")))


def _indented(lines: list[str]) -> Iterator[str]:
    """Two blanks a level, as in NLM's files."""
    depth = 1
    for line in lines:
        depth -= line.startswith("</")
        yield f"{'  ' * depth}{line}\n"
        depth += "</" not in line


def _date(tag: str, year: int, rng: random.Random) -> Iterator[str]:
    yield f"<{tag}>\n<Year>{year}</Year>"
    yield f"<Month>{rng.randint(1, 12):02d}</Month>\n<Day>{rng.randint(1, 28):02d}</Day>\n</{tag}>"


def _article(
    pmid: int, year: int, rng: random.Random, title: str, abstract: list[tuple[str, str]]
) -> Iterator[str]:
    yield '<Article PubModel="Print-Electronic">\n<Journal>'
    yield f'<ISSN IssnType="Electronic">{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)}</ISSN>'
    yield f'<JournalIssue CitedMedium="Internet">\n<Volume>{rng.randint(1, 120)}</Volume>'
    yield f"<Issue>{rng.randint(1, 12)}</Issue>\n<PubDate>\n<Year>{year}</Year>"
    yield f"<Month>{rng.choice(_MONTHS)}</Month>\n</PubDate>\n</JournalIssue>"
    yield f"<Title>{rng.choice(_JOURNALS)}</Title>\n<ISOAbbreviation>J Inv</ISOAbbreviation>\n</Journal>"
    yield f"<ArticleTitle>{escape(title)}</ArticleTitle>"
    yield f"<Pagination>\n<StartPage>{rng.randint(1, 900)}</StartPage>"
    yield f"<MedlinePgn>{rng.randint(1, 900)}-9</MedlinePgn>\n</Pagination>"
    yield f'<ELocationID EIdType="doi" ValidYN="Y">10.5555/inv.{pmid}</ELocationID>'
    yield from _abstract(abstract)
    yield from _authors(rng)
    yield "<Language>eng</Language>"
    if rng.random() < 0.05:
        yield '<DataBankList CompleteYN="Y">\n<DataBank>\n<DataBankName>ClinicalTrials.gov</DataBankName>'
        yield f"<AccessionNumberList>\n<AccessionNumber>NCT{rng.randint(10**7, 99999999)}</AccessionNumber>"
        yield "</AccessionNumberList>\n</DataBank>\n</DataBankList>"
    yield "<PublicationTypeList>"
    for ui, name in _TYPES[: 1 + (rng.random() < 0.1)]:
        yield f'<PublicationType UI="{ui}">{name}</PublicationType>'
    yield "</PublicationTypeList>"
    yield f'<ArticleDate DateType="Electronic">\n<Year>{year}</Year>\n<Month>01</Month>\n<Day>09</Day>'
    yield "</ArticleDate>\n</Article>"


def _abstract(sections: list[tuple[str, str]]) -> Iterator[str]:
    if not sections:
        return
    yield "<Abstract>"
    for label, text in sections:
        named = f' Label="{label}" NlmCategory="{label}"' if label else ""
        marked = escape(text).replace("P = ", "<i>P</i> = ", 1)
        yield f"<AbstractText{named}>{marked}</AbstractText>"
    yield "<CopyrightInformation>Copyright nobody.</CopyrightInformation>\n</Abstract>"


def _authors(rng: random.Random) -> Iterator[str]:
    yield '<AuthorList CompleteYN="Y">'
    for _ in range(min(1 + int(rng.expovariate(1 / 5)), 40)):
        first = rng.choice(_FIRST)
        yield f'<Author ValidYN="Y">\n<LastName>{rng.choice(_NAMES)}</LastName>\n<ForeName>{first}</ForeName>'
        yield f"<Initials>{first[0]}</Initials>"
        if rng.random() < 0.2:
            orcid = f"0000-0002-{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)}"
            yield f'<Identifier Source="ORCID">{orcid}</Identifier>'
        yield "<AffiliationInfo>"
        place, town = rng.choice(_PLACES), rng.choice(_TOWNS)
        yield f"<Affiliation>Department of {place}, General Hospital, {town}.</Affiliation>"
        yield "</AffiliationInfo>\n</Author>"
    yield "</AuthorList>"


def _comments(pmid: int, rng: random.Random) -> Iterator[str]:
    if rng.random() < 0.1:
        kind = rng.choice(("CommentIn", "ErratumIn", "CommentOn"))
        yield f'<CommentsCorrectionsList>\n<CommentsCorrections RefType="{kind}">'
        yield f'<RefSource>J Inv. {rng.randint(2000, 2025)}</RefSource>\n<PMID Version="1">{pmid - 7}</PMID>'
        yield "</CommentsCorrections>\n</CommentsCorrectionsList>"


def _mesh(rng: random.Random) -> Iterator[str]:
    yield "<MeshHeadingList>"
    for ui, name, qualifiers in rng.sample(_MESH, rng.randint(5, len(_MESH))):
        yield f'<MeshHeading>\n<DescriptorName UI="{ui}" MajorTopicYN="N">{name}</DescriptorName>'
        for number, qualifier in enumerate(qualifiers):
            yield f'<QualifierName UI="Q00{number:04d}" MajorTopicYN="Y">{qualifier}</QualifierName>'
        yield "</MeshHeading>"
    yield "</MeshHeadingList>"


def _pubmed_data(pmid: int, year: int, rng: random.Random) -> Iterator[str]:
    yield "<PubmedData>\n<History>"
    for status in ("received", "accepted", "pubmed", "medline", "entrez"):
        yield f'<PubMedPubDate PubStatus="{status}">\n<Year>{year}</Year>'
        yield f"<Month>{rng.randint(1, 12)}</Month>\n<Day>5</Day>\n<Hour>6</Hour>"
        yield "<Minute>0</Minute>\n</PubMedPubDate>"
    yield "</History>\n<PublicationStatus>ppublish</PublicationStatus>\n<ArticleIdList>"
    yield f'<ArticleId IdType="pubmed">{pmid}</ArticleId>'
    if rng.random() < 0.4:
        yield f'<ArticleId IdType="pmc">PMC{pmid - 40_000_000}</ArticleId>'
    yield f'<ArticleId IdType="doi">10.5555/inv.{pmid}</ArticleId>\n</ArticleIdList>'
    if rng.random() < 0.35:
        yield "<ReferenceList>"
        for n in range(rng.randint(10, 50)):
            yield "<Reference>"
            yield f"<Citation>Abel A, Hofer B. Invented tumors, part {n}. J Inv. 2010;3:1-9.</Citation>"
            yield f'<ArticleIdList>\n<ArticleId IdType="pubmed">{rng.randint(10**7, pmid)}</ArticleId>'
            yield "</ArticleIdList>\n</Reference>"
        yield "</ReferenceList>"
    yield "</PubmedData>"


def write_file(path: Path, parts: Iterable[str]) -> Path:
    """A gzipped set of records and withdrawals."""
    with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as f:
        f.write(_HEAD)
        f.writelines(parts)
        f.write("</PubmedArticleSet>\n")
    return path


def write_baseline(
    folder: Path, records: int, per_file: int = 30_000, seed: int = 0, in_scope: float = 0.3
) -> list[Path]:
    """Files as of NLM's yearly baseline; gives them in order."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number, begin in enumerate(range(0, records, per_file), 1):
        pmids = range(FIRST_PMID + begin, FIRST_PMID + min(begin + per_file, records))
        parts = (record(pmid, seed, in_scope=in_scope) for pmid in pmids)
        files.append(write_file(folder / f"pubmed26n{number:04d}.xml.gz", parts))
    return files


def write_update(
    path: Path,
    revised: Iterable[int],
    deleted: Iterable[int],
    version: int = 2,
    seed: int = 0,
    in_scope: float = 0.3,
) -> Path:
    """A file as of NLM's daily updates: records of a later version, then withdrawals."""
    parts = [record(pmid, seed, version, in_scope) for pmid in revised]
    gone = "".join(f'<PMID Version="1">{pmid}</PMID>\n' for pmid in deleted)
    return write_file(path, [*parts, f"<DeleteCitation>\n{gone}</DeleteCitation>\n"] if gone else parts)
